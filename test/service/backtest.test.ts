import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const FILES = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 75 } }\n',
};
const ASKS = 40;

async function clientOf({ port }: Serving, dataDir: string) {
  const apiKey = await until(async () => readFileSync(join(dataDir, 'admin.key'), 'utf8').trim());
  return createClient({ url: `http://127.0.0.1:${port}`, apiKey });
}

test('a backtest whose process is killed in its midst is done again by the next start', async () => {
  const dataDir = temporaryFolder();
  const policies = writeFiles(temporaryFolder(), FILES);
  const before = await serve(dataDir, { POLICIES: policies });
  for (let number = 0; number < ASKS; number += 1) {
    expect((await before.ask(freshAsk(`bt_${number}`, number * 2, Date.now())))?.status).toBe(200);
  }
  const api = await clientOf(before, dataDir);
  await until(async () => (await api.decisions.list({ limit: 100 })).data.length === ASKS);
  const span = { from: '2020-01-01T00:00:00Z', to: new Date(Date.now() + 60_000).toISOString(), maturity_days: 0 };
  const { id } = await api.backtests.run(span);
  await until(async () => (await api.backtests.get(id)).state !== 'queued');
  await before.kill();

  const after = await serve(dataDir, { POLICIES: policies });
  const again = await clientOf(after, dataDir);
  const run = await until(async () => {
    const found = await again.backtests.get(id);
    return found.ended_at !== null && found;
  });
  expect(run).toMatchObject({ state: 'done', error: null });
  const outcomes = run.kind === 'backtest' ? run.result?.outcomes : null;
  // Scores are 0, 2, … 78: two are above 75.
  expect([outcomes?.approve.count, outcomes?.decline.count]).toEqual([38, 2]);
  expect(await after.stop()).toBe(0);
}, 180_000);
