import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import type { Label } from '../../../src/core/domain/label.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { STAYING_ROWS, STORED_ROWS } from '../../../src/core/domain/stored-rows.ts';
import { createForgetOld } from '../../../src/workflows/forget/old-records.ts';
import { decisionText, eventText, trackedText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 27);

describe('what has been kept for its days', async () => {
  const { dir, remove } = createTemporaryDir();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  let database: Database;
  beforeAll(async () => {
    const options = { dataDir: dir, alarms: createTestAlarms(), clock: realClock };
    database = openDatabase({ url: postgres?.url ?? null, ...options });
    await database.ready();
  });
  afterAll(async () => {
    await database.close();
    await postgres?.drop();
    remove();
  });

  const ids = async (table: string, id = 'id') =>
    (await database.pool.query<{ id: string }>(`select ${id} as id from ${table} order by 1`)).rows.map(
      (row) => row.id,
    );
  const clock = { ...realClock, nowMs: () => NOW_MS };
  const forgetOld = () => createForgetOld({ pool: database.pool, clock })({});

  test('goes, and what is a day younger stays', async () => {
    const received = (days: number) => ({ received_at: NOW_MS - days * DAY_MS });
    await writeRecords(database.pool, [
      decisionText('old', received(731)),
      decisionText('young', received(729)),
      eventText('evt_old', { ...received(401), object_id: 'iauth_a' }),
      eventText('evt_young', { ...received(399), object_id: 'iauth_b' }),
      trackedText('login_old', received(401)),
      trackedText('login_young', received(399)),
      JSON.stringify({
        kind: 'sent',
        id: 's',
        replies: [
          ['old', NOW_MS - 731 * DAY_MS],
          ['young', NOW_MS - DAY_MS],
        ],
      }),
    ]);
    const label: Label = {
      ...{ scope: { livemode: false, account: null }, authorizationId: 'iauth_a', transactionId: null, card: null },
      ...{ verdict: 'fraud', source: 'import', knownAtMs: 0, author: null, detail: {} },
      ref: 'old',
    };
    await addLabels(database.pool, [label], NOW_MS - 731 * DAY_MS);
    await addLabels(database.pool, [{ ...label, ref: 'young' }], NOW_MS - 729 * DAY_MS);
    await forgetOld();
    expect(await ids('decisions')).toEqual(['young']);
    expect(await ids('events')).toEqual(['evt_young']);
    expect(await ids('tracked_events')).toEqual(['login_young']);
    expect(await ids('replies_sent', 'decision_id')).toEqual(['young']);
    expect(await ids('labels', 'ref')).toEqual(['young']);
  });

  test('goes whole, however much it is', async () => {
    await database.pool.query(
      `insert into replies_sent select 'many_' || number, $1 from generate_series(1, $2::int) as number`,
      [new Date(NOW_MS - 800 * DAY_MS), limits.forgetBatch * 2 + 1],
    );
    await forgetOld();
    expect(await ids('replies_sent', 'decision_id')).toEqual(['young']);
  });

  test('is told for every table, or why it stays', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'countersign_migration%'`,
    );
    const told = [...STORED_ROWS.map(({ table }) => table), ...Object.keys(STAYING_ROWS)];
    expect(told.toSorted()).toEqual(rows.map(({ name }) => name).sort());
  });

  test('is told for tables that there are, by a column with a time', async () => {
    for (const { table, column } of STORED_ROWS) {
      const { rows } = await database.pool.query(
        `select data_type from information_schema.columns where table_name = $1 and column_name = $2`,
        [table, column],
      );
      expect(rows, `${table}.${column}`).toEqual([{ data_type: 'timestamp with time zone' }]);
    }
  });
});
