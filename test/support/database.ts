import { DatabaseUnavailable } from '../../src/adapters/store/database/errors.ts';
import { type Database, openDatabase } from '../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import { createTestAlarms } from './alarms.ts';
import { realClock } from './clock.ts';
import { createTemporaryDir } from './folder.ts';
import { createPostgresDatabase, whyNoPostgres } from './postgres.ts';

/** A database that is ready, of its own: Postgres where one listens, else the embedded one. */
export async function openTestDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const { dir, remove } = createTemporaryDir();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  const options = { url: postgres?.url ?? null, dataDir: dir, alarms: createTestAlarms(), clock: realClock };
  const database = openDatabase(options);
  await database.ready();
  return {
    ...database,
    async drop() {
      await database.close();
      await postgres?.drop();
      remove();
    },
  };
}

/** A pool that can be taken away: it refuses as one that can't be reached, or never answers. */
export function gatedPool(pool: SqlPool): SqlPool & { state: 'open' | 'away' | 'hanging' } {
  const gated = {
    options: pool.options,
    state: 'open' as 'open' | 'away' | 'hanging',
    async connect() {
      await pass();
      return pool.connect();
    },
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      await pass();
      return pool.query<Row>(text, values, name);
    },
    end: async () => {},
  };
  async function pass(): Promise<void> {
    if (gated.state === 'away') throw new DatabaseUnavailable('it was taken away');
    while (gated.state === 'hanging') await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return gated;
}
