import { expect, test } from 'vitest';
import { reportedAsksOf } from '../../../src/adapters/stripe/reported-asks.ts';
import { isReport, reportEvents } from '../../../src/adapters/stripe/reports.ts';

const entry = (approved: boolean, reason: string, created: number, amount = 1000) => {
  return { approved, reason, created, amount, currency: 'USD' };
};

test.each([
  ['an approval of ours', entry(true, 'webhook_approved', 1), undefined, 'approved'],
  ['a decline of ours', entry(false, 'webhook_declined', 1), 'decline', 'declined'],
  ['a challenge of ours, which the metadata tells', entry(false, 'webhook_declined', 1), 'challenge', 'challenged'],
  ['a decline of ours without its metadata', entry(false, 'webhook_declined', 1), undefined, 'declined'],
  ['an approval because we were late', entry(true, 'webhook_timeout', 1), 'decline', 'approved'],
  ['an approval of the network in an outage', entry(true, 'network_fallback', 1), undefined, 'approved'],
  ['a decline because we were late', entry(false, 'webhook_timeout', 1), 'approve', 'unjudged'],
  ['a decline because our reply was refused', entry(false, 'webhook_error', 1), 'decline', 'unjudged'],
  ['a decline because Stripe was broken', entry(false, 'stripe_internal_error', 1), undefined, 'unjudged'],
  ["a decline of Stripe's own", entry(false, 'insufficient_funds', 1), undefined, 'declined_by_stripe'],
  ['a decline of the network in an outage', entry(false, 'network_fallback', 1), undefined, 'unjudged'],
])('%s is reported as what it came to', (_case, history, meant, outcome) => {
  const metadata = meant === undefined ? {} : { countersign_outcome: meant };
  expect(reportedAsksOf({ request_history: [history], metadata })).toMatchObject([{ outcome, historyLength: 0 }]);
});

test('asks come in the order of asking, whatever the order in which they are listed', () => {
  const request_history = [entry(false, 'webhook_declined', 20, 500), entry(true, 'webhook_approved', 10)];
  const asks = reportedAsksOf({ request_history, metadata: { countersign_outcome: 'challenge' } });
  expect(asks).toMatchObject([
    { historyLength: 0, outcome: 'approved', atMs: 10_000, amountMinor: 1000, currency: 'usd' },
    { historyLength: 1, outcome: 'challenged', atMs: 20_000, amountMinor: 500 },
  ]);
});

test('what can not be read is no ask', () => {
  expect(reportedAsksOf({ request_history: [{ approved: true }, 'x', null] })).toEqual([]);
  expect(reportedAsksOf({ request_history: null })).toEqual([]);
});

test('a report is an event for each of its asks that is wanted, with what is stored of the authorization', () => {
  const report = {
    type: 'issuing_authorization.created',
    livemode: true,
    account: 'acct_1',
    object_id: 'iauth_1',
    received_at: 99,
    fields: {
      card: { id: 'ic_1' },
      merchant_data: { network_id: 'm_1', country: 'FR' },
      request_history: [entry(true, 'webhook_approved', 1), entry(false, 'card_inactive', 2, 1250)],
    },
  };
  const events = reportEvents(report, new Map(), ({ reason }) => reason !== 'webhook_approved');
  expect(events).toMatchObject([
    {
      id: 'iauth_1:1',
      outcome: 'declined_by_stripe',
      isReported: true,
      atMs: 2_000,
      arrival: 99,
      scope: { livemode: true },
    },
  ]);
  const read = (name: string) => events[0]?.read({ name } as Parameters<(typeof events)[0]['read']>[0]);
  expect(['card', 'merchant', 'merchant_country', 'amount', 'amount_in_usd'].map(read)).toEqual([
    'ic_1',
    'm_1',
    'FR',
    12.5,
    12.5,
  ]);
  expect(read('cardholder_email')).toBeUndefined();
});

test.each([
  ['issuing_authorization.created', true],
  ['issuing_authorization.updated', true],
  ['issuing_authorization.request', false],
  ['issuing_card.updated', false],
])('%s says what became of asks: %s', (type, says) => {
  expect(isReport({ type })).toBe(says);
});
