import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../../src/adapters/http/listen.ts';
import { createStripeClient } from '../../../../src/adapters/stripe/client.ts';
import { createStripeApi } from '../../../../src/simulator/api/create-api.ts';
import { createStripeAccount } from '../../../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS } from '../../../../src/simulator/stripe/settings.ts';
import { CARD, HOLDER } from '../../../simulator/stripe/stage.ts';
import { replying, TEST_KEY } from '../../../support/served-stripe.ts';
import { signedIn } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
const closing = new AsyncDisposableStack();
const WHY = { reason: 'they wrote to support: ticket 12' };
const PERSONAL = /Erika|Mustermann|erika@|5550123|Springfield|4242(?!\d)/;

beforeAll(async () => {
  const account = createStripeAccount({
    seed: 'unmask',
    nowMs: () => Date.now(),
    settings: DEFAULT_SETTINGS,
    transport: { ask: replying({ approved: true }), emit: () => {} },
  });
  await account.issuer.addCardholder(HOLDER);
  await account.issuer.addCard(CARD);
  const limits = { perSecond: 1_000, perSecondAndEndpoint: 1_000 };
  const api = createStripeApi({ account, keys: { secret: TEST_KEY }, nowMs: () => Date.now(), limits });
  const { port, close } = await listen(api, 0, '127.0.0.1');
  closing.defer(close);
  const apiHost = `http://127.0.0.1:${port}`;
  const stripe = createStripeClient({ secretKey: TEST_KEY, apiHost, apiVersion: '2025-01-27.acacia' });
  stage = await openStage({ stripe });
  closing.defer(() => stage.close());
});
afterAll(() => closing.disposeAsync());

describe('unmasking a cardholder', () => {
  it('tells what Stripe has of them, and the audit has by whom and why, before anybody sees it', async () => {
    const { client, user } = await signedIn(stage, 'approver');
    expect(await client.cardholders.unmask('ich_1', WHY)).toEqual({
      ...{ id: 'ich_1', name: HOLDER.name, email: HOLDER.email, phone: HOLDER.phone },
      ...{ city: 'Springfield', country: 'US', cards: [{ id: 'ic_1', last4: '4242', status: 'active' }] },
    });
    const { data } = await stage.client.audit.list({ subject: 'ich_1' });
    expect(data).toMatchObject([
      {
        ...{ act: 'cardholder.unmask', subject: expect.stringMatching(/^hmac_/), by: { id: user.id, name: user.name } },
        detail: { ...WHY, cards: 1, livemode: false, account: null },
      },
    ]);
  });

  it('leaves nothing of it in any table and in no log, whatever name the request had', async () => {
    const headers = { 'Idempotency-Key': 'unmask' };
    const { status, text } = await stage.send('POST', '/v1/cardholders/ich_1/unmask', WHY, headers);
    expect([status, text]).toEqual([200, expect.stringMatching(PERSONAL)]);
    const tables = await stage.database.pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    for (const { name } of tables.rows) {
      const { rows } = await stage.database.pool.query(`select * from "${name}"`);
      expect(JSON.stringify(rows), name).not.toMatch(PERSONAL);
    }
    expect(stage.log.join('')).not.toMatch(PERSONAL);
  });

  it('is answered to nobody where it can not be written down', async () => {
    const { pool } = stage.database;
    await pool.query('alter table audit rename to audit_away');
    try {
      const { status, text } = await stage.send('POST', '/v1/cardholders/ich_1/unmask', WHY);
      expect([status, text]).toEqual([500, expect.not.stringMatching(PERSONAL)]);
    } finally {
      await pool.query('alter table audit_away rename to audit');
    }
    expect(stage.log.join('')).not.toMatch(PERSONAL);
  });

  it('wants a reason', async () => {
    await expect(stage.client.cardholders.unmask('ich_1', { reason: ' ' })).rejects.toMatchObject({ status: 400 });
  });

  it('is for approvers and admins', async () => {
    const { client } = await signedIn(stage, 'analyst');
    await expect(client.cardholders.unmask('ich_1', WHY)).rejects.toMatchObject({ status: 403 });
  });

  it.each([
    ['somebody whom Stripe does not know', 'ich_nobody', {}, 'not_found'],
    ['what is no id of one', 'ic_1', {}, 'not_found'],
    ['somebody in the mode that the key is not of', 'ich_1', { livemode: true }, 'refused'],
  ])('of %s tells nothing', async (_whom, id, world, code) => {
    const before = (await stage.client.audit.list({ act: 'cardholder.unmask' })).data.length;
    await expect(stage.client.cardholders.unmask(id, WHY, world)).rejects.toMatchObject({ code });
    expect((await stage.client.audit.list({ act: 'cardholder.unmask' })).data).toHaveLength(before);
  });

  it('can not be done without a key of Stripe’s, and says so', async () => {
    const without = await openStage({ isEmbedded: true });
    try {
      await expect(without.client.cardholders.unmask('ich_1', WHY)).rejects.toMatchObject({
        status: 503,
        message: expect.stringContaining('STRIPE_SECRET_KEY is not set'),
      });
    } finally {
      await without.close();
    }
  });
});
