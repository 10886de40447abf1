import type { Queue } from 'bullmq';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { JOB_QUEUES, type JobQueueName } from '../../core/domain/job.ts';
import type { QueueBackend } from './backend.ts';

/** The queues can't be had at the moment. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}

/** The library and its queues, connected. */
export interface Opened {
  readonly backend: QueueBackend;
  readonly queues: ReadonlyMap<JobQueueName, Queue>;
}

/** Queues that are opened when something is first asked of them. */
export interface Opening {
  /** Resolves once they are; rejects where that failed, and tries again at the next call. */
  opened(): Promise<Opened>;
  /** Runs something on them. Rejects with QueueUnavailable where that fails or takes long; it may still be done. */
  ask<T>(run: (opened: Opened) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface OpeningOptions {
  /** Loads the library and connects; called again after it rejected. */
  readonly open: () => Promise<QueueBackend>;
  readonly clock: Clock;
  readonly commandMs: number;
  readonly onError: (error: Error) => void;
}

/** Opens nothing yet. */
export function createOpening({ open, clock, commandMs, onError }: OpeningOptions): Opening {
  let backend: QueueBackend | null = null;
  let opening: Promise<Opened> | null = null;
  let isClosed = false;

  async function openAll(): Promise<Opened> {
    backend ??= await open();
    await backend.prepare();
    const queues = openQueues(backend, onError);
    try {
      await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
    } catch (error) {
      // BullMQ keeps to a first failure for ever: with other objects the next try is a new one.
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      throw error;
    }
    return { backend, queues };
  }

  function opened(): Promise<Opened> {
    if (isClosed) return Promise.reject(new QueueUnavailable('the queues were closed'));
    opening ??= openAll().catch((error) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  return {
    opened,
    async ask(run) {
      const said = await within(opened().then(run), commandMs, clock);
      if (said.kind === 'done') return said.value;
      if (said.kind === 'late') throw new QueueUnavailable(`the queues did not answer within ${commandMs} ms`);
      if (said.error instanceof QueueUnavailable) throw said.error;
      const { error: cause } = said;
      throw new QueueUnavailable(cause instanceof Error ? cause.message : String(cause), { cause });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      // What is still being opened is not waited for.
      const found = opening ? await within(opening, 0, clock) : null;
      const queues = found?.kind === 'done' ? [...found.value.queues.values()] : [];
      await within(Promise.allSettled(queues.map((queue) => queue.close())), commandMs, clock);
      if (backend) await within(backend.close(), commandMs, clock);
    },
  };
}

function openQueues(backend: QueueBackend, onError: (error: Error) => void): Map<JobQueueName, Queue> {
  return new Map(
    JOB_QUEUES.map((name) => {
      const queue = backend.openQueue(name, {});
      queue.on('error', onError);
      return [name, queue];
    }),
  );
}
