import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ArrivalStep, takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { startPump } from '../../../src/workflows/ingest/pump.ts';
import { eventText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';

describe('the pump', () => {
  const { dir, remove } = createTemporaryDir();
  let database: Database;
  beforeAll(async () => {
    database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
  });
  afterAll(async () => {
    await database.close();
    remove();
  });
  beforeEach(async () => {
    await database.pool.query('truncate events, inbox restart identity');
  });

  it('takes everything but the record on which a step fails, and says so', async () => {
    const ids = Array.from({ length: 17 }, (_, index) => `evt_${index}`);
    await writeRecords(
      database.pool,
      ids.map((id) => eventText(id, { object_id: id })),
    );
    const done = new Set<string>();
    const step: ArrivalStep = async (arrivals, { afterwards }) => {
      if (arrivals.some(({ id }) => id === 'evt_11')) throw new Error('this one is odd');
      afterwards(() => {
        for (const { id } of arrivals) done.add(id);
      });
    };
    const alarms = createTestAlarms();
    const pump = startPump({ pool: database.pool, steps: [step], clock: realClock, alarms });
    await pump.drain();
    await pump.close();
    expect([...done].sort()).toEqual(ids.filter((id) => id !== 'evt_11').sort());
    expect([...alarms.standing.keys()]).toContain('ingest_failed');
    const { rows } = await database.pool.query<{ error: string }>('select error from inbox');
    expect(rows).toEqual([{ error: 'Error: this one is odd' }]);
  });

  it('takes what is there when it is told, though it was under way and had looked before', async () => {
    await writeRecords(database.pool, [eventText('evt_odd', { object_id: 'odd' })]);
    const looked = Promise.withResolvers<void>();
    const goesOn = Promise.withResolvers<void>();
    // The last that a drain asks, after one that failed.
    const query: SqlPool['query'] = async (text, values, name) => {
      if (text.includes('tries > 0')) {
        looked.resolve();
        await goesOn.promise;
      }
      return database.pool.query(text, values, name);
    };
    const taken: string[] = [];
    const step: ArrivalStep = async (arrivals) => {
      if (arrivals.some(({ id }) => id === 'evt_odd')) throw new Error('this one is odd');
      taken.push(...arrivals.map(({ id }) => id));
    };
    const pool = { ...database.pool, connect: () => database.pool.connect(), query };
    const clock = createManualClock(Date.now());
    const pump = startPump({ pool, steps: [step], clock, alarms: createTestAlarms() });
    await looked.promise;
    await writeRecords(database.pool, [eventText('evt_meanwhile', { object_id: 'meanwhile' })]);
    const told = pump.drain();
    goesOn.resolve();
    await told;
    expect(taken).toEqual(['evt_meanwhile']);
    await pump.close();
  });

  it('says so until what failed is through, though another process took it', async () => {
    await writeRecords(database.pool, [eventText('evt_odd')]);
    const clock = createManualClock(Date.now());
    const alarms = createTestAlarms();
    const failing: ArrivalStep = async () => {
      throw new Error('this one is odd');
    };
    const pump = startPump({ pool: database.pool, steps: [failing], clock, alarms });
    for (let turn = 0; turn < 2; turn += 1) {
      await pump.drain();
      expect([...alarms.standing.keys()]).toEqual(['ingest_failed']);
    }
    const nowMs = clock.nowMs() + limits.ingestRetryMs;
    expect(await takeArrivals(database.pool, { limit: 10, nowMs, steps: [] })).toEqual({ kind: 'taken', count: 1 });
    await pump.drain();
    expect([...alarms.standing.keys()]).toEqual([]);
    await pump.close();
  });
});
