import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Prepared, writeOnly } from './prepared.ts';

/** Writes of this process that Redis did not take, or did not confirm: written again as soon as it answers. */
export interface Unwritten {
  add(requests: readonly Prepared[]): void;
  readonly size: number;
  /** Tries now. */
  retry(): Promise<void>;
  close(): void;
}

export interface UnwrittenOptions {
  write(requests: readonly Prepared[]): Promise<unknown>;
  /** More than can be kept: everything since this time must come from elsewhere. */
  onGivenUp(sinceMs: number): void;
  readonly clock: Clock;
}

/**
 * An empty queue. To write something twice changes nothing, and outcomes rank: the order of retries does not matter.
 */
export function createUnwritten({ write, onGivenUp, clock }: UnwrittenOptions): Unwritten {
  let waiting: Prepared[] = [];
  let sinceMs = 0;
  let retrying: Promise<void> | null = null;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;

  function schedule(): void {
    if (cancelRetry || isClosed || waiting.length === 0) return;
    cancelRetry = clock.after(limits.unwrittenRetryMs, () => {
      cancelRetry = null;
      void retry();
    });
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.slice(0, limits.unwrittenAtOnce);
      await write(some);
      const written = new Set(some);
      waiting = waiting.filter((request) => !written.has(request));
    }
  }

  function retry(): Promise<void> {
    retrying ??= writeAll()
      .catch(() => {})
      .finally(() => {
        retrying = null;
        schedule();
      });
    return retrying;
  }

  return {
    add(requests) {
      const writes = requests.filter(({ line }) => line !== '').map(writeOnly);
      if (writes.length === 0) return;
      if (waiting.length === 0) sinceMs = clock.nowMs();
      waiting.push(...writes);
      if (waiting.length > limits.maxUnwrittenCounts) {
        waiting = [];
        onGivenUp(sinceMs);
      }
      schedule();
    },
    get size() {
      return waiting.length;
    },
    retry,
    close() {
      isClosed = true;
      cancelRetry?.();
    },
  };
}
