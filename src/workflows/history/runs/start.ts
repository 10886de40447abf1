import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { ClaimedRun } from '../../../adapters/store/database/backtests.ts';
import type { PglitePool } from '../../../adapters/store/pglite/pool.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { RunProgress } from '../../../core/history/run.ts';
import type { StartRun } from './runner.ts';
import { type FromRunThread, memoryError, type RunThreadData } from './thread-data.ts';
import type { RunEnd, RunUnderWay } from './under-way.ts';

// Compiled code has the other extension, and the compiler leaves URLs alone.
const program = import.meta.url.endsWith('.ts')
  ? new URL('./run-thread.ts', import.meta.url)
  : new URL('./run-thread.js', import.meta.url);

/** What a thread needs to come to the record. */
export interface RunDatabase {
  /** Null: the embedded database. */
  readonly url: string | null;
  readonly embedded: Pick<PglitePool, 'lend'> | null;
}

/**
 * Does runs each in a thread of its own, which reads the record and keeps the result by itself: this process answers
 * Stripe, and none of it comes by here. `hashKey` is the one by which personal data was concealed.
 */
export function createStartRun(database: RunDatabase, hashKey: string): StartRun {
  return (run) => {
    const channel = database.url === null ? new MessageChannel() : null;
    if (channel) database.embedded?.lend(channel.port1);
    const at = channel ? { port: channel.port2 } : { url: database.url ?? '' };
    return watch(startThread({ run, at, hashKey }, channel ? [channel.port2] : []), run);
  };
}

function startThread(workerData: RunThreadData, transferList: readonly MessagePort[]): Worker {
  const thread = new Worker(program, {
    name: 'backtest',
    workerData,
    transferList: [...transferList],
    // Not the flags of this process: a test runner's loaders have no business there.
    execArgv: [],
    // The heap; for what lies beside it, in array buffers, V8 has no limit: the thread looks by itself.
    resourceLimits: { maxOldGenerationSizeMb: limits.backtestMaxMebibytes },
  });
  // Nobody waits for a run with an open terminal.
  thread.unref();
  return thread;
}

function watch(thread: Worker, run: ClaimedRun): RunUnderWay {
  let progress: RunProgress | null = null;
  let heard: RunEnd | null = null;
  const ended = new Promise<RunEnd>((resolve) => {
    thread.on('message', (message: FromRunThread) => {
      if (message.kind === 'progress') ({ progress } = message);
      else heard = message;
    });
    thread.on('error', (error) => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      heard ??= { kind: 'failed', error: isMemory ? memoryError(run) : error.message };
    });
    // Ended from outside it has nothing to say.
    thread.once('exit', () => resolve(heard ?? { kind: 'lost' }));
  });
  return {
    ended,
    progress: () => progress,
    async stop() {
      await thread.terminate();
    },
  };
}
