import type { RiskSignals } from '../world/issuer.ts';
import type { RiskFields } from './account.ts';
import type { StripeSettings } from './settings.ts';

/** Stripe's pages give no bounds but one: above 25 is high risk. */
const LEVELS = [
  [75, 'highest'],
  [25, 'elevated'],
  [10, 'normal'],
] as const;

/**
 * The risk fields of an authorization in the names of 2026-03-25.dahlia and later. Without Advanced Fraud Tools they
 * are what the switch `withoutFraudTools` says.
 */
export function riskFields(signals: RiskSignals, settings: StripeSettings): RiskFields {
  if (!settings.hasFraudTools) return withoutFraudTools(settings);
  const score = scoreOf(signals, settings);
  return {
    fraud_disputability_likelihood: signals.disputability,
    risk_assessment: {
      card_testing_risk: {
        invalid_account_number_decline_rate_past_hour: signals.invalidAccountNumberDeclineRatePercent,
        invalid_credentials_decline_rate_past_hour: signals.invalidCredentialsDeclineRatePercent,
        level: signals.cardTestingLevel,
      },
      fraud_risk: { level: levelOf(score), score },
      merchant_dispute_risk: {
        dispute_rate: signals.merchantDisputeRatePercent,
        level: signals.merchantDisputeLevel,
      },
    },
  };
}

/** The fraud score as this Stripe gives it, also where the account doesn't get to see it. */
export function scoreOf({ fraudScore }: RiskSignals, { switches }: StripeSettings): number | null {
  return fraudScore === null ? null : Math.min(fraudScore, Number(switches.maximumFraudScore));
}

function levelOf(score: number | null): string {
  if (score === null) return 'not_assessed';
  return LEVELS.find(([above]) => score > above)?.[1] ?? 'low';
}

function withoutFraudTools({ switches }: StripeSettings): RiskFields {
  if (switches.withoutFraudTools === 'absent') return {};
  if (switches.withoutFraudTools === 'null') return { fraud_disputability_likelihood: null, risk_assessment: null };
  // One part is null, one isn't assessed, one is left out.
  const merchantDisputeRisk = { dispute_rate: null, level: 'not_assessed' };
  return {
    fraud_disputability_likelihood: 'unknown',
    risk_assessment: { fraud_risk: null, merchant_dispute_risk: merchantDisputeRisk },
  };
}
