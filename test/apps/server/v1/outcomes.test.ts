import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../../src/core/decision/offline.ts';
import { restoredRecord } from '../../../../src/core/decision/restore.ts';
import { historyEntry, reportText } from '../../../contract/database/asks.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { authorizationObject } from '../../../support/stripe.ts';
import { openStage, type Stage } from './stage.ts';

const ASKED_MS = 1_763_000_000_000;
const DAY = { from: '2025-11-13T00:00:00Z', to: '2025-11-14T00:00:00Z' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { pool } = stage.database;
  await writeRecords(pool, [
    decided(1, 5),
    decided(2, 99),
    decided(3, 5),
    decided(4, 99, { account: 'acct_1' }),
    JSON.stringify(restored()),
    JSON.stringify({ kind: 'sent', id: 'sent_1', replies: [['dec_3', ASKED_MS + 40]] }),
    reportText('evt_1', [
      historyEntry('webhook_approved'),
      historyEntry('spending_controls', { created: 1_763_000_060 }),
    ]),
    reportText('evt_2', [historyEntry('webhook_timeout', { approved: true })], { object_id: 'iauth_2' }),
    reportText('evt_6', [historyEntry('insufficient_funds', { amount: 70 })], { object_id: 'iauth_6' }),
  ]);
  await takeToAsks(pool, { nowMs: ASKED_MS });
});
afterAll(() => stage.close());

/** A decision of the stage's policy about iauth_N, as it is recorded. */
function decided(number: number, score: number, fields: Record<string, unknown> = {}): string {
  const id = `iauth_${number}`;
  const object = authorizationObject({ id, risk_assessment: { fraud_risk: { score } } });
  const reading = readAuthorization(object, { livemode: false, account: null }, ASKED_MS);
  if (!reading.isReadable) throw new Error(reading.problem);
  const record = decideOffline(reading.authorization, {}, stage.live.current(), (text) => text);
  const ask = { authorization: id, ask: `${id}:0:1234`, event: `evt_ask_${number}`, asked_at: ASKED_MS };
  return JSON.stringify({ ...record, ...ask, id: `dec_${number}`, received_at: ASKED_MS + number, ...fields });
}

function restored() {
  const metadata = { countersign_decision: 'dec_5', countersign_outcome: 'decline', countersign_reason: 'velocity' };
  return restoredRecord({
    ...{ id: 'dec_5', livemode: false, account: null, authorization: 'iauth_5', atMs: ASKED_MS, approved: false },
    ...{ amountMinor: 100, currency: 'usd', portfolio: null, card: 'ic_1', cardholder: null, merchant: null },
    ...{ merchantName: 'Corner Shop', merchantCategory: null, merchantCountry: null, metadata },
  });
}

describe('what became of decisions', () => {
  it('stands with each of them', async () => {
    expect(await stage.client.decisions.get('dec_1')).toMatchObject({
      state: 'confirmed',
      confirmation: {
        ...{ approved: true, reason: 'webhook_approved', reason_message: null, decided_by: 'us' },
        at: '2025-11-13T02:13:20.000Z',
      },
    });
    expect(await stage.client.decisions.get('dec_3')).toMatchObject({
      ...{ state: 'sent', confirmation: null, sent_at: '2025-11-13T02:13:20.040Z' },
    });
    expect(await stage.client.decisions.get('dec_4')).toMatchObject({ state: 'intended', sent_at: null });
  });

  it('is what they are found by', async () => {
    const ids = async (state: 'intended' | 'sent' | 'confirmed', account?: string) =>
      (await stage.client.decisions.list({ state }, account === undefined ? {} : { account })).data.map(({ id }) => id);
    expect([await ids('confirmed'), await ids('sent'), await ids('intended', 'acct_1')]).toEqual([
      ['dec_2', 'dec_1'],
      ['dec_3'],
      ['dec_4'],
    ]);
  });

  it('is explained', async () => {
    const late = await stage.client.decisions.explain('dec_2');
    expect(late.text).toContain(
      "became     confirmed 2025-11-13 02:13:20 UTC: approved by Stripe's default: our answer came too late (webhook_timeout)",
    );
    expect(late.support).toMatch(/^Our answer did not reach Stripe in time/);
    expect((await stage.client.decisions.explain('dec_3')).text).toContain('sent; Stripe has not reported');
    expect((await stage.client.decisions.explain('dec_1')).support).toMatch(/^We approved/);
  });

  it('tells of a restored one that it is restored', async () => {
    const { text, support } = await stage.client.decisions.explain('dec_5');
    expect(text).toContain("restored   the record was lost; this is what Stripe's metadata kept of it");
    expect(support).toBe('We declined the purchase of 1.00 USD at Corner Shop: velocity.');
    expect(await stage.client.decisions.get('dec_5')).toMatchObject({ answered_by: 'restored', outcome: 'decline' });
  });
});

