import type { Outcome } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Scope } from '../domain/scope.ts';

/** What a case expects of its decision. What is not said is not looked at, but errors: none is expected then. */
export interface Expectation {
  readonly outcome: Outcome;
  readonly review: boolean | null;
  /** Among the reasons; and not among them. */
  readonly reasons: readonly string[];
  readonly notReasons: readonly string[];
  /** Ids of rules and thresholds that match, those in shadow too; and of such that do not. */
  readonly matched: readonly string[];
  readonly notMatched: readonly string[];
  /** Ids of the rules that can't be evaluated, all of them. */
  readonly errors: readonly string[];
}

/** An ask and the decision that is expected of it: a test of its policy. */
export interface PolicyCase {
  readonly name: string;
  /** Where it stands; lines count from 1. */
  readonly path: string;
  readonly line: number;
  /** The profile to decide under, whatever the card's portfolio has; null for that one. */
  readonly profile: string | null;
  /** Stripe's object, whole. */
  readonly authorization: unknown;
  readonly scope: Scope;
  readonly atMs: number;
  readonly features: ReadonlyMap<string, string | number | boolean>;
  readonly facts: Omit<Facts, 'lists'>;
  /** By list: what is on it besides what the policy puts there. Normalised. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly expect: Expectation;
}
