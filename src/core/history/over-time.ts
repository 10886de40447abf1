import type { Action } from '../domain/decision.ts';
import type { Share } from './result.ts';

// What is told of rules over time from live traffic. Counts are of asks. Nothing here is estimated: of what was
// declined nobody knows what it would have been, unless somebody said so.

/** How often a rule matched, and what came of it. */
export interface RuleCounts {
  readonly matched: number;
  /** It settled the outcome, by itself or with others. */
  readonly decided: number;
  readonly overridden: number;
  /** Another step settled it. */
  readonly beside: number;
  readonly shadow: number;
  /** No live rule matched besides that says the same or more. */
  readonly alone: number;
  /** Declines that it decided; those that Stripe confirmed as ours, and those that it did not report yet. */
  readonly declines: number;
  readonly declines_confirmed: number;
  readonly declines_unconfirmed: number;
  readonly challenges: number;
  readonly reviews: number;
}

/** What is known of the asks that a rule matched. */
export interface KnownOf {
  readonly fraud: number;
  /** Somebody said that it was good: the cardholder's YES, a reviewer, a file. */
  readonly good: number;
  /** Approved in the end, and nobody said anything. */
  readonly undisputed: number;
  /** Declined in the end, and nobody said anything: never scored. */
  readonly unknowable: number;
  /** Fraud of fraud, good and undisputed. */
  readonly precision: Share;
}

/** The same as it was known so many days after each purchase, of the days that are old enough for it. */
export interface KnownAtAge extends KnownOf {
  /** Asks of days that are old enough. */
  readonly matched: number;
}

/** One day (UTC) of a rule under one policy version. */
export interface RuleDay extends RuleCounts {
  readonly day: string;
  readonly policy_version: string;
  readonly so_far: KnownOf;
  /** Null while the day is too young. */
  readonly at_age: KnownAtAge | null;
}

/** What a rule or threshold did in a span of time. */
export interface RulePerformance extends RuleCounts {
  readonly rule: string;
  readonly action: Action;
  readonly kind: 'rule' | 'threshold';
  /** As it was under the last version that had it. */
  readonly mode: 'live' | 'shadow';
  /** Asks of the policies and portfolios that had it. */
  readonly asks: number;
  /** The first and the last day on which it was there and something was asked. */
  readonly first_day: string;
  readonly last_day: string;
  readonly money: readonly { readonly currency: string; readonly amount: number }[];
  readonly so_far: KnownOf;
  readonly at_age: KnownAtAge;
  /** Different cardholders whose purchases it stopped and who were shown to be good. */
  readonly good_customers_hit: number;
  /** In shadow: different cardholders some of whose matched purchases were approved, and none was spoken of. */
  readonly undisputed_customers: number;
  /** Reviews that its matches are in. */
  readonly queue: { readonly open: number; readonly legitimate: number; readonly fraud: number };
  readonly days: readonly RuleDay[];
}
