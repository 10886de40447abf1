import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { listen } from '../../../src/adapters/http/listen.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import { createTestApp, LIVE_SECRET, TEST_SECRET, type TestApp } from '../../support/app.ts';
import { askEvent, freshAsk, PERSON, signatureOf } from '../../support/stripe.ts';

const PATH = '/webhooks/stripe/authorizations';
const nowSeconds = () => Math.floor(Date.now() / 1000);

interface Sending {
  readonly secret?: string;
  readonly signedAt?: number;
  readonly header?: string | null;
  readonly type?: string;
  /** What is sent instead of what was signed. */
  readonly sent?: string;
}

function post({ app }: TestApp, body: unknown, sending: Sending = {}) {
  const { secret = TEST_SECRET, signedAt = nowSeconds(), type = 'application/json; charset=utf-8' } = sending;
  const signed = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  const call = request(app).post(PATH).set('Content-Type', type);
  const header = sending.header === undefined ? signatureOf(signed, secret, signedAt) : sending.header;
  if (header !== null) call.set('Stripe-Signature', header);
  return call.serialize((text) => String(text)).send(sending.sent ?? signed);
}

const ask = (score: number, number = 1) => freshAsk(number, score, Date.now());

describe('the authorization webhook', () => {
  test('answers a signed ask as Stripe wants it', async () => {
    const app = createTestApp();
    const response = await post(app, ask(10));
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json',
      'stripe-version': '2026-10-28.endive',
    });
    expect(response.body).toEqual({
      approved: true,
      metadata: {
        countersign_decision: 'dec_1',
        countersign_outcome: 'approve',
        countersign_policy: expect.stringMatching(/^pol_/),
        countersign_reason: 'nothing_matched',
      },
    });
    expect((await post(app, ask(50.01, 2))).body.approved).toBe(false);
  });

  test('tells of an answer that went out, and of none that nobody waited for', async () => {
    const waiting = Promise.withResolvers<void>();
    const claimed = Promise.withResolvers<void>();
    const app = createTestApp({
      newDecisionId: () => `dec_of_${app.records.length}`,
      count: async (authorization) => {
        if (authorization.id === 'iauth_2') {
          claimed.resolve();
          await waiting.promise;
        }
        return { features: NO_FEATURES, record: null, toStripe: {}, settle: () => {} };
      },
    });
    await post(app, ask(10));
    await expect.poll(() => app.sent).toEqual(['dec_of_0']);
    const listening = await listen(app.app, 0, '127.0.0.1');
    const body = JSON.stringify(ask(10, 2));
    const aborting = new AbortController();
    const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signatureOf(body, TEST_SECRET) };
    const sending = fetch(`http://127.0.0.1:${listening.port}${PATH}`, {
      ...{ method: 'POST', headers, body, signal: aborting.signal },
    });
    await claimed.promise;
    aborting.abort();
    await expect(sending).rejects.toThrow();
    // The socket's end must have come here before the answer is made.
    await new Promise((resolve) => setTimeout(resolve, 50));
    waiting.resolve();
    await expect.poll(() => app.log.some((line) => line.includes('"decision":"dec_of_1"'))).toBe(true);
    await listening.close();
    expect(app.sent).toEqual(['dec_of_0']);
  });

  test('keeps metadata to itself where the owner says so', async () => {
    expect((await post(createTestApp({ withMetadata: false }), ask(10))).body).toEqual({ approved: true });
  });

  test('answers a live event under its live secret, apart from the test one of the same id', async () => {
    const app = createTestApp();
    const first = await post(app, ask(10));
    const live = await post(app, { ...ask(10), livemode: true }, { secret: LIVE_SECRET });
    expect([first.status, live.status]).toEqual([200, 200]);
    expect(app.records.map(({ livemode }) => livemode)).toEqual([false, true]);
  });

  test('answers a duplicate with the same bytes', async () => {
    const app = createTestApp();
    const [first, second] = [await post(app, ask(60)), await post(app, ask(60))];
    expect(second.text).toBe(first.text);
    expect(app.records).toHaveLength(1);
  });

  test('answers what it can not read by the stand-in, with an alarm, never with a 4xx', async () => {
    const unreadable = [
      askEvent({}),
      askEvent({ object: 'issuing.authorization' }),
      { object: 'event', type: 'issuing_authorization.request' },
      { object: 'event', type: 'issuing_authorization.request', data: null, id: 7, created: 'x' },
      askEvent({ object: 'issuing.authorization', id: 'iauth_1', pending_request: { amount: 'much' } }),
    ];
    for (const event of unreadable) {
      const app = createTestApp();
      const response = await post(app, event);
      expect([response.status, response.body.approved]).toEqual([200, false]);
      expect(app.alarms.raised).toEqual(['authorization_unreadable']);
      expect(app.records).toMatchObject([{ answered_by: 'stand_in' }]);
    }
  });

  test('answers even when everything behind it breaks', async () => {
    const app = createTestApp({
      policy: () => {
        throw new Error('no policy');
      },
    });
    const response = await post(app, ask(10));
    expect([response.status, response.body]).toEqual([200, { approved: false }]);
    expect(app.alarms.raised).toContain('decide_failed');
  });
});

