import { z } from 'zod';
import { PLAIN_SIGNALS, type RiskFields } from '../stripe/account.ts';
import { riskFields } from '../stripe/risk-fields.ts';
import type { StripeSettings } from '../stripe/settings.ts';
import type { RiskLevel, RiskSignals } from '../world/issuer.ts';
import { decimal } from './parameters.ts';

const level = z.enum(['elevated', 'highest', 'low', 'normal', 'not_assessed', 'unknown']);
const percent = decimal(0, 100);

/** The parameter `risk_assessment`, as the `stripe` package types it for the test helper. */
export const riskAssessment = z.strictObject({
  card_testing_risk: z
    .strictObject({
      invalid_account_number_decline_rate_past_hour: percent.optional(),
      invalid_credentials_decline_rate_past_hour: percent.optional(),
      level,
    })
    .optional(),
  fraud_risk: z.strictObject({ level, score: percent.optional() }).optional(),
  merchant_dispute_risk: z.strictObject({ dispute_rate: percent.optional(), level }).optional(),
});
export const disputability = z.enum(['neutral', 'unknown', 'very_likely', 'very_unlikely']);

type Assessment = z.output<typeof riskAssessment>;

/** What Stripe thinks of a purchase: as given, and otherwise nothing remarkable. */
export function signalsOf(
  { card_testing_risk: testing, fraud_risk: fraud, merchant_dispute_risk: dispute }: Assessment,
  likelihood: z.output<typeof disputability> = PLAIN_SIGNALS.disputability,
): RiskSignals {
  return {
    ...PLAIN_SIGNALS,
    disputability: likelihood,
    // A level alone comes without a score.
    ...(fraud && { fraudScore: fraud.score ?? null }),
    ...(testing && {
      cardTestingLevel: assessed(testing.level),
      invalidAccountNumberDeclineRatePercent: testing.invalid_account_number_decline_rate_past_hour ?? 0,
      invalidCredentialsDeclineRatePercent: testing.invalid_credentials_decline_rate_past_hour ?? 0,
    }),
    ...(dispute && {
      merchantDisputeLevel: assessed(dispute.level),
      merchantDisputeRatePercent: dispute.dispute_rate ?? 0,
    }),
  };
}

/** `risk_assessment` with the levels that were given, where the account gets to see it; otherwise nothing. */
export function statedRisk(given: Assessment, signals: RiskSignals, settings: StripeSettings): RiskFields {
  if (!settings.hasFraudTools) return {};
  const own = riskFields(signals, settings).risk_assessment;
  const { card_testing_risk: testing, fraud_risk: fraud, merchant_dispute_risk: dispute } = given;
  return {
    risk_assessment: {
      ...own,
      ...(testing && {
        card_testing_risk: {
          invalid_account_number_decline_rate_past_hour: null,
          invalid_credentials_decline_rate_past_hour: null,
          ...testing,
        },
      }),
      ...(fraud && { fraud_risk: { level: fraud.level, score: fraud.score ?? null } }),
      ...(dispute && { merchant_dispute_risk: { dispute_rate: null, ...dispute } }),
    },
  };
}

function assessed(given: z.output<typeof level>): RiskLevel {
  return given === 'not_assessed' || given === 'unknown' ? 'low' : given;
}
