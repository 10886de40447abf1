import { DISPUTABILITIES, RISK_LEVELS, type Signals } from '../../core/domain/signals.ts';
import { missing, type Value } from '../../core/domain/value.ts';
import { decimal, type Fields, fieldsOf, text } from './fields.ts';

/** What `high` meant in each hash before 2025-09-30.clover; for fraud risk undocumented, so the worst is taken. */
const FORMER_HIGH = { fraud: 'highest', merchantDispute: 'highest', cardTesting: 'elevated' } as const;

/**
 * Reads the risk signals of an authorization in each of the four generations of Stripe's names: the preview
 * (`risk_level`, `fraud_score`, level `high`), 2025-09-30.clover (levels standardised), 2025-11-17.clover
 * (`fraud_risk.level` and `.score`), and 2026-03-25.dahlia (`level` everywhere). Accounts without Advanced Fraud Tools
 * may send null, nothing, or a part.
 */
export function readSignals(authorization: Fields): Signals {
  const assessment = fieldsOf(authorization.risk_assessment);
  const fraud = fieldsOf(assessment.fraud_risk);
  const dispute = fieldsOf(assessment.merchant_dispute_risk);
  const testing = fieldsOf(assessment.card_testing_risk);
  const fraudRiskLevel = level(fraud, FORMER_HIGH.fraud);
  const disputeLevel = level(dispute, FORMER_HIGH.merchantDispute);
  const testingLevel = level(testing, FORMER_HIGH.cardTesting);
  return {
    fraudRiskScore: percent(fraud.score ?? fraud.fraud_score, fraudRiskLevel),
    fraudRiskLevel,
    merchantDisputeRiskLevel: disputeLevel,
    merchantDisputeRatePercent: percent(dispute.dispute_rate, disputeLevel),
    cardTestingRiskLevel: testingLevel,
    invalidAccountNumberDeclineRatePercent: percent(
      testing.invalid_account_number_decline_rate_past_hour,
      testingLevel,
    ),
    invalidCredentialsDeclineRatePercent: percent(testing.invalid_credentials_decline_rate_past_hour, testingLevel),
    fraudDisputability: known(text(authorization.fraud_disputability_likelihood), DISPUTABILITIES),
    networkRiskScore: percent(fieldsOf(authorization.pending_request).network_risk_score, null),
  };
}

function level(hash: Fields, high: 'elevated' | 'highest'): Value {
  const sent = text(hash.level ?? hash.risk_level);
  return known(sent === 'high' ? high : sent, RISK_LEVELS);
}

/** An enum value, or missing with what Stripe said instead of one. */
function known(sent: string | null, values: readonly string[]): Value {
  if (sent === null) return missing('not_sent');
  if (values.includes(sent)) return sent;
  return missing(sent === 'not_assessed' || sent === 'unknown' ? sent : 'unrecognised');
}

/** A number from 0 to 100. Where Stripe sent none but says why in the level beside it, that is the cause. */
function percent(sent: unknown, levelBeside: Value | null): Value {
  if (sent === undefined || sent === null) {
    const isExplained = typeof levelBeside === 'object' && levelBeside?.missing === 'not_assessed';
    return isExplained ? levelBeside : missing('not_sent');
  }
  const number = decimal(sent);
  return number !== null && number >= 0 && number <= 100 ? number : missing('unrecognised');
}
