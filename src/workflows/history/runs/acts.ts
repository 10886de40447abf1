import { randomUUID } from 'node:crypto';
import { appendAudit } from '../../../adapters/store/database/audit.ts';
import {
  addRun,
  cancelRun,
  countOpenRuns,
  deleteRun,
  type NewRun,
  pruneRuns,
  type StoredRun,
} from '../../../adapters/store/database/backtests.ts';
import { enqueue } from '../../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { together } from '../../../adapters/store/database/together.ts';
import { limits } from '../../../core/domain/limits.ts';

/** Who acts, and when. */
export interface RunAct {
  readonly author: string;
  readonly nowMs: number;
}

/**
 * Asks for a run, and wakes whoever does them; the oldest that are over make room for it. Null where too many wait
 * already.
 */
export async function askForRun(
  pool: SqlPool,
  wanted: Omit<NewRun, 'id' | 'author'>,
  { author, nowMs }: RunAct,
): Promise<StoredRun | null> {
  return together(pool, async (joined) => {
    if ((await countOpenRuns(joined)) >= limits.maxWaitingBacktests) return null;
    const run = await addRun(joined, { ...wanted, id: `bt_${randomUUID()}`, author }, nowMs);
    await pruneRuns(joined, wanted.scope, limits.keptBacktests);
    await enqueue(joined, [{ name: 'run_backtests', key: `run_backtests:${run.id}`, data: {} }]);
    const { policy, against } = wanted.asked;
    const detail = { run: run.id, kind: wanted.kind, ...(against && { against: against.version }) };
    await appendAudit(joined, { actor: author, act: 'backtest.run', subject: policy.version, detail, atMs: nowMs });
    return run;
  });
}

/** Ends a run that is not over; null where it is. Whoever is at it stops within moments. */
export async function cancel(pool: SqlPool, id: string, { author, nowMs }: RunAct): Promise<StoredRun | null> {
  return together(pool, async (joined) => {
    const run = await cancelRun(joined, id, nowMs);
    if (run) await write(joined, 'backtest.cancel', run, { author, nowMs });
    return run;
  });
}

/** Throws a run away, whether or not it is over. */
export async function remove(pool: SqlPool, run: StoredRun, act: RunAct): Promise<void> {
  await together(pool, async (joined) => {
    await deleteRun(joined, run.id);
    await write(joined, 'backtest.remove', run, act);
  });
}

async function write(joined: SqlPool, act: string, { id, asked }: StoredRun, { author, nowMs }: RunAct): Promise<void> {
  const { version: subject } = asked.policy;
  await appendAudit(joined, { actor: author, act, subject, detail: { run: id }, atMs: nowMs });
}
