import type { Timers } from './timers.ts';
import type { BatchSize, QueuedEvent, TrackQueue } from './track-queue.ts';

/** What a pump works with. */
export interface PumpOptions {
  readonly queue: TrackQueue;
  readonly timers: Timers;
  /** How long an event waits for others to go with it. */
  readonly batchWaitMs: number;
  /** How much goes into the next request. */
  size(): BatchSize;
  /** Sends a request, or puts its events back; resolves to how long to leave it then, null to go on. Never rejects. */
  deliver(batch: readonly QueuedEvent[]): Promise<number | null>;
}

/** Empties a queue, one request at a time. */
export interface Pump {
  /** To be told of each event that was put into the queue. */
  notice(): void;
  /** Empties the queue now; resolves to whether it is empty, false when the time is up before. */
  flush(timeoutMs: number): Promise<boolean>;
  /** Events in the request that is under way. */
  underWay(): number;
}

/**
 * Starts with nothing to do. An event waits a little for others, or until there are enough of them; after a failure all
 * of them wait, whoever comes, but for a flush, which tries once at once.
 */
export function createPump({ queue, timers, batchWaitMs, size, deliver }: PumpOptions): Pump {
  const flushing = new Set<() => void>();
  let underWay = 0;
  let isSending = false;
  let isLeftAlone = false;
  let cancel: (() => void) | null = null;

  function plan(ms: number): void {
    cancel = timers.after(ms, () => void run());
  }

  async function run(): Promise<void> {
    if (isSending) return;
    cancel?.();
    cancel = null;
    isSending = true;
    isLeftAlone = false;
    let waitMs = batchWaitMs;
    // What came while others were sent waits for its own turn.
    let due = queue.count();
    while (queue.count() > 0 && !isLeftAlone && (due > 0 || flushing.size > 0 || queue.isFull(size()))) {
      const batch = queue.take(size());
      due -= batch.length;
      underWay = batch.length;
      const leaveMs = await deliver(batch);
      underWay = 0;
      isLeftAlone = leaveMs !== null;
      waitMs = leaveMs ?? batchWaitMs;
    }
    isSending = false;
    if (queue.count() > 0) plan(waitMs);
    else for (const done of flushing) done();
  }

  return {
    notice() {
      if (isSending || isLeftAlone) return;
      if (queue.isFull(size())) void run();
      else if (!cancel) plan(batchWaitMs);
    },
    async flush(timeoutMs) {
      if (queue.count() + underWay === 0) return true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const done = () => resolve(true);
      flushing.add(done);
      // Held: a program that waits for this has nothing else to do, and must not end before.
      const release = timers.hold(timeoutMs, () => resolve(false));
      void run();
      const isEmpty = await promise;
      release();
      flushing.delete(done);
      return isEmpty;
    },
    underWay: () => underWay,
  };
}
