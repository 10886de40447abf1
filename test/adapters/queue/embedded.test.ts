import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { queueContract } from '../../contract/queue.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { FORGET_JOBS, openAt, openEmbedded } from './place.ts';

describe('queues in the embedded database', () => {
  const { dir, remove } = createTemporaryDir();
  const place = { kind: 'pglite' as const, dir };
  // It is slow to open: one serves all.
  let database: Database | null = null;

  async function opened(): Promise<Database> {
    database ??= openEmbedded(dir);
    await database.ready();
    return database;
  }

  async function leave(): Promise<void> {
    await database?.close();
    database = null;
  }

  queueContract('PGlite', async () => ({
    place,
    open: async (kinds) => openAt(place, kinds, await opened()),
    leave,
    clean: async () => void (await (await opened()).pool.query(FORGET_JOBS)),
    restart: async () => void (await database?.embedded?.kill()),
    remove: async () => {
      await leave();
      remove();
    },
  }));

  it('share its session with us: no table of ours has a name of one of theirs', async () => {
    const { dir: other, remove: removeOther } = createTemporaryDir();
    const placed = await openAt({ kind: 'pglite', dir: other });
    await placed.queue.states();
    const names = await placed.database?.pool.query<{ name: string; times: number }>(
      `select table_name as name, count(*)::int as times from information_schema.tables
      where table_schema in ('public', 'bullmq') group by 1`,
    );
    await placed.close();
    removeOther();
    expect(names?.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['job', 'outbox']));
    expect(names?.rows.filter(({ times }) => times > 1)).toEqual([]);
  }, 180_000);
});
