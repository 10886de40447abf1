import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeVersion } from '../../../../src/adapters/store/database/policy-versions.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { type LivedPast, livedPast } from '../../../support/lived.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { openStage, type Stage } from './stage.ts';

const policy = policyOf(shippedFiles());

let stage: Stage;
let past: LivedPast;
beforeAll(async () => {
  stage = await openStage();
  const { pool } = stage.database;
  past = await livedPast(policy, { seed: 'api', days: 2, cardholders: 30, fraudShare: 0.4 });
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(pool, past.texts.slice(at, at + 100));
  await takeToAsks(pool, { nowMs: Date.UTC(2026, 6, 1) });
  const files = Object.entries(shippedFiles()).map(([name, text]) => ({ name, text }));
  await storeVersion(pool, { version: policy.version, files, author: 'test', note: null });
}, 60_000);
afterAll(() => stage.close());

async function all(query: Parameters<Stage['client']['history']['each']>[0] = {}) {
  const rows = [];
  for await (const row of stage.client.history.each(query)) rows.push(row);
  return rows;
}

describe('/v1/history', () => {
  it('gives every ask that a policy decided once, in the order of asking, whatever a page holds', async () => {
    const [few, many] = [await all({ limit: 7 }), await all()];
    expect(few).toEqual(many);
    expect(new Set(many.map((row) => row.countersign_decision)).size).toBe(past.decisions.length);
    const times = many.map(({ created }) => String(created));
    expect(times).toEqual(times.toSorted());
    expect(many[0]).toMatchObject({ created: expect.stringMatching(/^2026-06-01T/), livemode: false });
  });

  it('gives those of a span, half open, by when they were made', async () => {
    const rows = await all();
    const middle = String(rows[Math.floor(rows.length / 2)]?.created);
    const [before, since] = [await all({ to: middle }), await all({ from: middle })];
    expect(before.every(({ created }) => String(created) < middle)).toBe(true);
    expect(since.every(({ created }) => String(created) >= middle)).toBe(true);
    expect(before.length + since.length).toBe(rows.length);
    const errors = [{ path: 'query.from', message: 'must be before `to`' }];
    await expect(all({ from: middle, to: middle })).rejects.toMatchObject({ problem: { errors } });
  });

  it('has features only where they are wanted: a backtest would take them for given', async () => {
    const name = 'total_authorizations_per_card_weekly';
    expect((await all()).some((row) => name in row)).toBe(false);
    const rows = await all({ features: true });
    expect(rows.filter((row) => typeof row[name] === 'number').length).toBeGreaterThan(rows.length / 2);
  });

  it('has what was never put to us only where all is wanted', async () => {
    const rows = await all({ all: true });
    const unasked = rows.filter(({ countersign_decision: decision }) => decision === undefined);
    expect(unasked.length).toBeGreaterThan(0);
    expect(unasked.every(({ countersign_decided_by: by }) => by === 'stripe')).toBe(true);
    expect(rows.length).toBe(past.decisions.length + unasked.length);
  });

  it('shows no other world', async () => {
    expect((await stage.client.history.list({}, { account: 'acct_other' })).data).toEqual([]);
  });

  it.each([
    'yesterday 1 iauth_1',
    '9999-99-99T00:00:00+00 1 iauth_1',
    '2026-02-31T00:00:00+00 1 iauth_1',
    '2026-01-01T24:00:01+00 1 iauth_1',
    '2026-01-01T00:00:00+99 1 iauth_1',
    '2026-01-01T00:00:00+00 2147483648 iauth_1',
    '2026-01-01T00:00:00+00 99999999999999999999 iauth_1',
    '2026-01-01T00:00:00+00 1 iauth\0',
  ])('refuses a cursor that is none: %j', async (text) => {
    const cursor = Buffer.from(JSON.stringify(text)).toString('base64url');
    await expect(stage.client.history.list({ cursor })).rejects.toMatchObject({ status: 400 });
    await expect(stage.client.history.list({ cursor: text })).rejects.toMatchObject({ status: 400 });
  });

  it('takes a cursor whose moment has an offset of minutes, as a database elsewhere writes it', async () => {
    const cursor = Buffer.from(JSON.stringify('1970-01-01T00:00:00.000001-03:30 2147483647 x')).toString('base64url');
    expect((await stage.client.history.list({ cursor, limit: 1 })).data).toHaveLength(1);
  });
});