describe('a request that is not what it should be', () => {
  const body = JSON.stringify(ask(10));
  const right = signatureOf(body, TEST_SECRET, nowSeconds());
  const flipped = `${body.slice(0, 100)}${body[100] === 'x' ? 'y' : 'x'}${body.slice(101)}`;

  test.each<[string, unknown, Sending, number]>([
    ['without a signature', body, { header: null }, 400],
    ['with an empty signature', body, { header: '' }, 400],
    ['signed with another secret', body, { secret: 'whsec_other' }, 400],
    ['signed 301 s ago', body, { signedAt: nowSeconds() - 301 }, 400],
    ['signed two minutes ahead', body, { signedAt: nowSeconds() + 120 }, 400],
    ['changed by one byte', body, { header: right, sent: flipped }, 400],
    ['of no JSON', '{"object":', {}, 400],
    ['of no bytes', '', { header: right }, 400],
    ['of another event type', { ...ask(10), type: 'issuing_authorization.created' }, {}, 400],
    ['of a thin event', { object: 'v2.core.event', type: 'v1.issuing_authorization.request' }, {}, 400],
    ['of a test event under the live secret', ask(10), { secret: LIVE_SECRET }, 400],
    ['of a live event under the test secret', { ...ask(10), livemode: true }, {}, 400],
    ['of another content type', body, { type: 'text/plain' }, 400],
    ['over 1 MiB', JSON.stringify({ ...ask(10), padding: 'x'.repeat(1_048_576) }), {}, 413],
  ])('%s is refused, tells nothing and changes nothing', async (_case, sent, sending, status) => {
    const app = createTestApp();
    const response = await post(app, sent, sending);
    expect([response.status, response.text]).toEqual([status, '{"error":"bad request"}']);
    expect(app.records).toEqual([]);
    expect(app.log.join('')).not.toContain('at ');
  });

  test('is no alarm when anybody could have sent it, and is one when Stripe signed it', async () => {
    const app = createTestApp();
    await post(app, body, { secret: 'whsec_other' });
    expect(app.alarms.raised).toEqual([]);
    await post(app, { ...ask(10), type: 'charge.created' });
    await post(app, '[]');
    await post(app, ask(10), { secret: LIVE_SECRET });
    expect(app.alarms.raised).toEqual(Array(3).fill('signed_request_refused'));
  });

  test('nested a hundred thousand deep is read and answered', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(ask(10)).replace('"metadata":{}', `"metadata":${deep}`);
    const response = await post(createTestApp(), text);
    expect([response.status, response.body.approved]).toEqual([200, true]);
  });

  test('that is compressed is refused: the signature is over the bytes', async () => {
    const app = createTestApp();
    const response = await request(app.app)
      .post(PATH)
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'gzip')
      .send('x');
    expect(response.status).toBe(415);
  });

  test.each([
    ['GET', '/webhooks/stripe/authorizations'],
    ['GET', '/'],
    ['POST', '/webhooks/stripe'],
  ])('%s %s is not found', async (method, path) => {
    const { app } = createTestApp();
    const response = await (method === 'GET' ? request(app).get(path) : request(app).post(path));
    expect([response.status, response.text]).toEqual([404, '{"error":"not found"}']);
  });
});

describe('the clock', () => {
  test('is the alarm when most signed requests fail on age alone, until they no longer do', async () => {
    const app = createTestApp();
    for (let number = 0; number < 5; number += 1) await post(app, ask(10, number), { signedAt: nowSeconds() - 400 });
    expect(app.alarms.standing.get('clock_skewed')).toEqual({ path: '/asks', refused_on_age: 5, signed_requests: 5 });
    for (let number = 0; number < 6; number += 1) await post(app, ask(10, number));
    expect(app.alarms.standing.has('clock_skewed')).toBe(false);
  });

  test('is not the alarm when no signature holds: then it is the secret, until one holds', async () => {
    const app = createTestApp();
    for (let number = 0; number < 5; number += 1) await post(app, ask(10, number), { secret: 'whsec_other' });
    expect([...app.alarms.standing]).toEqual([['no_signature_holds', { path: '/asks', refused: 5 }]]);
    await post(app, ask(10));
    expect(app.alarms.standing.size).toBe(0);
  });

  test('is not the alarm for a replay now and then', async () => {
    const app = createTestApp();
    for (let number = 0; number < 8; number += 1) await post(app, ask(10, number));
    for (let number = 0; number < 3; number += 1) await post(app, ask(10, number), { signedAt: nowSeconds() - 400 });
    expect(app.alarms.standing.has('clock_skewed')).toBe(false);
  });
});

test('logs carry ids and no person', async () => {
  const app = createTestApp();
  await post(app, ask(60));
  await post(app, ask(60), { secret: 'whsec_other' });
  const log = app.log.join('');
  expect(JSON.parse(app.log[0] ?? '')).toMatchObject({ decision: 'dec_1', authorization: 'iauth_1', approved: false });
  for (const personal of [...Object.values(PERSON), TEST_SECRET, LIVE_SECRET]) expect(log).not.toContain(personal);
});
