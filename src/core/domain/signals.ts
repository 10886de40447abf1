import type { Value } from './value.ts';

/**
 * Stripe's risk levels since 2025-09-30.clover, from least to most risky. `not_assessed` and `unknown` are no levels:
 * they read as missing, with that cause.
 */
export const RISK_LEVELS = ['low', 'normal', 'elevated', 'highest'] as const;

/** How likely a dispute of this purchase would be won; `unknown` reads as missing. */
export const DISPUTABILITIES = ['very_unlikely', 'neutral', 'very_likely'] as const;

/**
 * What Stripe says of the risk of one authorization, whatever API version rendered it. Each is its value or missing
 * with its cause. Scores and rates are 0 to 100; levels are of `RISK_LEVELS`.
 */
export interface Signals {
  readonly fraudRiskScore: Value;
  readonly fraudRiskLevel: Value;
  readonly merchantDisputeRiskLevel: Value;
  readonly merchantDisputeRatePercent: Value;
  readonly cardTestingRiskLevel: Value;
  readonly invalidAccountNumberDeclineRatePercent: Value;
  readonly invalidCredentialsDeclineRatePercent: Value;
  readonly fraudDisputability: Value;
  /** The card network's own score, 1 to 99; not Stripe's. */
  readonly networkRiskScore: Value;
}
