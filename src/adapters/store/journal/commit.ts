import type { Clock } from '../../../core/decision/ports.ts';
import type { Entries, Entry } from './entries.ts';
import type { Extent } from './extent.ts';
import type { Health } from './health.ts';
import type { startWriter } from './writer.ts';

/** Nothing is left to do, or a failed write is going to be tried again in a while. */
export type PauseState = 'idle' | 'failing';

/** What group commit works on. */
export interface CommitOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly entries: Entries;
  readonly extent: Extent;
  readonly health: Health;
  readonly segmentBytes: number;
  readonly retryMs: number;
  readonly start: typeof startWriter;
  onPause(state: PauseState): void;
}

/** One batch in flight; everything that arrives meanwhile is the next one. */
export interface Commit {
  /** Resolves when the first segment is there or couldn't be made. */
  readonly began: Promise<void>;
  /** There are entries. */
  wake(): void;
  /** The next batch begins a new segment. */
  turnOver(): void;
  /** Tries again now what would be tried again later. */
  hurry(): void;
  inFlight(): readonly Entry[];
  lastSyncMs(): number;
  /** Ends the thread, when idle. */
  stop(): Promise<void>;
  /** Ends the thread with the batch under way, and returns that batch's entries: nobody has told them. */
  terminate(): readonly Entry[];
}

/**
 * Group commit over the writer's thread. A batch that failed is written again as it is into a fresh segment: at once
 * after a success, every `retryMs` while it keeps failing. Its records may so stand twice; readers are idempotent by
 * id.
 */
export function createCommit(options: CommitOptions): Commit {
  const { clock, entries, extent, health, segmentBytes, retryMs, onPause } = options;
  let batch: readonly Entry[] = [];
  let segment = extent.place().segment;
  let isBusy = false;
  let isScheduled = false;
  let isEnded = false;
  let isTurningOver = false;
  let lastSyncMs = 0;
  let cancelRetry: (() => void) | null = null;
  const began = Promise.withResolvers<void>();
  const writer = options.start(options.dir, { onWritten, onFailed });

  function begin(): void {
    isBusy = true;
    cancelRetry = null;
    health.began();
    writer.write(segment);
  }

  function next(): void {
    if (isBusy) return;
    if (entries.count() === 0) {
      onPause('idle');
      return;
    }
    const isFull = extent.place().offset >= segmentBytes;
    if (extent.place().segment === segment && (isFull || isTurningOver)) segment++;
    isTurningOver = false;
    batch = entries.take(writer.load);
    begin();
  }

  function onWritten(bytes: number, tookMs: number): void {
    if (isEnded) return;
    began.resolve();
    const written = batch;
    batch = [];
    isBusy = false;
    lastSyncMs = tookMs;
    extent.grew(segment, bytes);
    health.succeeded();
    for (const entry of written) entry.resolve();
    next();
  }

  function onFailed(code: string): void {
    if (isEnded) return;
    began.resolve();
    const isFirst = health.failed(code, { segment, waiting: batch.length + entries.count() });
    segment++;
    if (isFirst) {
      begin();
    } else {
      cancelRetry = clock.after(retryMs, begin);
      onPause('failing');
    }
  }

  // The first, empty batch makes the segment, so that a bad disk shows before the first decision has to be recorded.
  writer.load([], 0);
  begin();

  return {
    began: began.promise,
    wake() {
      if (isBusy || isScheduled) return;
      isScheduled = true;
      // After what else this turn of the event loop brings: at 32 requests in flight that makes one sync of two.
      setImmediate(() => {
        isScheduled = false;
        next();
      });
    },
    turnOver() {
      isTurningOver = true;
    },
    hurry() {
      if (cancelRetry === null) return;
      cancelRetry();
      begin();
    },
    inFlight: () => batch,
    lastSyncMs: () => lastSyncMs,
    stop: writer.stop,
    terminate() {
      isEnded = true;
      cancelRetry?.();
      void writer.terminate();
      return batch;
    },
  };
}
