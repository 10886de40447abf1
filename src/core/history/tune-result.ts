import type { Confusion, MoneyConfusion, Share } from './result.ts';
import type { LabelKind } from './truth.ts';

// What `countersign tune` says. Times, amounts and shares as in a backtest's result (result.ts). Curves and cells hold
// only rows of which is known what they were; what the rest of the policy does stands beside them, untouched.

/** What would be stopped if a signal were stopped from here on, and nothing else stopped anything. */
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
  /** The attribute's name: a signal of Stripe's, or `amount`. */
  readonly signal: string;
  readonly kind: 'score' | 'level' | 'amount';
  /** Rows that have it, of those whose truth is known. */
  readonly known: number;
  readonly missing: number;
  /** Area under the ROC curve, ties counted half: 0.5 is chance. Null where there is no fraud, or no good. */
  readonly auc: number | null;
  /** From the strictest to the most lenient. */
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
  /** Null where no threshold meets it. */
  readonly threshold: number | null;
  /** Where it lies in nine of ten draws of whole weeks. */
  readonly low: number | null;
  readonly high: number | null;
  readonly point: CurvePoint | null;
  /** A month (30 days), by currency, in minor units: fraud that is not stopped, good spend that is, and their cost. */
  readonly monthly: readonly {
    readonly currency: string;
    readonly fraud_missed: number;
    readonly fraud_stopped: number;
    readonly good_stopped: number;
    readonly cost: number;
  }[];
}

/** What the rest of a policy (its rules, verifications, allowances) does with a row, thresholds aside. */
export const RESTS = ['nothing', 'allow', 'challenge', 'decline'] as const;
export type Rest = (typeof RESTS)[number];

/**
 * Rows that are alike to every threshold: enough to tell what any choice of thresholds would do. Scores by whole numbers,
 * rounded up: above a whole number is then what it is in truth.
 */
export interface TuneCell {
  readonly fraud_risk_score: number | null;
  readonly merchant_dispute_risk_level: string | null;
  readonly card_testing_risk_level: string | null;
  readonly fraud_disputability: string | null;
  readonly rest: Rest;
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
  readonly profile: string | null;
  readonly history: { readonly rows: number; readonly from: string; readonly to: string; readonly unreadable: number };
  readonly window: { readonly from: string; readonly to: string; readonly rows: number; readonly days: number };
  readonly labels: { readonly kind: LabelKind; readonly newest: string; readonly maturity_days: number };
  readonly truths: Readonly<Record<'fraud' | 'good' | 'unknowable' | 'immature' | 'unlabelled', number>>;
  /** The best first. */
  readonly signals: readonly SignalResult[];
  readonly aims: readonly AimResult[];
  readonly cells: readonly TuneCell[];
}
