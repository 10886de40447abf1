import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../../support/postgres.ts';
import { freePort, openProxy } from '../../../support/proxy.ts';

const reason = await whyNoPostgres();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A clock whose timers run when the test says so. */
function createManualClock(): Clock & { runTimers(): void } {
  const timers = new Set<() => void>();
  return {
    nowMs: () => 0,
    after(_ms, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
    runTimers() {
      for (const run of [...timers]) {
        timers.delete(run);
        run();
      }
    },
  };
}

function open(url: string | null, clock: Clock, dataDir = '') {
  const alarms = createTestAlarms();
  const database = openDatabase({ url, dataDir, alarms, clock });
  cleanUps.push(() => database.close());
  return { database, alarms };
}

describe('a database that is not there at the start', () => {
  it('lets everything reject at once by name, with the alarm standing', async () => {
    const port = await freePort();
    const { database, alarms } = open(`postgres://someone:hidden@127.0.0.1:${port}/nothing`, createManualClock());
    const unavailable = { name: 'DatabaseUnavailable', code: '08001' };
    await expect(database.pool.query('select 1')).rejects.toMatchObject(unavailable);
    await expect.poll(() => alarms.standing.has('database_unreachable')).toBe(true);
    await expect(database.pool.connect()).rejects.toMatchObject(unavailable);
    await expect(database.ping()).rejects.toMatchObject(unavailable);
    await expect(database.db.selectFrom('events').selectAll().execute()).rejects.toMatchObject(unavailable);
    expect(database.status()).toMatchObject({ state: 'connecting', schema: null, isSynced: null });
    expect(database.status().reason).toContain('ECONNREFUSED');
    expect(JSON.stringify(alarms.standing.get('database_unreachable'))).not.toContain('hidden');
  });

  it('is not waited for any longer once it is closed', async () => {
    const { database } = open(`postgres://someone@127.0.0.1:${await freePort()}/nothing`, createManualClock());
    const ready = database.ready();
    await database.close();
    await expect(ready).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await expect(database.ping()).rejects.toMatchObject({ message: 'the database was closed' });
  });

  it.skipIf(reason !== null)('is used as soon as it comes, and again after it was away', async () => {
    const { url, drop } = await createPostgresDatabase();
    cleanUps.push(drop);
    const port = await freePort();
    const clock = createManualClock();
    const proxied = new URL(url);
    proxied.host = `127.0.0.1:${port}`;
    const { database, alarms } = open(proxied.href, clock);
    await expect.poll(() => alarms.standing.has('database_unreachable')).toBe(true);

    const proxy = await openProxy(port, new URL(url));
    clock.runTimers();
    await database.ready();
    await database.ping();
    expect(alarms.standing.size).toBe(0);
    expect(database.status()).toMatchObject({ state: 'open', reason: null });

    await proxy.close();
    await expect(database.ping()).rejects.toThrow();
    await expect.poll(() => alarms.standing.has('database_unreachable')).toBe(true);
    await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseUnavailable' });

    const again = await openProxy(port, new URL(url));
    clock.runTimers();
    await expect.poll(() => database.status().state).toBe('open');
    await database.ping();
    expect(alarms.standing.size).toBe(0);
    cleanUps.push(again.close);
  });
});

describe('a schema of a later version', () => {
  async function leaveBehind(dataDir: string, ...statements: string[]) {
    const { database } = open(null, realClock, dataDir);
    await database.ready();
    for (const statement of statements) await database.pool.query(statement);
    await database.close();
  }

  it('is worked with, under an alarm, while what this version needs is there; otherwise refused', async () => {
    const { dir, remove } = createTemporaryDir();
    cleanUps.push(remove);
    await leaveBehind(
      dir,
      "insert into countersign_migrations values ('9999-from-the-future', now()::text)",
      'alter table decisions add column mood text',
    );

    const usable = open(null, realClock, dir);
    await usable.database.ready();
    expect(usable.alarms.standing.get('database_behind_schema')).toEqual({
      schema: '9999-from-the-future',
      is_usable: true,
    });
    await usable.database.pool.query('alter table decisions drop column outcome');
    await usable.database.close();

    const unusable = open(null, createManualClock(), dir);
    await expect.poll(() => unusable.alarms.standing.has('database_unreachable'), { timeout: 10_000 }).toBe(true);
    expect(unusable.alarms.standing.get('database_behind_schema')).toMatchObject({ is_usable: false });
    await expect(unusable.database.ping()).rejects.toThrow('9999-from-the-future');
  });
});
