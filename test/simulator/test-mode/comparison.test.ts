import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/simulator/test-mode/comparison.ts';
import type { StripeRecord } from '../../../src/simulator/test-mode/stripe-record.ts';

function record(reason: string, isApproved: boolean, outcome: string | null): StripeRecord {
  return {
    authorizationId: 'iauth_1',
    asked: { amountMinor: 100, currency: 'usd' },
    isApproved,
    reason,
    reasonMessage: null,
    ours: outcome === null ? null : { decision: 'dec_1', outcome, reason: 'nothing_matched' },
  };
}

describe("Stripe's record and our answer", () => {
  it('agree when both approve or neither does; a challenge is a decline', () => {
    expect(compare(record('webhook_approved', true, 'approve'))).toBe('agreed');
    expect(compare(record('webhook_declined', false, 'decline'))).toBe('agreed');
    expect(compare(record('webhook_declined', false, 'challenge'))).toBe('agreed');
  });

  it('disagree when Stripe did something else', () => {
    expect(compare(record('webhook_approved', true, 'decline'))).toBe('disagreed');
    expect(compare(record('webhook_declined', false, 'approve'))).toBe('disagreed');
  });

  it('are not compared when the answer is not marked as ours', () => {
    expect(compare(record('webhook_approved', true, null))).toBe('unmarked');
  });

  it('are told apart by who decided instead', () => {
    expect(compare(record('webhook_timeout', true, null))).toBe('timed_out');
    expect(compare(record('webhook_error', false, null))).toBe('webhook_error');
    expect(compare(record('card_active', true, null))).toBe('no_webhook');
    expect(compare(record('insufficient_funds', false, null))).toBe('no_funds');
    expect(compare(record('suspected_fraud', false, null))).toBe('not_asked');
    expect(compare(record('a_reason_of_tomorrow', false, null))).toBe('not_asked');
  });
});
