import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresBackend } from '../../../src/adapters/queue/postgres.ts';
import { queueContract } from '../../contract/queue.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';
import { freePort, openProxy } from '../../support/proxy.ts';
import { FORGET_JOBS, openAt } from './place.ts';

describe.skipIf(await whyNoPostgres())('queues in Postgres', () => {
  queueContract('Postgres', async () => {
    const database = await createPostgresDatabase();
    const place = { kind: 'postgres' as const, url: database.url };
    async function run(sql: string): Promise<void> {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    }
    return {
      place,
      open: (kinds) => openAt(place, kinds),
      leave: async () => {},
      clean: () => run(FORGET_JOBS),
      restart: () =>
        run(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`),
      remove: () => database.drop(),
    };
  });

  // BullMQ prepares its tables in several statements over one connection; nobody listens to that one in between.
  test('outlive a connection that breaks between two statements', async () => {
    const database = await createPostgresDatabase();
    onTestFinished(database.drop);
    const port = await freePort();
    const url = Object.assign(new URL(database.url), { hostname: '127.0.0.1', port: String(port) });
    let broken = 0;
    for (let round = 0; round < 40; round += 1) {
      const proxy = await openProxy(port, new URL(database.url));
      const backend = openPostgresBackend(url.href);
      const prepared = backend.prepare().then(
        () => 0,
        () => 1,
      );
      await new Promise((resolve) => setTimeout(resolve, round));
      await proxy.close();
      broken += await prepared;
      await backend.close();
    }
    expect(broken).toBeGreaterThan(0);
  }, 60_000);
});
