import type Stripe from 'stripe';
import type { RiskSignals } from '../world/issuer.ts';

export type AuthorizationParams = Parameters<Stripe['testHelpers']['issuing']['authorizations']['create']>[0];
type RiskAssessment = NonNullable<AuthorizationParams['risk_assessment']>;

/** From which score on a level is given; Stripe calls everything above 25 high. */
const LEVELS = [
  [75, 'highest'],
  [25, 'elevated'],
  [10, 'normal'],
] as const;

/** The signals of the world as Stripe's test helper takes them. It has no place for the card network's own score. */
export function riskAssessment(signals: RiskSignals): RiskAssessment {
  return {
    fraud_risk: fraudRisk(signals.fraudScore),
    card_testing_risk: {
      level: signals.cardTestingLevel,
      invalid_account_number_decline_rate_past_hour: signals.invalidAccountNumberDeclineRatePercent,
      invalid_credentials_decline_rate_past_hour: signals.invalidCredentialsDeclineRatePercent,
    },
    merchant_dispute_risk: {
      level: signals.merchantDisputeLevel,
      dispute_rate: signals.merchantDisputeRatePercent,
    },
  };
}

function fraudRisk(score: number | null): NonNullable<RiskAssessment['fraud_risk']> {
  if (score === null) return { level: 'not_assessed' };
  return { level: LEVELS.find(([above]) => score > above)?.[1] ?? 'low', score };
}
