import type { Action, Outcome } from '../domain/decision.ts';
import type { LabelKind } from './truth.ts';

// What a backtest says, as it is printed, stored and sent: times in ISO 8601 (UTC), amounts in minor units, shares from
// 0 to 1. "Stopped" is declined or challenged: a challenge declines the purchase that it asks about.

/** By what the policy says and what turned out: stopped fraud, stopped good, approved fraud, approved good. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** A share with its Wilson interval (95 %); all null where it is a share of nothing. */
export interface Share {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Sums of one currency, in its minor units. */
export interface MoneyConfusion extends Confusion {
  readonly currency: string;
}

/** How well a policy told fraud from good. */
export interface Scores {
  readonly confusion: Confusion;
  readonly money: readonly MoneyConfusion[];
  /** Of what was stopped, how much was fraud. */
  readonly precision: Share;
  /** Of the fraud, how much was stopped. */
  readonly recall: Share;
  /** Of the good, how much was stopped. */
  readonly false_positive_rate: Share;
  /** Of everything in the window, whatever is known of it, how much is approved. */
  readonly approval_rate: Share;
}

/** Rows that can't be scored. */
export interface Apart {
  readonly count: number;
  /** Of these the policy stops. */
  readonly stopped: number;
  readonly money: readonly { readonly currency: string; readonly amount: number; readonly stopped: number }[];
}

/** Counts of some rows by what they turned out to be. */
export interface Counts {
  readonly count: number;
  readonly fraud: number;
  readonly good: number;
}

/** Counts with the sums of each currency, in minor units. */
export interface Sums extends Counts {
  readonly money: readonly { readonly currency: string; readonly fraud: number; readonly good: number }[];
}

/** Radar's four groups of what a rule, or a policy, catches; each is in the first of them that applies. */
export interface Groups {
  /** By the labels in use. */
  readonly disputed: number;
  readonly refunded: number;
  /** Declined then, by whomever. */
  readonly declined: number;
  /** None of these so far. */
  readonly legitimate: number;
}

/** What one rule or threshold did. */
export interface RuleResult {
  readonly id: string;
  readonly action: Action;
  readonly kind: 'rule' | 'threshold';
  /** Whose threshold it is: two profiles have two of one name. Null for a rule. */
  readonly profile: string | null;
  readonly mode: 'live' | 'shadow';
  /** Where its condition held. */
  readonly matched: Sums;
  readonly precision: Share;
  /** Matched where no other rule that decides says the same or more. */
  readonly alone: Sums;
  /**
   * What the policy stops because of it: for a live rule what it would not stop without it, for one in shadow what it
   * would stop besides. Less than nothing for a rule that allows. Of a rule to review: what is reviewed because of it.
   * Features stay as they are.
   */
  readonly marginal: Sums;
  readonly groups: Groups;
  readonly weeks: readonly ({ readonly from: string } & Counts)[];
  /** Asks where a value that it reads was missing, and where it failed. */
  readonly missing: number;
  readonly errors: number;
}

/** An authorization to look at. */
export interface Sample {
  readonly authorization: string;
  readonly asked_at: string;
  readonly card: string | null;
  readonly merchant: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly portfolio: string;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
}

/** The cells of which samples are kept. */
export const SAMPLE_CELLS = ['tp', 'fp', 'fn', 'tn', 'unknowable', 'immature', 'unlabelled'] as const;
export type SampleCell = (typeof SAMPLE_CELLS)[number];

/** Where the history lacks what a policy reads. */
export interface Unrecorded {
  /** Asks of which a live rule can't be settled, since nothing read what it reads when they were decided. */
  readonly count: number;
  /** What was not recorded for them, by name. */
  readonly attributes: readonly string[];
}

/** What one policy would have done. */
export interface PolicyResult extends Scores {
  readonly policy: { readonly version: string; readonly profile: string | null };
  readonly outcomes: Readonly<Record<Outcome | 'review', Sums>>;
  /** The same, by what somebody wanted to buy: retries and increments of one purchase counted once (purchases.ts). */
  readonly purchases: Scores & { readonly count: number };
  readonly apart: Readonly<Record<'unknowable' | 'immature' | 'unlabelled', Apart>>;
  /** What people have to do, a day, and how much of it is fraud. */
  readonly capacity: {
    readonly days: number;
    readonly challenges_a_day: number;
    readonly challenge_precision: Share;
    readonly reviews_a_day: number;
    readonly review_precision: Share;
  };
  /** Of what the policy stops. */
  readonly groups: Groups;
  readonly rules: readonly RuleResult[];
  readonly weeks: readonly ({ readonly from: string; readonly rows: number; readonly confusion: Confusion } & {
    readonly precision: Share;
    readonly recall: Share;
  })[];
  readonly unrecorded: Unrecorded;
  readonly samples: Readonly<Record<SampleCell, readonly Sample[]>>;
}

/** What differs between two policies, authorization by authorization. */
export interface Comparison {
  readonly other: PolicyResult;
  readonly same: number;
  /** From the outcome of the policy to that of the other, the most frequent first. */
  readonly changed: readonly ({ readonly from: Outcome; readonly to: Outcome } & Sums)[];
  /** Of each change, as many as are kept of a cell. */
  readonly samples: readonly (Sample & {
    readonly new_outcome: Outcome;
    readonly new_reasons: readonly string[];
    readonly truth: string;
  })[];
}

/** What `countersign backtest --json` prints. */
export interface BacktestResult extends PolicyResult {
  readonly history: {
    readonly rows: number;
    readonly from: string;
    readonly to: string;
    /** Rows that could not be read, and asks that stand there twice. */
    readonly unreadable: number;
    readonly duplicates: number;
  };
  readonly window: { readonly from: string; readonly to: string; readonly rows: number };
  readonly labels: { readonly kind: LabelKind; readonly newest: string; readonly maturity_days: number };
  /** `replay`: what was answered then feeds velocity; `counterfactual`: what the policy answers does. */
  readonly velocity: 'replay' | 'counterfactual';
  /** Features that were taken from the history as they stand there; all others were counted. */
  readonly given_features: readonly string[];
  readonly against: Comparison | null;
}
