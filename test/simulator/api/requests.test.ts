import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { clientOf, HOLDER, KEY, openStage, refusalOf } from './stage.ts';

describe('the key', () => {
  test.each([
    ['as a bearer', `Bearer ${KEY}`],
    ['as a user name', `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`],
    ['in any case of the scheme', `bearer ${KEY}`],
  ])('is taken %s', async (_name, header) => {
    const { send } = await openStage();
    expect((await send('GET', '/v1/balance', undefined, { Authorization: header })).status).toBe(200);
  });

  test.each([
    ['is missing', ''],
    ['is of an unknown scheme', `Token ${KEY}`],
    ['is empty', `Basic ${Buffer.from(':').toString('base64')}`],
    ['is another one', 'Bearer sk_test_somebody_else_1234'],
  ])('is answered with 401 when it %s, and nothing of it is repeated', async (_name, header) => {
    const { send } = await openStage();
    const { status, body } = await send('POST', '/v1/issuing/cards', 'type=virtual', { Authorization: header });
    expect(status).toBe(401);
    expect(body.error?.type).toBe('invalid_request_error');
    expect(body.error?.message).not.toContain('somebody_else');
  });

  test('raises the error classes of the package', async () => {
    const { url } = await openStage();
    const port = Number(new URL(url).port);
    const wrong = await refusalOf(clientOf(port, 'sk_test_wrong').balance.retrieve());
    expect(wrong).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    const publishable = await refusalOf(clientOf(port, 'pk_test_page').balance.retrieve());
    expect(publishable).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(publishable.code).toBe('secret_key_required');
  });

  test('of live mode makes live objects, and has no test helpers', async () => {
    const { stripe } = await openStage({ secret: 'sk_live_stage' });
    expect((await stripe.issuing.cardholders.create(HOLDER)).livemode).toBe(true);
    const refusal = await refusalOf(stripe.testHelpers.issuing.authorizations.create({ card: 'ic_1', amount: 1 }));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(refusal.message).toContain('test mode');
  });
});

describe('a request', () => {
  test('gets an id and the version that it asked for', async () => {
    const { send, stripe, account } = await openStage();
    const first = await send('GET', '/v1/balance', undefined, { 'Stripe-Version': '2024-06-20' });
    const second = await send('GET', '/v1/balance');
    expect(first.headers.get('Stripe-Version')).toBe('2024-06-20');
    expect(second.headers.get('Stripe-Version')).toBe(account.settings.apiVersion);
    expect(first.headers.get('Request-Id')).toMatch(/^req_\w{14}$/);
    expect(second.headers.get('Request-Id')).not.toBe(first.headers.get('Request-Id'));
    expect((await stripe.balance.retrieve()).lastResponse).toMatchObject({
      requestId: expect.stringMatching(/^req_/),
      apiVersion: Stripe.API_VERSION,
    });
    expect((await send('GET', '/v1/balance', undefined, { 'Stripe-Version': 'newest' })).status).toBe(400);
  });

  test("to an unknown URL, or by a method that is none, is a 404 in Stripe's form", async () => {
    const { send } = await openStage();
    for (const [method, path] of [
      ['GET', '/v1/nothing'],
      ['POST', '/v1/balance'],
      ['DELETE', '/v1/issuing/cards/ic_1'],
    ] as const) {
      const { status, body } = await send(method, path);
      expect(status).toBe(404);
      expect(body.error).toEqual({
        type: 'invalid_request_error',
        message: expect.stringContaining(`${method} ${path}`),
      });
    }
  });

  test.each([
    ['JSON', '{"currency":"usd"}', { 'Content-Type': 'application/json' }, 400],
    ['a form without end', `metadata[k]=${'v'.repeat(1_100_000)}`, {}, 413],
    ['a form of ten thousand parameters and one', 'a=1&'.repeat(10_001), {}, 413],
    ['a form of forty brackets', `a${'[b]'.repeat(40)}=1`, {}, 400],
    ['a prototype', 'metadata[__proto__][x]=1&__proto__=1', {}, 400],
    ['a list for a text', 'name[]=a&name[]=b', {}, 400],
    ['nothing', '', {}, 400],
    ['characters that are none', 'name=%E0%A4%A', {}, 400],
  ])("with %s is refused in Stripe's form", async (_name, form, headers, status) => {
    const { send } = await openStage();
    const sent = await send('POST', '/v1/issuing/cardholders', form, headers as Record<string, string>);
    expect(sent.status).toBe(status);
    expect(sent.body.error).toMatchObject({ type: 'invalid_request_error', message: expect.any(String) });
  });

  test('names the wrong parameter as the form spells it, with a page about the code', async () => {
    const { send } = await openStage();
    const { body } = await send('POST', '/v1/issuing/cards', 'type=virtual&currency=usd&cardholder=ich_1&status=lost');
    expect(body.error).toEqual({
      type: 'invalid_request_error',
      message: 'Invalid status: must be one of active, inactive',
      param: 'status',
    });
    const several = await send('POST', '/v1/issuing/cards', 'type=wooden&currency=&colour=red');
    expect(several.body.error).toMatchObject({ code: 'parameter_unknown', param: 'colour' });
    const missing = await send('POST', '/v1/issuing/cards', 'type=virtual');
    expect(missing.body.error).toMatchObject({
      code: 'parameter_missing',
      doc_url: expect.stringContaining('parameter-missing'),
    });
  });

  test('acts on the connected account, if there is one, and on no other', async () => {
    const { stripe } = await openStage({ settings: { account: 'acct_1Connected' } });
    const unnamed = await refusalOf(stripe.issuing.cards.list());
    expect(unnamed).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    const other = await refusalOf(stripe.issuing.cards.list({}, { stripeAccount: 'acct_1Other' }));
    expect(other).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect((await stripe.issuing.cards.list({}, { stripeAccount: 'acct_1Connected' })).data).toEqual([]);
    expect((await stripe.issuing.cards.list({}, { stripeContext: 'acct_1Connected' })).data).toEqual([]);
  });
});

