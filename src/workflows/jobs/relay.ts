import { QueueUnavailable } from '../../adapters/queue/opening.ts';
import type { JobQueue } from '../../adapters/queue/queue.ts';
import { isPassing } from '../../adapters/store/database/errors.ts';
import { handOver } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** Hands jobs from the outbox to the queue, as they come. */
export interface Relay {
  /** Hands over all that waits as of now; resolves when nothing does, or the queue or the database is away. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly pool: SqlPool;
  /** Whether other processes hand over from the same outbox. */
  readonly isShared: boolean;
  readonly queue: Pick<JobQueue, 'add'>;
  readonly clock: Clock;
  /** Told of what is neither the queue's absence nor the database's. */
  readonly onError: (error: unknown) => void;
}

/**
 * Looks at the outbox again and again. Jobs stay there until the queue has them, so that none is lost while that is
 * away; what is handed over twice is one job by its key. That it takes long is seen by `startJobsWatch`.
 */
export function startRelay({ pool, isShared, queue, clock, onError }: RelayOptions): Relay {
  let isClosed = false;
  let cancel = () => {};
  let last: Promise<void> = Promise.resolve();

  async function drain(): Promise<void> {
    const batch = { limit: limits.relayBatch, isShared };
    try {
      while (!isClosed && (await handOver(pool, batch, queue.add)) === limits.relayBatch);
    } catch (error) {
      if (!isAway(error)) onError(error);
    }
  }

  /** One at a time; who asks while one runs gets one that begins after it. */
  function drainNext(): Promise<void> {
    last = last.then(drain);
    return last;
  }

  async function beat(): Promise<void> {
    await drainNext();
    if (!isClosed) cancel = clock.after(limits.relayIntervalMs, () => void beat());
  }

  void beat();
  return {
    drain: drainNext,
    async close() {
      isClosed = true;
      cancel();
      await last;
    },
  };
}

function isAway(error: unknown): boolean {
  return error instanceof QueueUnavailable || isPassing(error);
}
