import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createSignedPost } from '../../../src/adapters/http/signed-post.ts';
import { createAlarmBoard } from '../../../src/adapters/log/alarms.ts';
import { listAlarms } from '../../../src/adapters/store/database/alarms.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import { type AlarmWatchOptions, startAlarmWatch } from '../../../src/workflows/watch/watcher.ts';
import { gatedPool } from '../../support/database.ts';

export const SECRET = 'a secret of both sides';
/** How many times more quickly time passes: a minute takes three seconds. */
const HASTE = 20;

function hastyClock(haste: number): Clock {
  const startMs = Date.now();
  return {
    nowMs: () => startMs + (Date.now() - startMs) * haste,
    after(ms, run) {
      const timer = setTimeout(run, ms / haste);
      return () => clearTimeout(timer);
    },
  };
}

/** A board whose alarms are watched until the test is over, over a database that can be taken away. */
export function watching(
  pool: SqlPool,
  url: string | null,
  { haste = HASTE, ...given }: Partial<AlarmWatchOptions['process']> & { readonly haste?: number } = {},
) {
  const clock = hastyClock(haste);
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const board = createAlarmBoard(logger, clock.nowMs);
  const gate = gatedPool(pool);
  const number = String(Math.trunc(performance.now() * 1_000));
  let ids = 0;
  const start = () =>
    startAlarmWatch({
      ...{ board, pool: gate, clock, logger },
      process: { id: `prc_${number}`, name: 'host/1', folder: null, ...given },
      post: url === null ? null : createSignedPost({ url, secret: SECRET }, { ...clock, nowMs: Date.now }),
      newId: () => `alm_${number}_${++ids}`,
    });
  return {
    board,
    gate,
    log,
    clock,
    start() {
      const watch = start();
      onTestFinished(async () => {
        gate.state = 'open';
        await watch.close();
      });
      return watch;
    },
    /** The alarms in the database, the first first. */
    async rows() {
      const rows = await listAlarms(pool, { limit: 2_000 });
      return rows.toReversed().map(({ alarm, endReason, times }) => ({ alarm, endReason, times }));
    },
    /** The keys of the jobs that wait, without ids. */
    async jobs() {
      const { rows } = await pool.query<{ key: string }>('select key from outbox order by seq');
      return rows.map(({ key }) => key.replace(/alm_\d+_/, ''));
    },
  };
}
