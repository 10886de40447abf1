import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import type { Faults } from '../../../src/simulator/api/fault.ts';
import { HOLDER, issueCard, openStage, refusalOf, replied } from './stage.ts';

const FORM =
  'name=Test+Holder&billing[address][line1]=1+Main+Street&billing[address][city]=Springfield&billing[address][postal_code]=62701&billing[address][country]=US';
const PATH = '/v1/issuing/cardholders';
const KEYED = { 'Idempotency-Key': 'key' };

describe('the same key', () => {
  test('with the same parameters, in whatever order, gets the same answer and does nothing', async () => {
    const { send, account } = await openStage();
    const first = await send('POST', PATH, FORM, KEYED);
    const second = await send('POST', PATH, FORM.split('&').reverse().join('&'), KEYED);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get('Idempotent-Replayed')).toBeNull();
    expect(second.headers.get('Idempotent-Replayed')).toBe('true');
    expect(second.headers.get('Original-Request')).toBe(first.headers.get('Request-Id'));
    expect(account.objects.cardholders.size).toBe(1);
  });

  test('answers as it did, though the object has changed since', async () => {
    const { stripe } = await openStage();
    const create = () => stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'key' });
    const first = await create();
    await stripe.issuing.cardholders.update(first.id, { status: 'inactive' });
    expect(await create()).toEqual(first);
  });

  test('with other parameters, or for another call, is an error', async () => {
    const { stripe } = await openStage();
    const options = { idempotencyKey: 'key' };
    await stripe.issuing.cardholders.create(HOLDER, options);
    const other = await refusalOf(stripe.issuing.cardholders.create({ ...HOLDER, name: 'Other' }, options));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other.statusCode).toBe(400);
    const elsewhere = stripe.issuing.cards.create({ currency: 'usd', type: 'virtual', cardholder: 'ich_1' }, options);
    expect(await refusalOf(elsewhere)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('is in use while the first request is at work', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof replied>>>();
    const asked = new Promise<void>((told) => {
      stage.answer = () => {
        told();
        return promise;
      };
    });
    const create = () =>
      stage.stripe.testHelpers.issuing.authorizations.create({ card: card.id, amount: 1 }, { idempotencyKey: 'key' });
    const first = create();
    await asked;
    expect(await refusalOf(create())).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    resolve(await replied({ approved: true }));
    expect(await create()).toEqual(await first);
    expect(stage.asks).toHaveLength(1);
  });

  test('may be used again after its parameters were refused', async () => {
    const { send } = await openStage();
    expect((await send('POST', PATH, 'name=only', KEYED)).status).toBe(400);
    expect((await send('POST', PATH, FORM, KEYED)).status).toBe(200);
  });

  test('keeps the error of a request that was carried out', async () => {
    const stage = await openStage();
    const options = { idempotencyKey: 'key' };
    const create = () =>
      stage.stripe.issuing.cards.create({ currency: 'usd', type: 'virtual', cardholder: 'ich_none' }, options);
    const first = await refusalOf(create());
    const second = await refusalOf(create());
    expect(second.message).toBe(first.message);
    expect(second.headers?.['idempotent-replayed']).toBe('true');
  });

  test('is forgotten after a day', async () => {
    const stage = await openStage();
    const create = () => stage.stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'key' });
    const first = await create();
    stage.elapsedMs += 86_399_999;
    expect((await create()).id).toBe(first.id);
    stage.elapsedMs += 1;
    expect((await create()).id).not.toBe(first.id);
  });

  test('is up to 255 characters long', async () => {
    const { send } = await openStage();
    expect((await send('POST', PATH, FORM, { 'Idempotency-Key': 'k'.repeat(255) })).status).toBe(200);
    const { status, body } = await send('POST', PATH, FORM, { 'Idempotency-Key': 'k'.repeat(256) });
    expect([status, body.error?.type]).toEqual([400, 'idempotency_error']);
  });

  test('means nothing to a GET', async () => {
    const { send } = await openStage();
    await send('GET', '/v1/balance', undefined, KEYED);
    expect((await send('GET', '/v1/balance', undefined, KEYED)).headers.get('Idempotent-Replayed')).toBeNull();
  });
});

describe('a fault', () => {
  const once = (when: 'before' | 'after', fault: NonNullable<ReturnType<Faults>>): Faults => {
    let left = 1;
    return (request, at) => (request.method === 'POST' && at === when && left-- > 0 ? fault : null);
  };

  test('before the work leaves nothing behind: the same key does it then', async () => {
    const { stripe, account } = await openStage({ fault: once('before', { status: 500 }) });
    const create = () => stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'key' });
    expect(await refusalOf(create())).toBeInstanceOf(Stripe.errors.StripeAPIError);
    expect(account.objects.cardholders.size).toBe(0);
    await create();
    expect(account.objects.cardholders.size).toBe(1);
  });

  test('after the work is saved as the answer, though the work is done', async () => {
    const { stripe, account } = await openStage({ fault: once('after', { status: 500 }) });
    const create = () => stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'key' });
    await refusalOf(create());
    const again = await refusalOf(create());
    expect(again).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
    expect(account.objects.cardholders.size).toBe(1);
  });

  test('that breaks the connection after the work lets the same key find what was done', async () => {
    const { stripe, account } = await openStage({ fault: once('after', 'drop') });
    // The package tries once more by itself when a connection breaks, with the same key.
    const created = await stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'key' });
    expect(created.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect([...account.objects.cardholders.keys()]).toEqual([created.id]);
  });

  test('that breaks every connection is a connection error', async () => {
    const { stripe } = await openStage({ fault: () => 'drop' });
    expect(await refusalOf(stripe.balance.retrieve())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  });

  test.each([
    [402, undefined, Stripe.errors.StripeCardError],
    [403, undefined, Stripe.errors.StripePermissionError],
    [429, 'lock_timeout', Stripe.errors.StripeRateLimitError],
    [503, undefined, Stripe.errors.StripeAPIError],
  ])('of status %i raises its class', async (status, code, expected) => {
    const { stripe } = await openStage({ fault: () => ({ status, ...(code && { code }) }) });
    const refusal = await refusalOf(stripe.balance.retrieve());
    expect(refusal).toBeInstanceOf(expected);
    expect(refusal.code).toBe(code);
  });
});
