import type { Outcome } from '../domain/decision.ts';
import type { ProfileFile } from '../policy/schema.ts';
import type { Confusion, MoneyConfusion, PolicyResult, Scores, Share, Unrecorded } from './result.ts';
import type { LabelKind } from './truth.ts';

// What `countersign tune` says. Times, amounts and shares as in a backtest's result (result.ts). Rows of which is not
// known what they were count for approval rates, and for nothing else.

/**
 * What would be stopped if a signal were stopped from here on, and nothing else stopped anything; where it is missing,
 * what `on_missing` of the profile says.
 */
export interface CurvePoint {
  /** Of a score: above it, strictly. Of a level: at it or riskier. */
  readonly threshold: number | string;
  readonly confusion: Confusion;
  readonly money: readonly MoneyConfusion[];
  readonly precision: Share;
  readonly recall: Share;
  readonly approval_rate: Share;
}

/** How well one signal tells fraud from good by itself. */
export interface SignalResult {
  /** The attribute's name: a signal of Stripe's, `amount` (major units), or `amount_in_usd` where currencies mix. */
  readonly signal: string;
  readonly kind: 'score' | 'level' | 'amount';
  /** Rows that have it, of those whose truth is known. */
  readonly known: number;
  readonly missing: number;
  /** Area under the ROC curve, ties counted half: 0.5 is chance. Null where there is no fraud, or no good. */
  readonly auc: number | null;
  /**
   * From the threshold that stops least to the one that stops most: of a score every whole number from 100 to 0, of an
   * amount as many as tell, of a level each. Empty where nothing has the signal.
   */
  readonly curve: readonly CurvePoint[];
}

/** The three appetites of Stripe's guide, or one's own wish. */
export const AIM_NAMES = ['maximize_approval', 'balanced', 'minimize_fraud', 'own'] as const;
export type AimName = (typeof AIM_NAMES)[number];

/** The threshold of the fraud score that meets an aim. */
export interface AimResult {
  readonly aim: AimName;
  /** In words, e.g. "the lowest threshold with a precision of at least 10 %". */
  readonly wish: string;
  /** A whole number; null where none meets it. */
  readonly threshold: number | null;
  /**
   * Where it lies in nine of ten draws of whole weeks; both null where there are too few weeks, or none meets it.
   * `high` alone is null where in some of the nine none meets it.
   */
  readonly low: number | null;
  readonly high: number | null;
  /** What the threshold does by itself. */
  readonly point: CurvePoint | null;
  /** A month (30 days) of the threshold by itself, by currency, in minor units. */
  readonly monthly: readonly MonthlyCost[];
  /** What the policy would do with it: rules, other thresholds and all. Null where its portfolios differ in profile. */
  readonly policy: WhatIf | null;
}

/** Fraud that is not stopped, fraud and good spend that is; the cost is what `shares` make of the first and last. */
export interface MonthlyCost {
  readonly currency: string;
  readonly fraud_missed: number;
  readonly fraud_stopped: number;
  readonly good_stopped: number;
  readonly cost: number;
}

/** What is lost of an amount: of fraud that is approved, of a good purchase that is stopped. Shares, 0 to 1. */
export interface CostShares {
  readonly fraud_missed: number;
  readonly good_stopped: number;
}

/** The part of a profile that thresholds are: those of other signals than a cell's belong to the rest of the policy. */
export type ThresholdSettings = Pick<ProfileFile, 'thresholds' | 'on_missing' | 'disputability'>;

/** What a policy would do with other thresholds: the same numbers, to the unit, as a backtest of it. */
export interface WhatIf extends Scores {
  readonly outcomes: PolicyResult['outcomes'];
  readonly capacity: PolicyResult['capacity'];
}

/**
 * What a policy without the thresholds in question does with a row: it approves (`allow`) or declines whatever they
 * say, it would challenge, or nothing of it matches.
 */
export const RESTS = ['nothing', 'allow', 'challenge', 'decline'] as const;
export type Rest = (typeof RESTS)[number];

/**
 * Rows that are alike to every threshold: enough to tell what any choice of thresholds would do (what-if.ts). Scores by
 * whole numbers, rounded up: above a whole number is then what it is in truth. (Thresholds of the profile that are none
 * are numbers to round up to as well.) A row that no threshold can change has no signals here.
 */
export interface TuneCell {
  readonly fraud_risk_score: number | null;
  readonly merchant_dispute_risk_level: string | null;
  readonly card_testing_risk_level: string | null;
  readonly fraud_disputability: string | null;
  readonly rest: Rest;
  /** Whether a rule wants a review, should it be approved. */
  readonly review: boolean;
  /** What a challenge comes to: whoever can't be asked is declined or approved, as the profile says. */
  readonly asked: Outcome;
  readonly fraud: number;
  readonly good: number;
  /** Rows of which is not known what they were. */
  readonly unknown: number;
  readonly money: readonly { readonly currency: string; readonly fraud: number; readonly good: number }[];
}

/** What `countersign tune --json` prints. */
export interface TuneResult {
  readonly policy: { readonly version: string };
  /** Null: all portfolios. */
  readonly portfolio: string | null;
  /** Whose thresholds `settings` are; both null where the portfolios differ in profile. */
  readonly profile: string | null;
  readonly settings: ThresholdSettings | null;
  /** What the policy does as it stands. */
  readonly current: WhatIf | null;
  readonly history: { readonly rows: number; readonly from: string; readonly to: string; readonly unreadable: number };
  readonly window: { readonly from: string; readonly to: string; readonly rows: number; readonly days: number };
  readonly labels: { readonly kind: LabelKind; readonly newest: string; readonly maturity_days: number };
  readonly truths: Readonly<Record<'fraud' | 'good' | 'unknowable' | 'immature' | 'unlabelled', number>>;
  /** Rows of which the rest of the policy can't be told, since what it reads was not recorded with them. */
  readonly unrecorded: Unrecorded;
  /** By which costs are told. */
  readonly shares: CostShares;
  /** The one that predicts best alone first. */
  readonly signals: readonly SignalResult[];
  readonly aims: readonly AimResult[];
  readonly cells: readonly TuneCell[];
}
