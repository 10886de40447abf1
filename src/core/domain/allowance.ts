import type { Scope } from './scope.ts';

/** After a YES: this card may buy at this merchant for a while, within limits, without declines for fraud. */
export interface Allowance {
  readonly id: string;
  readonly challengeId: string;
  readonly scope: Scope;
  readonly card: string;
  readonly cardholder: string | null;
  /** The merchant's id at the card network. */
  readonly merchant: string;
  readonly currency: string;
  /** Purchases with the card there, or without it; null: it was not known. */
  readonly isCardPresent: boolean | null;
  /** What one authorization may come to, and all of them together; minor units. */
  readonly eachMinor: number;
  readonly totalMinor: number;
  /** How many asks it may approve within a day. */
  readonly usesDaily: number;
  readonly fromMs: number;
  /** It holds before that moment. */
  readonly untilMs: number;
}

/** Why an allowance ended before its time. */
export const ALLOWANCE_ENDS = [
  ...(['rejected', 'fraud_warning', 'dispute', 'phone_changed', 'void', 'revoked', 'opted_out'] as const),
] as const;
export type AllowanceEnd = (typeof ALLOWANCE_ENDS)[number];

/** What was approved by an allowance so far: in all, and since a day before the ask. */
export interface AllowanceUse {
  readonly totalMinor: number;
  readonly usesToday: number;
}
