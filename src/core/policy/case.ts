import type { Outcome } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Scope } from '../domain/scope.ts';
import type { EntryOutcome } from '../features/built-in-event.ts';

/** What a case expects of its decision. What is not said is not looked at, but errors: none is expected then. */
export interface Expectation {
  /** Null where only features are looked at. */
  readonly outcome: Outcome | null;
  /** By name; null is missing. */
  readonly features: ReadonlyMap<string, string | number | boolean | null>;
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

/** Something that happened before, once or often. */
export interface EarlierEvent {
  /** `authorization`, or an event that a back end tracks. */
  readonly event: string;
  readonly agoMs: number;
  readonly times: number;
  readonly everyMs: number;
  /** Stripe's object, whole, at the time of the first. */
  readonly authorization: unknown;
  readonly outcome: EntryOutcome;
  readonly data: JsonObject;
}

/** An ask, or another event, and the decision or features that are expected of it: a test of its policy. */
export interface PolicyCase {
  readonly name: string;
  /** Where it stands; lines count from 1. */
  readonly path: string;
  readonly line: number;
  /** The profile to decide under, whatever the card's portfolio has; null for that one. */
  readonly profile: string | null;
  readonly event: string;
  /** Stripe's object, whole; and the data of an event that is none of Stripe's. */
  readonly authorization: unknown;
  readonly data: JsonObject;
  /** What happened before, in the order of the file; null: nothing is counted, and features are missing. */
  readonly before: readonly EarlierEvent[] | null;
  readonly scope: Scope;
  readonly atMs: number;
  readonly features: ReadonlyMap<string, string | number | boolean>;
  readonly facts: Omit<Facts, 'lists'>;
  /** By list: what is on it besides what the policy puts there. Normalised. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly expect: Expectation;
}