describe('an authorization', () => {
  it('is told with all its asks and decisions, those that never reached us with them', async () => {
    expect(await stage.client.authorizations.get('iauth_1')).toMatchObject({
      ...{ id: 'iauth_1', known: true, status: 'closed', amount_minor: 1000, currency: 'usd', card: 'ic_1' },
      asks: [
        { place: 0, decision: 'dec_1', outcome: 'approve', reason: 'nothing_matched', portfolio: 'everyone' },
        {
          place: 1,
          decision: null,
          outcome: null,
          confirmation: { reason: 'spending_controls', decided_by: 'stripe' },
        },
      ],
      decisions: [{ id: 'dec_1', state: 'confirmed' }],
    });
  });

  it('is told as far as it is known before Stripe reports it', async () => {
    expect(await stage.client.authorizations.get('iauth_3')).toMatchObject({
      ...{ known: false, known_at: null, status: null, asks: [{ decision: 'dec_3', confirmation: null }] },
    });
  });

  it('is not told to another world, nor made up', async () => {
    await expect(stage.client.authorizations.get('iauth_none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(stage.client.authorizations.get('iauth_1', { livemode: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    const theirs = await stage.client.authorizations.get('iauth_4', { account: 'acct_1' });
    expect(theirs.decisions.map(({ id }) => id)).toEqual(['dec_4']);
  });
});

describe('the funnel', () => {
  it('counts all asks of a time by who had the last word', async () => {
    const funnel = await stage.client.funnel.get({ ...DAY, by: 'reason' });
    expect(funnel).toMatchObject({ by: ['reason'], from: '2025-11-13T00:00:00.000Z' });
    const lines = funnel.data.map(({ reason, decided_by, outcome, count, amount_minor }) =>
      [reason, decided_by, outcome, count, amount_minor].join(' '),
    );
    expect(lines.sort()).toEqual([
      'insufficient_funds stripe declined 1 70',
      'nothing_matched unconfirmed  1 1234',
      'nothing_matched us approved 1 1000',
      'spending_controls stripe declined 1 1000',
      'velocity unconfirmed  1 100',
      'webhook_timeout time_out approved 1 1000',
    ]);
  });

  it('tells apart by several things at once, and counts a part', async () => {
    const { by, data } = await stage.client.funnel.get({ ...DAY, by: 'reason,day', reason: 'webhook_timeout' });
    expect(by).toEqual(['day', 'reason']);
    expect(data).toMatchObject([{ day: '2025-11-13', reason: 'webhook_timeout', decided_by: 'time_out', count: 1 }]);
    expect(data[0]).not.toHaveProperty('portfolio');
    await expect(stage.client.funnel.get({ ...DAY, by: 'week' })).rejects.toMatchObject({ status: 400 });
  });

  it('is of one mode and account, and of a time that can be', async () => {
    expect((await stage.client.funnel.get(DAY, { livemode: true })).data).toEqual([]);
    expect((await stage.client.funnel.get(DAY, { account: 'acct_1' })).data).toMatchObject([{ count: 1 }]);
    await expect(stage.client.funnel.get({ from: DAY.to, to: DAY.from })).rejects.toMatchObject({ status: 400 });
    await expect(stage.client.funnel.get({ from: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({ status: 400 });
  });
});
