import { describe, expect, test } from 'vitest';
import { RECORDED_COLUMNS, recordedColumns } from '../../../src/workflows/history/recorded-columns.ts';
import { askOf, recorded } from './recorded.ts';

const READS = [
  "Block if :merchant_amount: > 5000 and :cashback_amount: > 1 and :merchant_currency: = 'jpy'",
  "Block if :fraud_risk_level: = 'highest' and :network_risk_score: > 98 and :cardholder_email: = 'nobody'",
  "Block if ::plan:: = 'none' or ::card:program:: = 'none' or ::cardholder:tier:: = 'none'",
];

describe('a recorded ask as a row of the history format', () => {
  test('has attributes under their own names, and amounts in minor units of their currencies', () => {
    const pending_request = { amount: 1234, currency: 'usd', merchant_amount: 1900, merchant_currency: 'jpy' };
    const record = recorded(READS, {
      pending_request: { ...pending_request, amount_details: { cashback_amount: 250 } },
      risk_assessment: { fraud_risk: { level: 'not_assessed' } },
      metadata: { plan: 'gold' },
    });
    const row = recordedColumns(askOf(record), record);
    expect(row).toMatchObject({
      ...{ authorization: record.authorization, created: record.asked_at, amount: 1234, currency: 'usd' },
      ...{ merchant_amount: 1900, merchant_currency: 'jpy', cashback_amount: 250, fraud_risk_level: 'not_assessed' },
      ...{ 'metadata.plan': 'gold', approved: true, portfolio: 'all', refunded: false, livemode: false },
      ...{ countersign_decision: 'dec_1', countersign_outcome: 'approve', countersign_reasons: 'nothing_matched' },
    });
    // Nothing that is empty or was not recorded.
    expect(Object.keys(row ?? {})).not.toContain('network_risk_score');
    expect(Object.keys(row ?? {})).not.toContain('is_card_compromised');
  });

  test('shows nothing personal that the record conceals', () => {
    const card = { id: 'ic_1', cardholder: { id: 'ich_1', email: 'ada@example.com' } };
    const record = recorded(READS, { card });
    const row = recordedColumns(askOf(record), record);
    expect(JSON.stringify(row)).not.toContain('"ada@example.com"');
    expect(row?.cardholder_email).toBe('hmac_ada@example.com');
  });

  test('has its labels, and features where they are wanted', () => {
    const record = recorded([]);
    const truth = { isFraud: true, source: 'dispute', knownAtMs: 5_000 };
    const row = recordedColumns(askOf(record, { truth, disputedAtMs: 4_000 }), record, {
      ...{ asks_per_card: 3, is_new: true, late: { missing: 'late' }, created: 7 },
    });
    expect(row).toMatchObject({
      ...{ is_fraud: true, labelled_at: 5_000, disputed_at: 4_000, countersign_labelled_by: 'dispute' },
      ...{ asks_per_card: 3, is_new: true },
    });
    expect(row?.created).toBe(record.asked_at);
    expect(row && 'late' in row).toBe(false);
  });

  test('is what Stripe told of it, where it was never put to us', () => {
    const merchant_data = { network_id: '123', name: 'Shop', category: 'bakeries', country: 'FR' };
    const told = JSON.stringify({ merchant_data, authorization_method: 'online' });
    const confirmation = { approved: false, reason: 'insufficient_funds', reasonMessage: null, atMs: 1 };
    const ask = askOf(null, { told, confirmation: { ...confirmation, decidedBy: 'stripe' } });
    expect(recordedColumns(ask, null)).toMatchObject({
      ...{ authorization: 'iauth_told', card: 'ic_told', amount: 500, merchant: '123', merchant_country: 'FR' },
      ...{ approved: false, countersign_decided_by: 'stripe', countersign_stripe_reason: 'insufficient_funds' },
    });
    expect(recordedColumns(askOf(null, { card: null }), null)).toBeNull();
  });

  test('has a column for everything that it may tell', () => {
    const record = recorded(READS);
    const truth = { isFraud: true, source: 'dispute', knownAtMs: 5_000 };
    const names = Object.keys(recordedColumns(askOf(record, { truth }), record) ?? {});
    expect(names.filter((name) => !RECORDED_COLUMNS.has(name) && !name.includes('metadata.'))).toEqual([]);
  });
});
