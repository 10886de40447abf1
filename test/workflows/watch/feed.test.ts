import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { writeAlarms } from '../../../src/adapters/store/database/alarms.ts';
import { storeVersion } from '../../../src/adapters/store/database/policy-versions.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Scope } from '../../../src/core/domain/scope.ts';
import { createFeed, type Feed } from '../../../src/workflows/watch/feed.ts';
import type { FeedEvent, Wish } from '../../../src/workflows/watch/feed-events.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import { ownAlarm } from '../../contract/database/alarms.ts';
import { hurriedClock } from '../../support/clock.ts';
import { gatedPool, openTestDatabase } from '../../support/database.ts';
import { until } from '../../support/serve.ts';

const TEST_MODE: Scope = { livemode: false, account: null };
const HASTE = 20;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query('truncate decisions, inbox, alarms, policy_activations restart identity'));

function feeding() {
  const gate = gatedPool(database.pool);
  const asked = { times: 0 };
  const pool: SqlPool = {
    ...gate,
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      asked.times += 1;
      return gate.query<Row>(text, values, name);
    },
  };
  const feed = createFeed({ pool, clock: hurriedClock(HASTE), logger: pino({ level: 'silent' }) });
  return { feed, gate, asked };
}

function listen(feed: Feed, wish: Partial<Wish> = {}, scope = TEST_MODE) {
  const told: FeedEvent[] = [];
  const stop = feed.listen(scope, { recent: 0, sinceMs: null, ...wish }, (event) => void told.push(event));
  onTestFinished(stop);
  const ids = () => told.flatMap((event) => (event.kind === 'decision' ? [event.decision.id] : []));
  return { told, ids, stop };
}

/** Stores a decision that came `agoMs` ago. */
async function decide(id: string, fields: Readonly<Record<string, unknown>> = {}, agoMs = 0): Promise<void> {
  const received_at = Date.now() - agoMs;
  await writeRecords(database.pool, [
    decisionText(id, { received_at, reasons: ['r'], amount_minor: 1_250, ...fields }),
  ]);
}

const rounds = (number: number) =>
  new Promise((resolve) => setTimeout(resolve, (number * limits.streamPollMs) / HASTE + 60));

test('decisions are told as they fall, each once, with what one must see of them', async () => {
  const { feed } = feeding();
  await decide('dec_before');
  const { ids, told } = listen(feed);
  await rounds(2);
  await decide('dec_1', { outcome: 'decline', merchant_name: 'Coffee', card: 'ic_1', decided_after_ms: 4 });
  await until(async () => ids().length === 1);
  await decide('dec_2');
  await until(async () => ids().length === 2);
  await rounds(3);
  expect(ids()).toEqual(['dec_1', 'dec_2']);
  expect(told[0]).toMatchObject({
    decision: { outcome: 'decline', merchantName: 'Coffee', card: 'ic_1', amountMinor: 1_250, reasons: ['r'] },
  });
});

test('a record that reaches the database late, behind later ones, is told all the same', async () => {
  const { feed } = feeding();
  const { ids } = listen(feed);
  await rounds(1);
  await decide('dec_now');
  await until(async () => ids().length === 1);
  await decide('dec_late', {}, limits.streamLookBackMs / 2);
  await until(async () => ids().length === 2);
  expect(ids()).toEqual(['dec_now', 'dec_late']);
});

test('what falls while the first listener is only coming is told', async () => {
  const { feed, gate } = feeding();
  await decide('dec_before');
  gate.state = 'hanging';
  const { ids } = listen(feed);
  await rounds(1);
  await decide('dec_1');
  gate.state = 'open';
  await until(async () => ids().length === 1);
  expect(ids()).toEqual(['dec_1']);
});

test('nobody listens, and the database is asked nothing', async () => {
  const { feed, asked } = feeding();
  await rounds(3);
  expect(asked.times).toBe(0);
  const { stop } = listen(feed);
  await until(async () => asked.times > 2);
  stop();
  await rounds(1);
  const before = asked.times;
  await rounds(6);
  expect(asked.times).toBe(before);
  expect(feed.listeners()).toBe(0);
});

test('two listeners of one scope cost one look, and those of another scope hear nothing of it', async () => {
  const { feed, asked } = feeding();
  const [first, second] = [listen(feed), listen(feed)];
  const other = listen(feed, {}, { livemode: false, account: 'acct_1' });
  await rounds(2);
  await decide('dec_1');
  await until(async () => first.ids().length + second.ids().length === 2);
  expect(other.ids()).toEqual([]);
  other.stop();
  await rounds(1);
  const before = asked.times;
  await rounds(10);
  expect(asked.times - before).toBeLessThan(20);
});

