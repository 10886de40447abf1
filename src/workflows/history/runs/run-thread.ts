import { constants, platform, setPriority } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../../adapters/clock/system.ts';
import { isPassing } from '../../../adapters/store/database/errors.ts';
import { createPostgresPool } from '../../../adapters/store/database/postgres.ts';
import { createHasher } from '../../../adapters/store/hasher.ts';
import { createBorrowedPool } from '../../../adapters/store/pglite/borrow.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { RunProgress } from '../../../core/history/run.ts';
import { doRun } from './do-run.ts';
import { type FromRunThread, memoryError, type RunThreadData, takesTooMuch } from './thread-data.ts';

// The program of the thread that does one run.

// Answers go first, and whatever follows from them. Linux gives each thread a priority; elsewhere it is the process's.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_LOW);

const { run, at, hashKey } = workerData as RunThreadData;
const pool =
  'port' in at
    ? createBorrowedPool(at.port)
    : createPostgresPool(at.url, {
        connectMs: limits.databaseConnectMs,
        statementMs: limits.backtestStatementMs,
      });
const { nowMs } = systemClock;
let toldMs = Number.NEGATIVE_INFINITY;

function tell(message: FromRunThread): void {
  parentPort?.postMessage(message);
}

/** Nobody reads it more often than it is written down. Throws where the run takes too much memory. */
function onProgress(progress: RunProgress): void {
  if (progress.stage === 'deciding' && nowMs() - toldMs < limits.backtestProgressMs) return;
  toldMs = nowMs();
  if (takesTooMuch(getHeapStatistics())) throw new Error(memoryError(run));
  tell({ kind: 'progress', progress });
}

try {
  tell(await doRun(run, { pool, conceal: createHasher(hashKey), nowMs, onProgress }));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ kind: isPassing(error) ? 'broken' : 'failed', error: message });
} finally {
  await pool.end();
}
