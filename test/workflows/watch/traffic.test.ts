import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readTraffic } from '../../../src/adapters/store/database/traffic.ts';
import type { Decision } from '../../../src/core/domain/decision.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Scope } from '../../../src/core/domain/scope.ts';
import { addTraffic } from '../../../src/core/domain/traffic.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { startTraffic } from '../../../src/workflows/watch/traffic.ts';
import { createManualClock } from '../../support/clock.ts';
import { gatedPool, openTestDatabase } from '../../support/database.ts';

const NOON_MS = Date.UTC(2026, 5, 1, 12);
const TEST_MODE: Scope = { livemode: false, account: null };
const ALL = { fromMs: NOON_MS - 3_600_000, toMs: NOON_MS + 3_600_000 };

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query('truncate traffic'));

function decision(fields: Partial<Decision> = {}): Decision {
  const decided = {
    scope: TEST_MODE,
    outcome: 'approve',
    answeredBy: 'policy',
    reasons: [],
    attributes: {},
    ...fields,
  };
  return decided as unknown as Decision;
}

function counting() {
  const clock = createManualClock(NOON_MS);
  const gate = gatedPool(database.pool);
  const log: string[] = [];
  const logger = pino({}, { write: (line: string) => void log.push(JSON.parse(line).msg) });
  let ids = 0;
  const traffic = startTraffic({ pool: gate, clock, logger, newId: () => `prc_${++ids}` });
  /** Lets the timers run and what they began come to an end. */
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const answer = (fields?: Partial<Decision>, tookMs = 5) =>
    traffic.answered({ decision: decision(fields), isRecordedLate: false }, tookMs);
  const rows = (scope: Scope = TEST_MODE) => readTraffic(database.pool, scope, ALL);
  return { clock, gate, log, traffic, pass, answer, rows };
}

test('answers are counted by what they were, and written some seconds later', async () => {
  const { traffic, answer, pass, rows } = counting();
  answer({ attributes: { ':a:': missing('late'), ':b:': missing('late'), ':c:': missing('not_sent'), ':d:': 1 } });
  answer({ outcome: 'decline', answeredBy: 'stand_in', reasons: ['decide_failed'] }, 1_300);
  traffic.answered({ decision: decision({ outcome: 'challenge' }), isRecordedLate: true }, 5);
  // A duplicate gets the answer of before: nothing was asked.
  traffic.answered({ decision: null, isRecordedLate: false }, 1);
  expect(await rows()).toEqual([]);
  await pass(limits.trafficWriteMs);
  expect(await rows()).toMatchObject([
    {
      process: 'prc_1',
      minuteMs: NOON_MS,
      asked: 3,
      outcomes: { approve: 1, decline: 1, challenge: 1 },
      standIns: { decide_failed: 1 },
      missing: { late: 1, not_sent: 1 },
      recordedLate: 1,
    },
  ]);
  await traffic.close();
});

test('each mode, account and minute is counted by itself, and only what changed is written again', async () => {
  const { traffic, answer, pass, rows } = counting();
  const account = { livemode: false, account: 'acct_1' };
  answer();
  answer({ scope: account });
  await pass(60_000);
  await database.pool.query('update traffic set asked = 77');
  answer();
  await pass(limits.trafficWriteMs);
  expect((await rows()).map(({ asked }) => asked)).toEqual([77, 1]);
  expect((await rows(account)).map(({ asked }) => asked)).toEqual([77]);
  await traffic.close();
});

test('what could not be written is written when the database is back, with what came meanwhile', async () => {
  const { traffic, answer, pass, rows, gate, log } = counting();
  answer();
  gate.state = 'away';
  await pass(3 * limits.trafficWriteMs);
  answer();
  gate.state = 'open';
  await pass(limits.trafficWriteMs);
  expect(addTraffic(await rows()).asked).toBe(2);
  expect(log).toEqual([]);
  await traffic.close();
});

test('a clock that is set back writes over nothing that was counted', async () => {
  const { clock, traffic, answer, pass, rows } = counting();
  answer();
  answer();
  await pass(2 * 60_000);
  answer();
  await pass(limits.trafficWriteMs);
  Object.assign(clock, { nowMs: () => NOON_MS });
  answer();
  await pass(limits.trafficWriteMs);
  expect(addTraffic(await rows()).asked).toBe(4);
  await traffic.close();
});

test('closing writes what is left, and does not wait for a database that hangs', async () => {
  const { traffic, answer, rows } = counting();
  answer();
  await traffic.close();
  expect(addTraffic(await rows()).asked).toBe(1);

  const hung = counting();
  hung.answer();
  hung.gate.state = 'hanging';
  const closing = hung.traffic.close();
  await hung.clock.advance(limits.trafficCloseMs);
  await closing;
  hung.gate.state = 'open';
});

test('while the database is away so many rows wait, and the rest is not counted, which is said', async () => {
  const { traffic, answer, pass, gate, log } = counting();
  gate.state = 'away';
  for (let number = 0; number < limits.maxTrafficRows + 5; number += 1) {
    answer({ scope: { livemode: false, account: `acct_${number}` } });
  }
  await pass(limits.trafficWriteMs);
  expect(log).toEqual(['too much traffic waits to be written: it is not counted']);
  await traffic.close();
});
