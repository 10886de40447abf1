import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from '../load/messages.ts';
import type { OutageSettings } from '../settings.ts';
import type { BenchDatabase, BenchPostgres } from '../stage/bench-database.ts';
import { type Load, startLoad } from '../stage/load.ts';
import { untilReady } from '../stage/readiness.ts';
import { type Server, startService } from '../stage/server.ts';
import type { Stage } from '../stage/stage.ts';
import { openTcpProxy, type TcpProxy } from '../stage/tcp-proxy.ts';

/** How the database goes away: connections cut and refused, or kept and silent. */
export type OutageKind = 'cut' | 'frozen';

/** What one service did while its database was away. */
export interface Outage {
  readonly kind: OutageKind;
  readonly record: 'journal' | 'database';
  readonly load: LoadResult;
  /** Answered, and not in the database `FOUND_AGAIN_MS` after it was back. */
  readonly notStored: number;
  /** Marked as recorded only after the answer went out. */
  readonly recordedLate: number;
  /** From the last request until every answered decision was in the database. */
  readonly storedAfterSeconds: number;
}

const OPEN_MS = 60_000;
const FOUND_AGAIN_MS = 120_000;

/**
 * Stops the way to Postgres under a steady load, for both places of record at once, each with its own process, database
 * and generator; then looks for every decision that was answered.
 */
export async function measureOutage(
  stage: Stage,
  postgres: BenchPostgres,
  kind: OutageKind,
  settings: OutageSettings,
): Promise<Outage[]> {
  const proxy = await openTcpProxy(postgres);
  stage.onClear(() => proxy.close());
  const runs = await Promise.all(
    (['journal', 'database'] as const).map(async (record) => {
      const database = await postgres.createDatabase();
      stage.onClear(() => database.drop());
      return { record, ...(await startBoth(stage, kind, record, database.urlThrough(proxy.port))), database };
    }),
  );
  // Together, so that a fault of either ends both.
  const [outages] = await Promise.all([
    Promise.all(runs.map((run, index) => loadThrough({ ...run, kind, seed: 100 + index }, settings))),
    breakFor(proxy, kind, settings),
  ]);
  await Promise.all(runs.flatMap(({ service, load }) => [service.child.stop(), load.stop()]));
  await proxy.close();
  return outages;
}

interface OutageRun extends Pick<Outage, 'kind' | 'record'> {
  readonly service: Server;
  readonly load: Load;
  readonly database: BenchDatabase;
  readonly seed: number;
}

async function loadThrough({ kind, record, service, load, database, seed }: OutageRun, settings: OutageSettings) {
  const { beforeSeconds, outageSeconds, afterSeconds, ratePerSecond } = settings;
  const seconds = beforeSeconds + outageSeconds + afterSeconds;
  const arrivals = { kind: 'open', ratePerSecond, seconds } as const;
  const result = await load.run({ port: service.port, seed, arrivals, expected: 'by_score' });
  return { kind, record, load: result, ...(await findAll(database, result.decisionIds)) };
}

async function startBoth(stage: Stage, kind: OutageKind, record: 'journal' | 'database', url: string) {
  const service = await startService(stage, `outage-${kind}-${record}`, { RECORD: record, DATABASE_URL: url });
  await untilReady(service, 'Postgres', OPEN_MS, ({ database }) => database.state === 'open');
  return { service, load: startLoad(stage) };
}

async function breakFor(proxy: TcpProxy, kind: OutageKind, settings: OutageSettings): Promise<void> {
  await sleep(settings.beforeSeconds * 1000);
  if (kind === 'cut') await proxy.cut();
  else proxy.freeze();
  await sleep(settings.outageSeconds * 1000);
  await proxy.restore();
}

async function findAll(database: BenchDatabase, ids: readonly string[]) {
  const startMs = performance.now();
  for (;;) {
    const stored = await database.stored();
    const notStored = ids.filter((id) => !stored.ids.has(id)).length;
    const waitedMs = performance.now() - startMs;
    if (notStored === 0 || waitedMs > FOUND_AGAIN_MS) {
      return { notStored, recordedLate: stored.late, storedAfterSeconds: waitedMs / 1000 };
    }
    await sleep(250);
  }
}
