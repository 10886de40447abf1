import type { Signals } from '../../domain/signals.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../../domain/signals.ts';
import type { AttributeDefinition } from './definition.ts';

/** What Stripe and the network say of the risk; each is a value or missing with the cause that Stripe gave. */
export const SIGNAL_ATTRIBUTES: readonly AttributeDefinition[] = [
  score('fraud_risk_score', 'fraudRiskScore', 'risk_assessment.fraud_risk.score', {
    description: "Stripe's score for fraud, 0 to 100",
  }),
  level('fraud_risk_level', 'fraudRiskLevel', 'risk_assessment.fraud_risk.level', {
    description: "Stripe's level for fraud",
    high: 'highest',
  }),
  level('merchant_dispute_risk_level', 'merchantDisputeRiskLevel', 'risk_assessment.merchant_dispute_risk.level', {
    description: 'how likely purchases at this merchant end in a dispute',
    high: 'highest',
  }),
  score('merchant_dispute_rate', 'merchantDisputeRatePercent', 'risk_assessment.merchant_dispute_risk.dispute_rate', {
    description: 'share of purchases at this merchant that were disputed, in percent',
  }),
  level('card_testing_risk_level', 'cardTestingRiskLevel', 'risk_assessment.card_testing_risk.level', {
    description: 'how likely somebody is trying card numbers at this merchant',
    high: 'elevated',
  }),
  score(
    'invalid_account_number_decline_rate_hourly',
    'invalidAccountNumberDeclineRatePercent',
    'risk_assessment.card_testing_risk.invalid_account_number_decline_rate_past_hour',
    { description: 'declines for a card number that does not exist, at this merchant in the past hour, in percent' },
  ),
  score(
    'invalid_credentials_decline_rate_hourly',
    'invalidCredentialsDeclineRatePercent',
    'risk_assessment.card_testing_risk.invalid_credentials_decline_rate_past_hour',
    { description: 'declines for a wrong CVC or expiry, at this merchant in the past hour, in percent' },
  ),
  {
    name: 'fraud_disputability',
    type: 'enum',
    family: 'signal',
    values: DISPUTABILITIES,
    isOrdered: true,
    instead: new Map([['unknown', null]]),
    description: 'how likely a fraud dispute of this purchase would be won',
    source: 'fraud_disputability_likelihood',
    read: ({ authorization }) => authorization.signals.fraudDisputability,
  },
  score('network_risk_score', 'networkRiskScore', 'pending_request.network_risk_score', {
    description: "the card network's score, 1 to 99; not Stripe's",
  }),
];

function score(
  name: string,
  signal: keyof Signals,
  source: string,
  { description }: { readonly description: string },
): AttributeDefinition {
  return {
    name,
    type: 'number',
    family: 'signal',
    range: { min: 0, max: 100 },
    description,
    source,
    read: ({ authorization }) => authorization.signals[signal],
  };
}

/** `high` is what API versions before 2025-09-30.clover said; the value here is what it reads as since. */
function level(
  name: string,
  signal: keyof Signals,
  source: string,
  { description, high }: { readonly description: string; readonly high: string },
): AttributeDefinition {
  return {
    name,
    type: 'enum',
    family: 'signal',
    values: RISK_LEVELS,
    isOrdered: true,
    instead: new Map([
      ['high', high],
      ['not_assessed', null],
      ['unknown', null],
    ]),
    description,
    source,
    read: ({ authorization }) => authorization.signals[signal],
  };
}
