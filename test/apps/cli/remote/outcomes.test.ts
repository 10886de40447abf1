import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../../src/core/decision/offline.ts';
import { historyEntry, reportText } from '../../../contract/database/asks.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { authorizationObject } from '../../../support/stripe.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

const HOUR_AGO_SECONDS = Math.floor(Date.now() / 1000) - 3_600;
const entry = (reason: string, changes: Readonly<Record<string, unknown>> = {}) =>
  historyEntry(reason, { created: HOUR_AGO_SECONDS, ...changes });

let stage: Stage;
const countersign = (words: readonly string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

function decided(number: number, score: number): string {
  const id = `iauth_${number}`;
  const object = authorizationObject({ id, risk_assessment: { fraud_risk: { score } } });
  const reading = readAuthorization(object, { livemode: false, account: null }, HOUR_AGO_SECONDS * 1000);
  if (!reading.isReadable) throw new Error(reading.problem);
  const record = decideOffline(reading.authorization, {}, stage.live.current(), (text) => text);
  const times = { asked_at: HOUR_AGO_SECONDS * 1000, received_at: HOUR_AGO_SECONDS * 1000 + number };
  return JSON.stringify({ ...record, ...times, id: `dec_${number}`, authorization: id, ask: `${id}:0:1234` });
}

beforeAll(async () => {
  stage = await openStage();
  const names = { merchant_data: { network_id: 'm_1', name: 'Cafe\u001b[2J\nx' } };
  await writeRecords(stage.database.pool, [
    decided(1, 5),
    decided(2, 99),
    reportText('evt_1', [entry('webhook_approved'), entry('insufficient_funds', { created: HOUR_AGO_SECONDS + 60 })], {
      fields: names,
    }),
    reportText('evt_3', [entry('webhook_timeout', { approved: true, amount: 250, currency: 'eur' })], {
      object_id: 'iauth_3',
    }),
  ]);
  await takeToAsks(stage.database.pool, { nowMs: HOUR_AGO_SECONDS * 1000 });
});
afterAll(() => stage.close());

describe('countersign funnel', () => {
  const cells = (line: string | undefined) => line?.trim().split(/ {2,}/);

  it('counts by day who had the last word', async () => {
    const { code, out } = await countersign(['funnel']);
    const [head, ...rows] = out.trimEnd().split('\n').map(cells);
    expect(code).toBe(0);
    expect(head?.slice(0, 6)).toEqual(['DAY', 'ASKS', 'APPROVED', 'DECLINED', 'CHALLENGED', 'STRIPE']);
    const total = rows.length > 1 ? rows.at(-1) : rows[0];
    expect(total?.slice(1)).toEqual(['4', '1', '0', '0', '1', '0', '1', '0', '1']);
  });

  it('counts by reason, and adds up', async () => {
    const { out } = await countersign(['funnel', '--by', 'reason', '--days', '2']);
    const rows = out.trimEnd().split('\n').slice(1).map(cells);
    expect(rows.map((row) => row?.[0])).toEqual([
      ...['fraud_risk_score.decline', 'insufficient_funds', 'nothing_matched', 'webhook_timeout', 'all'],
    ]);
  });

  it('counts by several things, and a part', async () => {
    const { out } = await countersign(['funnel', '--by', 'portfolio,reason', '--reason', 'webhook_timeout']);
    const rows = out.trimEnd().split('\n').map(cells);
    expect(rows.map((row) => row?.slice(0, 3))).toEqual([
      ['PORTFOLIO', 'REASON', 'ASKS'],
      ['everyone', 'webhook_timeout', '1'],
    ]);
    expect((await countersign(['funnel', '--portfolio', 'nobody'])).out).toMatch(/^No asks from /);
  });

  it('gives amounts, each currency for itself', async () => {
    const { out } = await countersign(['funnel', '--by', 'portfolio', '--amounts']);
    expect(out).toMatch(/everyone .*32\.34 USD/);
    expect(out).toMatch(/2\.50 EUR/);
  });

  it('gives it as JSON, and says where there is nothing', async () => {
    const { json } = await countersign(['funnel', '--json']);
    expect(json).toMatchObject({ by: ['day'], data: expect.arrayContaining([expect.objectContaining({ count: 1 })]) });
    expect((await countersign(['funnel', '--live'])).out).toMatch(/^No asks from /);
    expect((await countersign(['funnel', '--live', '--amounts'])).out).toMatch(/^No amounts from /);
  });

  it('names what is typed wrong', async () => {
    const { code, err } = await countersign(['funnel', '--by', 'days']);
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean "day"?')]);
  });
});

describe('countersign authorization', () => {
  it('shows what Stripe told, and every ask with what we said and how it ended', async () => {
    const { code, out } = await countersign(['authorization', 'iauth_1']);
    expect(code).toBe(0);
    expect(out).toMatch(/^iauth_1\n {2}status {5}closed, /);
    expect(out).toContain('Cafe\ufffd[2J\ufffdx');
    expect(out).toMatch(/10\.00 USD +approve +nothing_matched +approved +dec_1\n/);
    expect(out).toMatch(/10\.00 USD +not asked +declined by Stripe \(insufficient_funds\)\n/);
    expect((await countersign(['authorization', 'iauth_1', '--json'])).json).toMatchObject({ id: 'iauth_1' });
  });

  it('shows what became of the money, what turned out to be true, and its reviews', async () => {
    const known_at = '2026-03-01T00:00:00Z';
    await stage.client.labels.add({ labels: [{ authorization: 'iauth_1', verdict: 'fraud', known_at }] });
    const { id } = await stage.client.reviews.open({ authorization: 'iauth_1' });
    const { out } = await countersign(['authorization', 'iauth_1']);
    expect(out).toMatch(/\n {2}money {6}\S/);
    expect(out).toMatch(/\n {2}labelled {3}fraud by import, moderate, known .* UTC\n/);
    expect(out).toMatch(new RegExp(`\n${id} .* open +opened by hand\n`));
    expect(await stage.client.authorizations.get('iauth_1')).toMatchObject({
      money: { currency: 'usd' },
      labelled: { verdict: 'fraud', labels: [{ source: 'import' }] },
      reviews: [{ id, kind: 'manual', status: 'open', verdict: null }],
    });
  });

  it('says that Stripe has not reported it, or that nothing is known', async () => {
    expect((await countersign(['authorization', 'iauth_2'])).out).toContain('Stripe has not reported it');
    const { code, err } = await countersign(['authorization', 'iauth_none']);
    expect([code, err]).toEqual([1, 'countersign authorization: nothing is known of an authorization iauth_none\n']);
  });
});

describe('countersign decisions', () => {
  it('shows how each ended, and finds by how far the answer got', async () => {
    const { out } = await countersign(['decisions']);
    expect(out).toMatch(/dec_1 +approve +approved +12\.34 USD/);
    expect(out).toMatch(/dec_2 +decline +not confirmed /);
    expect((await countersign(['decisions', '--state', 'confirmed'])).out).not.toContain('dec_2');
    expect((await countersign(['decisions', '--state', 'sent'])).out).toBe('No such decision.\n');
  });
});
