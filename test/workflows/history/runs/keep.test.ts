import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { keptRows } from '../../../../src/adapters/store/database/backtest-rows.ts';
import { addRun, cancelRun, claimRun, findRun } from '../../../../src/adapters/store/database/backtests.ts';
import { noteErasure } from '../../../../src/adapters/store/database/erasures.ts';
import type { SqlClient, SqlPool } from '../../../../src/adapters/store/database/pool.ts';
import type { RunRow } from '../../../../src/core/history/run.ts';
import { keepOutcome } from '../../../../src/workflows/history/runs/keep.ts';
import { openTestDatabase } from '../../../support/database.ts';
import { runNamed } from './asked.ts';

const NOW_MS = Date.UTC(2026, 5, 1);

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
}, 180_000);
beforeEach(async () => {
  await database.pool.query('truncate backtests, backtest_rows, erased_ids');
});
afterAll(() => database.drop());

const conceal = (text: string) => `hmac ${text}`;
const row = (authorization: string, card: string | null, askedAtMs = NOW_MS): RunRow => ({
  ...{ place: 'kept', cell: 'fp', askedAtMs, authorization, card, matched: [], isChanged: false },
  fields: { authorization },
});

async function claimed() {
  await addRun(database.pool, runNamed('bt_1'), NOW_MS);
  const run = await claimRun(database.pool, { nowMs: NOW_MS, lateMs: 0 });
  if (!run) throw new Error('not taken');
  return run;
}

const kept = async () =>
  (await keptRows(database.pool, 'bt_1', { limit: 99 })).map(({ fields }) => (fields as RunRow).authorization);

it('keeps a result with what it shows, but for what persons left who were erased meanwhile', async () => {
  const run = await claimed();
  const erased = [
    { hmac: conceal('ic_gone'), isForGood: true },
    { hmac: conceal('iauth_2'), isForGood: true },
    { hmac: conceal('ic_back'), isForGood: false },
  ];
  await noteErasure(database.pool, erased, NOW_MS);
  const rows = [
    ...[row('iauth_1', 'ic_1'), row('iauth_2', 'ic_1'), row('iauth_3', 'ic_gone', NOW_MS + 9)],
    ...[row('iauth_4', 'ic_back', NOW_MS - 1), row('iauth_5', 'ic_back', NOW_MS + 1), row('iauth_6', null)],
  ];
  expect(await keepOutcome(database.pool, run, { result: '{}', rows }, { conceal, nowMs: NOW_MS })).toBe(true);
  expect(await kept()).toEqual(['iauth_1', 'iauth_5', 'iauth_6']);
  expect((await findRun(database.pool, 'bt_1'))?.state).toBe('done');
});

it('keeps nothing of a run that was cancelled', async () => {
  const run = await claimed();
  await cancelRun(database.pool, 'bt_1', NOW_MS);
  const outcome = { result: '{}', rows: [row('iauth_1', 'ic_1')] };
  expect(await keepOutcome(database.pool, run, outcome, { conceal, nowMs: NOW_MS })).toBe(false);
  expect(await kept()).toEqual([]);
});

it('computes nothing while others wait for it', async () => {
  const run = await claimed();
  const acts: string[] = [];
  const pool: SqlPool = {
    ...database.pool,
    async connect(): Promise<SqlClient> {
      acts.push('connected');
      return database.pool.connect();
    },
  };
  const fields = {
    toJSON() {
      acts.push('written');
      return {};
    },
  };
  const heard = (text: string) => {
    acts.push('concealed');
    return conceal(text);
  };
  const rows = [{ ...row('iauth_1', 'ic_1'), fields }];
  await keepOutcome(pool, run, { result: '{}', rows }, { conceal: heard, nowMs: NOW_MS });
  expect(acts).toEqual(['written', 'concealed', 'concealed', 'connected']);
});
