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

  it('shows no other world, and refuses a cursor that is none', async () => {
    expect((await stage.client.history.list({}, { account: 'acct_other' })).data).toEqual([]);
    await expect(stage.client.history.list({ cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 });
    const odd = Buffer.from(JSON.stringify('yesterday 1 iauth_1')).toString('base64url');
    await expect(stage.client.history.list({ cursor: odd })).rejects.toMatchObject({ status: 400 });
  });
});
