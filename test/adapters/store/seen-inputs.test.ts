import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteSeenInputs } from '../../../src/adapters/store/database/event-types.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { createSeenInputs } from '../../../src/adapters/store/seen-inputs.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { InputKind } from '../../../src/core/features/input-kind.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';

const TEST = { livemode: false, account: null };
const COUNTING = { isDry: false };

const { dir, remove } = createTemporaryDir();
let database: Database;
let drop = async () => {};
beforeAll(async () => {
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  if (postgres) drop = postgres.drop;
  database = openDatabase({ url: postgres?.url ?? null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
});
afterAll(async () => {
  await database.close();
  await drop();
  remove();
});
beforeEach(() => database.pool.query('truncate event_types'));

/** A process of its own over the one database, with what it asked of it. */
function aProcess() {
  const asked: string[] = [];
  const pool: SqlPool = {
    ...database.pool,
    query(text, values, name) {
      asked.push(text.trim().split(' ')[0] ?? '');
      return database.pool.query(text, values, name);
    },
  };
  const clock = createManualClock();
  return { asked, clock, seen: createSeenInputs(pool, clock) };
}

const note = (type: string, input: string, kind: InputKind) =>
  noteSeenInputs(database.pool, TEST, [{ type, input, kind }]);

async function stored() {
  const { rows } = await database.pool.query<{ input: string; kind: string }>(
    'select input, kind from event_types order by type, input',
  );
  return rows.map(({ input, kind }) => `${input} ${kind}`);
}

describe('inputs that are seen', () => {
  it('are noted at first sight, and not asked about again', async () => {
    const { seen, asked } = aProcess();
    await seen.check(TEST, 'login', [{ ip: 'x' }, { ip: 'y', tries: 1 }], COUNTING);
    expect(await stored()).toEqual(['ip string', 'tries int']);
    expect(asked).toEqual(['select', 'insert']);
    for (let turn = 0; turn < 5; turn += 1) await seen.check(TEST, 'login', [{ ip: 'z', tries: turn }], COUNTING);
    expect(asked).toHaveLength(2);
  });

  it('are of one kind from the first event on, within one request as well', async () => {
    const { seen } = aProcess();
    const checked = await seen.check(TEST, 'login', [{ tries: 1 }, { tries: 'many' }, { tries: '3' }], COUNTING);
    expect(checked.map(({ data }) => data)).toEqual([{ tries: 1 }, { tries: null }, { tries: 3 }]);
    expect(checked.map(({ problems }) => problems.length)).toEqual([0, 1, 0]);
  });

  it('are of the kind that another process noted first, also where this one did not know', async () => {
    const { seen } = aProcess();
    await seen.check(TEST, 'login', [{ ip: 'x' }], COUNTING);
    await note('login', 'tries', 'bool');
    const [checked] = await seen.check(TEST, 'login', [{ tries: 7 }], COUNTING);
    expect(checked?.data).toEqual({ tries: null });
    expect(await stored()).toEqual(['ip string', 'tries bool']);
  });

  it('become wider once, for all processes', async () => {
    const [one, other] = [aProcess(), aProcess()];
    for (const { seen } of [one, other]) await seen.check(TEST, 'login', [{ amount: 1 }], COUNTING);
    await one.seen.check(TEST, 'login', [{ amount: 1.5 }], COUNTING);
    await other.seen.check(TEST, 'login', [{ amount: 2 }, { amount: 2.5 }], COUNTING);
    expect(await stored()).toEqual(['amount float']);
  });

  it('are not noted where an event is only looked at, but held against what is known', async () => {
    const { seen } = aProcess();
    await note('login', 'tries', 'int');
    const [checked] = await seen.check(TEST, 'login', [{ tries: 'many', ip: 'x' }], { isDry: true });
    expect(checked?.data).toEqual({ tries: null, ip: 'x' });
    expect(await stored()).toEqual(['tries int']);
  });

  it('are others of another type, mode or account', async () => {
    const { seen } = aProcess();
    await seen.check(TEST, 'login', [{ x: 1 }], COUNTING);
    for (const [scope, type] of [
      [TEST, 'purchase'],
      [{ livemode: true, account: null }, 'login'],
      [{ livemode: false, account: 'acct_1' }, 'login'],
    ] as const) {
      const [checked] = await seen.check(scope, type, [{ x: 'text' }], COUNTING);
      expect(checked?.problems).toEqual([]);
    }
    expect(await stored()).toHaveLength(4);
  });

  it('that somebody took out of the table are learned anew within a minute', async () => {
    const { seen, clock } = aProcess();
    await seen.check(TEST, 'login', [{ tries: 'by mistake' }], COUNTING);
    await database.pool.query('delete from event_types');
    await clock.advance(limits.seenInputsMs);
    const [checked] = await seen.check(TEST, 'login', [{ tries: true }], COUNTING);
    expect([checked?.data, await stored()]).toEqual([{ tries: true }, ['tries bool']]);
  });

  it('are so many at most: who invents names does not fill the table', async () => {
    const { seen } = aProcess();
    const many = Object.fromEntries(Array.from({ length: limits.maxSeenInputs }, (_, index) => [`f${index}`, 1]));
    await seen.check(TEST, 'login', [many], COUNTING);
    const [checked] = await seen.check(TEST, 'login', [{ one_more: 1, f1: 'text' }], COUNTING);
    expect(checked?.data).toEqual({ one_more: 1, f1: null });
    expect(await stored()).toHaveLength(limits.maxSeenInputs);
  });

  it('are not known while the database can not be reached, and are asked about again', async () => {
    let isDown = true;
    const pool: SqlPool = {
      ...database.pool,
      query: (text, values) => (isDown ? Promise.reject(new Error('down')) : database.pool.query(text, values)),
    };
    const seen = createSeenInputs(pool, createManualClock());
    await expect(seen.check(TEST, 'login', [{ x: 1 }], COUNTING)).rejects.toThrow('down');
    isDown = false;
    await seen.check(TEST, 'login', [{ x: 1 }], COUNTING);
    expect(await stored()).toEqual(['x int']);
  });
});
