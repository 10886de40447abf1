import { describe, expect, test } from 'vitest';
import { readAmounts } from '../../../src/adapters/stripe/amounts.ts';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { authorizationObject } from '../../support/stripe.ts';

const SCOPE = { livemode: false, account: null };

function read(changes: Record<string, unknown> = {}, askedAtMs: number | null = null): Authorization {
  const reading = readAuthorization(authorizationObject(changes), SCOPE, askedAtMs);
  if (!reading.isReadable) throw new Error(reading.problem);
  return reading.authorization;
}

function problem(object: unknown): string | null {
  const reading = readAuthorization(object, SCOPE, null);
  return reading.isReadable ? null : reading.problem;
}

describe('the amount of an ask', () => {
  test('stands in pending_request while Stripe asks, whatever the top-level amount says', () => {
    expect(read()).toMatchObject({ amountMinor: 1234, currency: 'usd', isIncremental: false });
    expect(read({ amount: 999 }).amountMinor).toBe(1234);
  });

  test('is the top-level one where there is no pending_request', () => {
    expect(read({ pending_request: null, amount: 999 }).amountMinor).toBe(999);
    expect(read({ pending_request: undefined, amount: 999 }).amountMinor).toBe(999);
  });

  const increment = authorizationObject({
    amount: 5000,
    request_history: [
      { amount: 5000, approved: true },
      { amount: 700, approved: false },
    ],
    pending_request: { amount: 6000 },
  });

  test('of an increment is what it adds, when Stripe sends what it adds', () => {
    expect(readAmounts(increment, 'additional')).toMatchObject({
      amountMinor: 6000,
      isIncremental: true,
      previouslyApprovedAmountMinor: 5000,
    });
  });

  test('of an increment is what it adds, when Stripe sends the new total', () => {
    expect(readAmounts(increment, 'total')).toMatchObject({
      amountMinor: 1000,
      isIncremental: true,
      previouslyApprovedAmountMinor: 5000,
    });
  });

  test('of an increment reads as additional unless the one place that chooses says otherwise', () => {
    expect(readAmounts(increment)).toEqual(readAmounts(increment, 'additional'));
  });

  test('an ask after a declined one is no increment', () => {
    const retried = read({ request_history: [{ amount: 700, approved: false }] });
    expect(retried).toMatchObject({ isIncremental: false, previouslyApprovedAmountMinor: 0, historyLength: 1 });
  });

  test('of a zero-amount verification is zero, not missing', () => {
    expect(read({ pending_request: { amount: 0 } }).amountMinor).toBe(0);
  });

  test('is read from a decimal string too', () => {
    expect(read({ pending_request: { amount: '1500' } }).amountMinor).toBe(1500);
  });

  test.each([12.5, 'a lot', {}, [], null, 2 ** 60])('%j is none', (amount) => {
    expect(problem(authorizationObject({ amount: undefined, pending_request: { amount } }))).toMatch('amount');
  });
});

describe('an authorization', () => {
  test('is readable with id, amount, currency and time alone', () => {
    const bare = {
      object: 'issuing.authorization',
      id: 'iauth_9',
      amount: 100,
      currency: 'JPY',
      created: 1_790_000_000,
    };
    const reading = readAuthorization(bare, SCOPE, null);
    expect(reading).toMatchObject({
      isReadable: true,
      authorization: { id: 'iauth_9', currency: 'jpy', verification: null },
    });
  });

  test.each([
    ['null', null],
    ['a string', 'iauth_1'],
    ['another object', { object: 'charge' }],
    ['no id', authorizationObject({ id: undefined })],
    ['a number for an id', authorizationObject({ id: 7 })],
    ['no currency', authorizationObject({ currency: null, pending_request: { currency: null } })],
  ])('from %s can not be read, and says why', (_case, object) => {
    expect(problem(object)).toBeTypeOf('string');
  });

  test('takes its time from the event, so that an increment is asked when it is asked', () => {
    expect(read({}, 1_790_000_500_000)).toMatchObject({ askedAtMs: 1_790_000_500_000, createdAtMs: 1_790_000_000_000 });
    expect(read().askedAtMs).toBe(1_790_000_000_000);
  });

  test('has its cardholder from the card, or from beside it, expanded or not', () => {
    expect(read().cardholder).toMatchObject({ id: 'ich_1', country: 'US', hasPhone: true });
    const created = { card: { id: 'ic_1', cardholder: { id: 'ich_1', created: 1_700_000_000 } } };
    expect(read(created).cardholder.createdAtMs).toBe(1_700_000_000_000);
    expect(read({ card: { cardholder: 'ich_2' } }).cardholder).toMatchObject({
      id: 'ich_2',
      email: null,
      hasPhone: false,
    });
    const beside = read({ card: 'ic_7', cardholder: { id: 'ich_3', email: 'someone@example.com' } });
    expect([beside.card.id, beside.card.type, beside.cardholder.id, beside.cardholder.email]).toEqual([
      'ic_7',
      null,
      'ich_3',
      'someone@example.com',
    ]);
  });

  test('of a clean card has no fraud warning, whether Stripe sends null or a hash of nulls', () => {
    expect(read({ card: { latest_fraud_warning: null } }).card.fraudWarning).toBeNull();
    expect(read({ card: { latest_fraud_warning: { started_at: null, type: null } } }).card.fraudWarning).toBeNull();
    expect(
      read({ card: { latest_fraud_warning: { started_at: 1_790_000_000, type: 'fraud_dispute_filed' } } }).card
        .fraudWarning,
    ).toEqual({ type: 'fraud_dispute_filed', startedAtMs: 1_790_000_000_000 });
  });

  test('survives any field being odd', () => {
    for (const odd of [null, undefined, 7, 'x', [], {}, [null], { id: 3 }, true]) {
      for (const field of Object.keys(authorizationObject())) {
        if (['id', 'object', 'pending_request', 'created', 'currency'].includes(field)) continue;
        expect(problem(authorizationObject({ [field]: odd })), `${field}: ${JSON.stringify(odd)}`).toBeNull();
      }
    }
  });

  test('keeps metadata that is text and nothing else', () => {
    expect(read({ metadata: { trip: '7', count: 7, nested: {} } }).metadata).toEqual({ trip: '7' });
  });
});
