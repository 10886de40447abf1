import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createTestApp, EVENTS_SECRET, TEST_SECRET, type TestApp } from '../../support/app.ts';
import { askEvent, authorizationObject, PERSON, signatureOf } from '../../support/stripe.ts';

function post(app: TestApp, body: unknown, secret = EVENTS_SECRET) {
  return postText(app, JSON.stringify(body), secret);
}

function postText({ app }: TestApp, text: string, secret: string) {
  return request(app)
    .post('/webhooks/stripe/events')
    .set('Content-Type', 'application/json')
    .set('Stripe-Signature', signatureOf(text, secret))
    .serialize((sent) => String(sent))
    .send(text);
}

const updated = (changes: Record<string, unknown> = {}) =>
  askEvent(authorizationObject(), { type: 'issuing_authorization.updated', ...changes });

describe('the events webhook', () => {
  test('acknowledges an issuing event once it is recorded, without the person in it', async () => {
    const app = createTestApp();
    const response = await post(app, updated());
    expect([response.status, response.body]).toEqual([200, { received: true }]);
    expect(app.records).toMatchObject([
      {
        kind: 'event',
        id: 'evt_1',
        type: 'issuing_authorization.updated',
        object_id: 'iauth_1',
        created: 1_790_000_000,
      },
    ]);
    const kept = JSON.stringify(app.records) + app.log.join('');
    for (const personal of Object.values(PERSON)) expect(kept).not.toContain(personal);
  });

  test('acknowledges and drops what is not of Issuing', async () => {
    const app = createTestApp();
    const response = await post(app, updated({ type: 'customer.created' }));
    expect([response.status, response.body, app.records]).toEqual([200, { received: true, stored: false }, []]);
  });

  test('asks Stripe to send again what could not be recorded', async () => {
    const app = createTestApp({ eventRecords: { record: () => Promise.reject(new Error('disk full')) } });
    expect((await post(app, updated())).status).toBe(503);
  });

  test.each([
    ['signed for the other endpoint', updated(), TEST_SECRET],
    ['that is an ask', askEvent(), EVENTS_SECRET],
    ['of the other mode', updated({ livemode: true }), EVENTS_SECRET],
    ['nested deeper than it can be hashed', 'deep', EVENTS_SECRET],
    ['without an id', updated({ id: undefined }), EVENTS_SECRET],
    ['without a time', updated({ created: undefined }), EVENTS_SECRET],
  ])('refuses an event %s', async (_case, event, secret) => {
    const app = createTestApp();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text =
      event === 'deep'
        ? JSON.stringify(updated()).replace('"metadata":{}', `"metadata":${deep}`)
        : JSON.stringify(event);
    expect((await postText(app, text, secret)).status).toBe(400);
    expect(app.records).toEqual([]);
  });
});

describe('the probes', () => {
  test('say that the process is up, and whether it can answer', async () => {
    const { app } = createTestApp();
    expect((await request(app).get('/healthz')).body).toEqual({ status: 'up' });
    expect((await request(app).get('/readyz')).body).toEqual({ status: 'ready' });
  });
});
