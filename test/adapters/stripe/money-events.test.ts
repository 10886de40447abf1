import { expect, test } from 'vitest';
import { eventRecord, type StorableEvent } from '../../../src/adapters/stripe/event-record.ts';
import { approvalsOf, holdChangeOf, toldTransaction } from '../../../src/adapters/stripe/money-events.ts';
import type { StoredEvent } from '../../../src/core/domain/stored-event.ts';

/** An event as it is stored. */
function stored(object: object, previousAttributes: object | null = null, type = 'issuing_authorization.updated') {
  const event = { id: 'evt_1', type, createdAtMs: 50_000, apiVersion: null, object, previousAttributes };
  return eventRecord(event as unknown as StorableEvent, { livemode: false, account: null }, 60_000, (text) => text);
}

const pending = { object: 'issuing.authorization', id: 'iauth_1', status: 'pending', amount: 700, transactions: [] };

test.each([
  ['a part given back', pending, { amount: 1000 }, 'reversed_in_part', 300],
  ['an estimate made good', { ...pending, amount: 4500 }, { amount: 100 }, 'raised', 4400],
  [
    'all given back',
    { ...pending, status: 'reversed', amount: 0 },
    { status: 'pending', amount: 1000 },
    'reversed',
    1000,
  ],
  ['all run out', { ...pending, status: 'expired', amount: 0 }, { status: 'pending', amount: 1000 }, 'expired', 1000],
  ['run out, the amount left as it was', { ...pending, status: 'expired' }, { status: 'pending' }, 'expired', 700],
  [
    'the rest let go of',
    { ...pending, status: 'closed', amount: 0 },
    { status: 'pending', amount: 600 },
    'closed',
    600,
  ],
])('%s is told by what was before', (_what, object, previous, cause, amountMinor) => {
  expect(holdChangeOf(stored(object, previous))).toEqual({ cause, amountMinor, atMs: 50_000 });
});

test.each([
  ['a capture', { ...pending, transactions: [{ id: 'ipi_1' }] }, { amount: 1000, transactions: [] }],
  ['the last capture', { ...pending, status: 'closed', amount: 0 }, { status: 'pending', amount: 9, transactions: [] }],
  ['an increment', pending, { amount: 500, request_history: [] }],
  ['a capture after the end', { ...pending, status: 'closed' }, { status: 'expired', transactions: [] }],
  ['metadata', pending, { metadata: {} }],
  ['nothing that was told', pending, null],
  ['what was stored before transactions were', { ...pending, transactions: undefined }, { amount: 1000 }],
])('%s changes no hold by itself', (_what, object, previous) => {
  expect(holdChangeOf(stored(object, previous))).toBeNull();
});

test('a transaction is told with its ids, its signed amount and its times', () => {
  const object = {
    ...{ object: 'issuing.transaction', id: 'ipi_1', type: 'capture', amount: -1250, currency: 'USD', created: 40 },
    ...{ authorization: { id: 'iauth_1' }, card: 'ic_1', cardholder: 'ich_1', dispute: null },
  };
  expect(toldTransaction(stored(object, null, 'issuing_transaction.created'))).toEqual({
    ...{ id: 'ipi_1', type: 'capture', amountMinor: -1250, currency: 'usd', authorization: 'iauth_1', card: 'ic_1' },
    ...{ cardholder: 'ich_1', dispute: null, createdMs: 40_000, knownMs: 50_000 },
  });
});

test('a transaction of a type that is new goes by its sign, and one without an amount is none', () => {
  const told = (object: object) =>
    toldTransaction(stored({ object: 'issuing.transaction', id: 'ipi_1', currency: 'jpy', ...object }));
  expect(told({ type: 'adjustment', amount: -5 })).toMatchObject({ type: 'capture', createdMs: 50_000 });
  expect(told({ type: 'adjustment', amount: 5 })?.type).toBe('refund');
  expect(told({ type: 'capture' })).toBeNull();
});

test('approvals are what was approved and has an amount, in whatever list', () => {
  const history = [{ approved: true, amount: 100, created: 1 }, { approved: false, amount: 5, created: 2 }, null, 'x'];
  expect(approvalsOf(history)).toEqual([{ amountMinor: 100, atMs: 1000 }]);
  expect(approvalsOf(null)).toEqual([]);
});

test('what is stored of an authorization names its transactions by their ids alone', () => {
  const event: StoredEvent = stored({ ...pending, transactions: [{ id: 'ipi_1', merchant_data: { name: 'Cafe' } }] });
  expect(event.fields.transactions).toEqual([{ id: 'ipi_1' }]);
});
