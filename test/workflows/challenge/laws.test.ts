import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { checkAll, checkNow } from './laws-check.ts';
import { comeToAnEnd, takeStep } from './laws-steps.ts';
import { openWorld } from './laws-world.ts';
import { emptyChallenges } from './records.ts';

/** CHALLENGE_HISTORIES has so many of them, from CHALLENGE_SEED on. */
const HISTORIES = Number(process.env.CHALLENGE_HISTORIES ?? 24);
const FIRST_SEED = Number(process.env.CHALLENGE_SEED ?? 1);
const STEPS = 150;
/** So many histories hold something of everything. */
const ENOUGH = 12;

let database: Database;
const folder = createTemporaryDir();

beforeAll(async () => {
  // Embedded: what comes between two statements is drawn, and hardly left to chance.
  database = openDatabase({ url: null, dataDir: folder.dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
});

afterAll(async () => {
  await database.close();
  folder.remove();
});

test.each(Array.from({ length: HISTORIES }, (_, index) => FIRST_SEED + index))(
  'no text twice, none to whom it must not go, and no allowance without a YES to that question (seed %i)',
  async (seed) => {
    await emptyChallenges(database);
    await database.pool.query('truncate sms_replies, sms_opt_outs');
    const world = await openWorld(database, seed);
    try {
      for (let step = 0; step < STEPS; step += 1) {
        await takeStep(world, seed % 2 === 0);
        await checkNow(world);
      }
      await comeToAnEnd(world);
      await checkAll(world);
      await countWhatCame();
    } finally {
      await world.close();
    }
    const { violations, log } = world.books;
    const ids = [...violations].flatMap((violation) => /\d{5}/.exec(violation)?.[0] ?? []);
    const about = log.filter((line, index) => ids.some((id) => `${line}${log[index + 1]}`.includes(id)));
    expect([...violations], about.join('\n')).toEqual([]);
  },
);

/** What came of all histories: laws about nothing hold by themselves. */
const came = new Map<string, number>();

async function countWhatCame(): Promise<void> {
  const { rows } = await database.pool.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from challenges group by state
    union all select 'allowed', count(*)::int from allowances`,
  );
  for (const { state, count } of rows) came.set(state, (came.get(state) ?? 0) + count);
}

test.skipIf(HISTORIES < ENOUGH)('the histories hold something of everything that there are laws about', () => {
  for (const state of ['verified', 'rejected', 'expired', 'opted_out', 'undeliverable', 'void', 'allowed']) {
    expect(came.get(state) ?? 0, state).toBeGreaterThan(0);
  }
});
