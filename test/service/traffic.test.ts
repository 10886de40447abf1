import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JOB_QUEUES } from '../../src/core/domain/job.ts';
import { createClient } from '../../src/sdk/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

function clientOf({ port }: Serving, dataDir: string) {
  const apiKey = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim();
  return createClient({ url: `http://127.0.0.1:${port}`, apiKey });
}

/** Asks so often, of which every second one is declined. */
async function askOften(serving: Serving, name: string, times: number): Promise<void> {
  for (let number = 0; number < times; number += 1) {
    await serving.ask(freshAsk(`${name}_${number}`, number % 2 === 0 ? 10 : 90, Date.now()));
  }
}

test('what is asked is told as it is answered, counted by the minute, and listeners hold up no stop', async () => {
  const dataDir = temporaryFolder();
  const serving = await serve(dataDir);
  await until(async () => (await serving.ready()).database.state === 'open', 60_000);
  const client = await until(async () => clientOf(serving, dataDir));
  const heard: string[] = [];
  const states: string[] = [];
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const listening = (async () => {
    const onState = ({ kind }: { kind: string }) => void states.push(kind);
    for await (const event of client.stream.follow({ signal: leaving.signal, onState })) {
      if (event.type === 'decision') heard.push(event.outcome);
    }
  })();
  await until(async () => states.includes('open'));
  await askOften(serving, 'one', 10);
  await until(async () => heard.length === 10);
  expect(heard.filter((outcome) => outcome === 'decline')).toHaveLength(5);
  const totals = await until(async () => {
    const { totals } = await client.traffic.get();
    return totals.asked === 10 && totals;
  });
  expect(totals).toMatchObject({ approved: 5, declined: 5, challenged: 0, too_late: 0, stand_ins: {} });
  expect(totals.p50_ms).toBeGreaterThan(0);
  const status = await client.status.get();
  expect(status.parts.find(({ part }) => part === 'stripe')).toMatchObject({ causes: [{ cause: 'no_key' }] });
  await until(async () => (await client.status.get()).jobs.queues?.length === JOB_QUEUES.length);

  const startMs = performance.now();
  expect(await serving.stop()).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(6_000);
  await until(async () => states.at(-1) === 'waiting' || states.at(-1) === 'connecting');
  leaving.abort();
  await listening;
}, 150_000);

const noPostgres = await whyNoPostgres();

describe.skipIf(noPostgres !== null)(noPostgres ? `Postgres: skipped, ${noPostgres}` : 'with Postgres', () => {
  test('two gateways add up, each tells of what the other answers, and one that is killed takes nothing back', async () => {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const [dirA, dirB] = [temporaryFolder(), temporaryFolder()];
    const environment = { DATABASE_URL: url, HASH_KEY: 'the same on all of them' };
    const a = await serve(dirA, environment);
    const client = await until(async () => clientOf(a, dirA));
    const b = await serve(dirB, environment);
    const asked = async () => (await client.traffic.get()).totals.asked;
    const heard = new Set<string>();
    let skipped = 0;
    const leaving = new AbortController();
    onTestFinished(() => leaving.abort());
    void (async () => {
      for await (const event of client.stream.follow({ recent: 10, signal: leaving.signal })) {
        if (event.type === 'decision') heard.add(event.id);
        if (event.type === 'skipped') skipped += event.approve + event.decline + event.challenge;
      }
    })().catch(() => {});
    await askOften(b, 'begin', 1);
    await until(async () => heard.size === 1);

    await Promise.all([askOften(a, 'a', 20), askOften(b, 'b', 30)]);
    await until(async () => (await asked()) === 51);
    // Of many at once some are told and the rest is counted; none is missed.
    await until(async () => heard.size + skipped === 51);
    await b.kill();
    await askOften(a, 'c', 5);
    await until(async () => (await asked()) === 56);
    const { minutes, totals } = await client.traffic.get();
    expect(minutes.reduce((sum, minute) => sum + minute.asked, 0)).toBe(56);
    expect(totals.approved + totals.declined + totals.challenged).toBe(56);
  }, 150_000);
});