describe('the rates', () => {
  test('let 25 requests a second through by default, and refuse more until time has passed', async () => {
    const { SANDBOX_LIMITS } = await import('../../../src/simulator/api/rate-limits.ts');
    const stage = await openStage({ limits: SANDBOX_LIMITS });
    for (let i = 0; i < 25; i += 1) await stage.stripe.balance.retrieve();
    const refusal = await refusalOf(stage.stripe.balance.retrieve());
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(refusal).toMatchObject({ statusCode: 429, code: 'rate_limit' });
    stage.elapsedMs += 40;
    await stage.stripe.balance.retrieve();
    expect((await refusalOf(stage.stripe.balance.retrieve())).statusCode).toBe(429);
  });

  test('count each endpoint by itself, whatever object it is about', async () => {
    const { stripe } = await openStage({ limits: { perSecond: 100, perSecondAndEndpoint: 2 } });
    await refusalOf(stripe.issuing.cards.retrieve('ic_1'));
    await refusalOf(stripe.issuing.cards.retrieve('ic_2'));
    expect((await refusalOf(stripe.issuing.cards.retrieve('ic_3'))).statusCode).toBe(429);
    await stripe.issuing.cards.list();
  });

  test('refuse before anything is kept of an idempotency key', async () => {
    const stage = await openStage({ limits: { perSecond: 1, perSecondAndEndpoint: 1 } });
    const create = () => stage.stripe.issuing.cardholders.create(HOLDER, { idempotencyKey: 'once' });
    await stage.stripe.balance.retrieve();
    expect((await refusalOf(create())).statusCode).toBe(429);
    stage.elapsedMs += 1_000;
    expect((await create()).object).toBe('issuing.cardholder');
  });
});

describe('an error of the simulator itself', () => {
  test("is told, and is a 500 in Stripe's form that its key keeps", async () => {
    const failures: unknown[] = [];
    const { account, send } = await openStage({ onFailure: (error) => void failures.push(error) });
    const broken = () => {
      throw new Error('the books are gone');
    };
    Object.assign(account, { fund: broken });
    const path = '/v1/test_helpers/issuing/fund_balance';
    const fund = () => send('POST', path, 'amount=1&currency=usd', { 'Idempotency-Key': 'key' });
    const first = await fund();
    expect([first.status, first.body.error?.type]).toEqual([500, 'api_error']);
    expect(first.body.error?.message).not.toContain('books');
    expect((await fund()).headers.get('Idempotent-Replayed')).toBe('true');
    expect(failures).toMatchObject([{ message: 'the books are gone' }]);
  });
});
