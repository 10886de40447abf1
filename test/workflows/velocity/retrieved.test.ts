import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { watchRetrieved } from '../../../src/workflows/velocity/retrieved.ts';
import { eventText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { until } from '../../support/serve.ts';

const NOW_MS = 1_763_000_000_123;

describe('reports that somebody retrieved', () => {
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

  const write = (id: string, receivedAtMs = NOW_MS) =>
    writeRecords(database.pool, [eventText(id, { object_id: id, received_at: receivedAtMs })]);

  /** A watch whose looks begin when the test says so. */
  function watching() {
    const clock = createManualClock(NOW_MS);
    const told: string[] = [];
    const looks = { ended: 0 };
    const pool = {
      ...database.pool,
      async query(...given: Parameters<typeof database.pool.query>) {
        const result = await database.pool.query(...given);
        if (given[2] === 'retrieved_reports') looks.ended += 1;
        return result;
      },
    };
    const stop = watchRetrieved({ pool: pool as typeof database.pool, clock }, ({ object_id: id }) => told.push(id));
    return {
      told,
      stop,
      async look(ms: number = limits.retrievedPollMs) {
        const before = looks.ended;
        await clock.advance(ms);
        await until(async () => looks.ended > before);
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  }

  it('are told of once each, and no others', async () => {
    await write('evt_door');
    await write('retrieved_1');
    const { told, look, stop } = watching();
    await look(0);
    await write('retrieved_2');
    await write('evt_other');
    await look();
    await look();
    stop();
    expect(told).toEqual(['retrieved_1', 'retrieved_2']);
  });

  it('are left to those who count the past where they were stored long before', async () => {
    await write('retrieved_old', NOW_MS - limits.retrievedOverlapMs - 1);
    await write('retrieved_new');
    const { told, look, stop } = watching();
    await look(0);
    stop();
    expect(told).toEqual(['retrieved_new']);
  });

  it('are told of also where a later one was seen before, as its transaction ended sooner', async () => {
    await write('retrieved_1');
    await write('retrieved_2');
    const { rows } = await database.pool.query("delete from events where id = 'retrieved_1' returning *");
    const { told, look, stop } = watching();
    await look(0);
    expect(told).toEqual(['retrieved_2']);
    await database.pool.query(
      `insert into events overriding system value
      select * from jsonb_populate_recordset(null::events, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
    await look();
    stop();
    expect(told).toEqual(['retrieved_2', 'retrieved_1']);
  });
});
