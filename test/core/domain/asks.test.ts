import { describe, expect, it, test } from 'vitest';
import { decidedBy } from '../../../src/core/domain/ask-reason.ts';
import { type AskDecision, type AskReport, knownAsks } from '../../../src/core/domain/asks.ts';

function decision(id: string, changes: Partial<AskDecision> = {}): AskDecision {
  return {
    ...{ id, place: 0, secondTo: null, atMs: 1_000, receivedAtMs: 1_100, outcome: 'approve', firstReason: 'because' },
    ...{ portfolio: 'everyone', isApproval: true, amountMinor: 500, currency: 'usd' },
    ...{ card: 'ic_1', cardholder: 'ich_1', merchant: 'm_1' },
    ...changes,
  };
}

function report(changes: Partial<AskReport> = {}): AskReport {
  const ended = { isApproved: true, reason: 'webhook_approved', reasonMessage: null };
  return { atMs: 1_000, decidedAtMs: 2_000, amountMinor: 500, currency: 'usd', ...ended, ...changes };
}

const told = (...asks: AskReport[]) => ({ card: 'ic_1', cardholder: 'ich_1', merchant: 'm_1', asks });
const NOBODY = new Map<number, string>();
const ids = (...given: Parameters<typeof knownAsks>) => knownAsks(...given).map((ask) => ask.decision?.id ?? null);

test.each([
  ['webhook_approved', 'us'],
  ['webhook_declined', 'us'],
  ['webhook_timeout', 'time_out'],
  ['webhook_error', 'error'],
  ['network_fallback', 'network'],
  ['stripe_internal_error', 'stripe'],
  ['insufficient_funds', 'stripe'],
  ['card_active', 'stripe'],
  ['a_reason_of_next_year', 'stripe'],
  ['constructor', 'stripe'],
  [null, 'stripe'],
])('%s was decided by %s', (reason, by) => {
  expect(decidedBy(reason)).toBe(by);
});

describe('what is known of asks', () => {
  it('is what we said, until Stripe reports how it ended', () => {
    expect(knownAsks([decision('a')], null, NOBODY)).toMatchObject([
      { place: 0, atMs: 1_000, amountMinor: 500, card: 'ic_1', decision: { id: 'a' }, confirmation: null },
    ]);
  });

  it('is what Stripe reports of an ask that never reached us', () => {
    const refused = report({ isApproved: false, reason: 'insufficient_funds' });
    expect(knownAsks([], told(refused), NOBODY)).toMatchObject([
      { decision: null, card: 'ic_1', confirmation: { approved: false, decidedBy: 'stripe', atMs: 2_000 } },
    ]);
  });

  it('pairs by the number of asks before, those in between that never reached us left alone', () => {
    const asks = [report(), report({ atMs: 2_000, reason: 'spending_controls' }), report({ atMs: 3_000 })];
    expect(ids([decision('third', { place: 2 }), decision('first')], told(...asks), NOBODY)).toEqual([
      'first',
      null,
      'third',
    ]);
  });

  it('goes by amounts where two asks of one second are listed the other way round', () => {
    const asks = [report({ amountMinor: 70, reason: 'webhook_timeout' }), report({ amountMinor: 500 })];
    const known = knownAsks([decision('a'), decision('b', { place: 1, amountMinor: 70 })], told(...asks), NOBODY);
    expect(known.map(({ confirmation }) => confirmation?.decidedBy)).toEqual(['us', 'time_out']);
  });

  it('has of two answers to one ask the one that Stripe names, else the first', () => {
    const second = decision('b', { place: null, secondTo: 'a', receivedAtMs: 900 });
    expect(ids([second, decision('a')], null, NOBODY)).toEqual(['a']);
    expect(ids([second, decision('a')], null, new Map([[0, 'b']]))).toEqual(['b']);
  });

  it('has two asks that were under way at once one after the other, in the order of their coming', () => {
    const later = decision('b', { amountMinor: 70, receivedAtMs: 1_200 });
    expect(ids([later, decision('a'), decision('c', { place: 2 })], null, NOBODY)).toEqual(['a', 'b', 'c']);
  });

  it('has a decision whose place is not recorded where Stripe names it', () => {
    const restored = decision('b', { place: null });
    const asks = told(report(), report({ atMs: 2_000 }));
    expect(ids([restored, decision('a')], asks, new Map([[1, 'b']]))).toEqual(['a', 'b']);
  });
});
