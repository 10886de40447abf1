import { readRedisUrl } from '../../../src/adapters/counters/redis/address.ts';
import type { QueueBackend } from '../../../src/adapters/queue/backend.ts';
import { openEmbeddedBackend, openPostgresBackend } from '../../../src/adapters/queue/postgres.ts';
import { createJobQueue, type JobQueue } from '../../../src/adapters/queue/queue.ts';
import { openRedisBackend } from '../../../src/adapters/queue/redis.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { JobKind } from '../../../src/core/domain/job.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';

/** Where queues are, in words that a process can be told. */
export type Place =
  | { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'pglite'; readonly dir: string };

/** Queues there. `database` is the embedded one, where they are in that; closing leaves all of it. */
export interface PlacedQueue {
  readonly queue: JobQueue;
  readonly database: Database | null;
  close(): Promise<void>;
}

export const KINDS = {
  plain: { queue: 'work', attempts: 3 },
  limited: { queue: 'stripe', attempts: 3 },
  other: { queue: 'notify', attempts: 3 },
} as const satisfies Record<string, JobKind>;

// Quick, on a machine that is busy: what is looked for in a test comes soon, and nothing else is given up early.
const QUICK = {
  commandMs: 20_000,
  reopenMs: 100,
  retryMs: 200,
  lockMs: 2_000,
  stalledMs: 500,
  strangeMs: 200,
  stripePerSecond: 5,
};

/**
 * Opens queues at a place, with kinds of the test's own. An embedded database that is given is used and left open;
 * without one it is opened and closed with the queues.
 */
export async function openAt(
  place: Place,
  kinds: Readonly<Record<string, JobKind>> = KINDS,
  given: Database | null = null,
): Promise<PlacedQueue> {
  const database = given ?? (place.kind === 'pglite' ? openEmbedded(place.dir) : null);
  await database?.ready();
  const queue = createJobQueue({
    open: async () => backendAt(place, database),
    clock: realClock,
    onError: () => {},
    kinds,
    timing: QUICK,
  });
  return {
    queue,
    database,
    async close() {
      await queue.close();
      if (given === null) await database?.close();
    },
  };
}

/** Forgets all jobs that are kept in a Postgres, once there is something to forget. */
export const FORGET_JOBS = `do $$ declare each record; begin
  for each in select table_name from information_schema.tables where table_schema = 'bullmq' and table_name <> 'migration'
  loop execute format('truncate bullmq.%I cascade', each.table_name); end loop; end $$`;

export function openEmbedded(dataDir: string): Database {
  return openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: realClock });
}

function backendAt(place: Place, database: Database | null): QueueBackend {
  if (place.kind === 'redis') return openRedisBackend(readRedisUrl(place.url), place.prefix);
  if (place.kind === 'postgres') return openPostgresBackend(place.url);
  if (!database?.embedded) throw new Error('no embedded database');
  return openEmbeddedBackend(database.embedded);
}
