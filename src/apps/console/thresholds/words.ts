import type { AimName } from '../../../core/history/tune-result.ts';
import type { CellSignal } from '../../../core/history/what-if.ts';
import type { Word } from './bounds.ts';

/** The aims by name. */
export const AIMS: Readonly<Record<AimName, string>> = {
  maximize_approval: 'Maximize approvals',
  balanced: 'Balanced',
  minimize_fraud: 'Minimize fraud',
  own: 'Own wish',
};

/** What a threshold leads to, as a slider is named. */
export const DOES: Readonly<Record<Word, string>> = { decline: 'Decline', challenge: 'Challenge', review: 'Review' };

/** The signals whose thresholds can be moved, as Stripe calls them. */
export const SIGNALS: Readonly<Record<CellSignal, string>> = {
  fraud_risk_score: 'Fraud risk score',
  merchant_dispute_risk_level: 'Merchant dispute risk level',
  card_testing_risk_level: 'Card testing risk level',
  fraud_disputability: 'Chance to win a dispute',
};