test('whoever begins hears the latest first, and nothing twice', async () => {
  const { feed } = feeding();
  for (const [number, id] of ['a', 'b', 'c'].entries()) await decide(`dec_${id}`, {}, 10_000 - number * 1_000);
  listen(feed);
  await rounds(2);
  const { ids } = listen(feed, { recent: 2 });
  await until(async () => ids().length === 2);
  await decide('dec_d');
  await until(async () => ids().length === 3);
  await rounds(2);
  expect(ids()).toEqual(['dec_b', 'dec_c', 'dec_d']);
});

test('whoever comes back hears what it missed', async () => {
  const { feed } = feeding();
  const first = listen(feed);
  await rounds(1);
  await decide('dec_1');
  await until(async () => first.ids().length === 1);
  const sinceMs = first.told[0]?.placeMs ?? 0;
  first.stop();
  await decide('dec_2');
  await storeVersion(database.pool, { version: 'v2', files: [], author: 'folder', note: null });
  await database.pool.query(`insert into policy_activations (version, author, kind) values ('v2', 'x', 'apply')`);
  const second = listen(feed, { sinceMs, recent: 50 });
  await until(async () => second.ids().includes('dec_2'));
  expect(second.told).toContainEqual(expect.objectContaining({ kind: 'policy', version: 'v2' }));
});

test('of more than can be told the newest are, and the rest is counted by outcome', async () => {
  const { feed } = feeding();
  const { ids, told } = listen(feed);
  await rounds(2);
  const texts = Array.from({ length: 50 }, (_, number) =>
    decisionText(`dec_${number}`, { received_at: Date.now() + number, outcome: number % 2 ? 'decline' : 'approve' }),
  );
  await writeRecords(database.pool, texts);
  await until(async () => told.some(({ kind }) => kind === 'skipped'));
  expect(ids()).toHaveLength(limits.streamTold);
  expect(ids()).toContain('dec_49');
  const skipped = told.flatMap((event) => (event.kind === 'skipped' ? [event.outcomes] : []));
  const sum = skipped.reduce((total, { approve, decline, challenge }) => total + approve + decline + challenge, 0);
  expect(sum).toBe(50 - limits.streamTold);
  expect(skipped[0]?.decline).toBeGreaterThan(10);
});

test('alarms that rise and end are told, and policy versions that become live', async () => {
  const { feed } = feeding();
  const { told } = listen(feed);
  await rounds(2);
  const raised = ownAlarm('alm_1', { raisedAtMs: Date.now() });
  await writeAlarms(database.pool, [raised], Date.now());
  await until(async () => told.length === 1);
  const over = { ...raised, endedAtMs: Date.now(), endReason: 'ended' } as const;
  await writeAlarms(database.pool, [over], Date.now());
  await until(async () => told.length === 2);
  expect(told).toMatchObject([
    { kind: 'alarm', change: 'raised', alarm: 'journal_unwritable' },
    { kind: 'alarm', change: 'ended', alarm: 'journal_unwritable' },
  ]);
});

test('a database that is away is said once, and nothing that fell meanwhile is missed when it is back', async () => {
  const { feed, gate } = feeding();
  const { told, ids } = listen(feed);
  await rounds(2);
  gate.state = 'away';
  await until(async () => told.length === 1);
  await rounds(5);
  await decide('dec_1');
  gate.state = 'open';
  await until(async () => ids().length === 1 && told.length === 3);
  expect(told.map((event) => (event.kind === 'database' ? event.state : event.kind))).toEqual([
    'away',
    'decision',
    'back',
  ]);
});

test('who is being told of the past hears it once, though it can not be told to another just then', async () => {
  await decide('dec_1', {}, 10_000);
  let failures = 1;
  const pool: SqlPool = {
    ...database.pool,
    async query<Row>(text: string, values: readonly unknown[] = [], name?: string) {
      if (values.includes(7) && failures > 0) {
        failures -= 1;
        throw new Error('the past of one');
      }
      // Longer than until the next look.
      if (values.includes(3)) await new Promise((resolve) => setTimeout(resolve, 200));
      return database.pool.query<Row>(text, values, name);
    },
  };
  const feed = createFeed({ pool, clock: hurriedClock(HASTE), logger: pino({ level: 'silent' }) });
  listen(feed);
  // Both come between two looks.
  await rounds(1);
  const slow = listen(feed, { recent: 3 });
  const failing = listen(feed, { recent: 7 });
  await until(async () => failing.ids().length > 0 && slow.ids().length > 0);
  await rounds(15);
  expect([slow.ids(), failing.ids()]).toEqual([['dec_1'], ['dec_1']]);
});
