import { limits } from '../../core/domain/limits.ts';
import { dataOf, type TrackedRecord } from '../../core/domain/tracked-event.ts';
import type { HistoryItem } from './source.ts';

/** What back ends told of, waiting for the asks that saw it. */
export interface TrackedQueue {
  /** Puts what had been received by then behind the items. */
  until(receivedAtMs: number, items: HistoryItem[]): Promise<void>;
  end(): Promise<void>;
}

/**
 * Reads what back ends told of as far as it is wanted. `fromMs` is when asks are first of interest, by their own clock:
 * in a world that is ahead of ours, as the demo's is, they were received before that.
 */
export function createTrackedQueue(
  fromMs: number,
  tracked: (sinceMs: number) => AsyncIterable<readonly string[]> = async function* () {},
): TrackedQueue {
  let pages: AsyncIterator<readonly string[]> | null = null;
  let waiting: TrackedRecord[] = [];
  let isOver = false;

  async function next(): Promise<TrackedRecord | null> {
    while (waiting.length === 0 && !isOver) {
      const page = await pages?.next();
      if (!page || page.done) isOver = true;
      // INVARIANT: written by us, as `trackedRecord` made them.
      else waiting = page.value.map((text) => JSON.parse(text) as TrackedRecord);
    }
    return waiting[0] ?? null;
  }

  return {
    async until(receivedAtMs, items) {
      pages ??= tracked(Math.min(fromMs, receivedAtMs) - limits.lateEventMs)[Symbol.asyncIterator]();
      for (let record = await next(); record && record.received_at <= receivedAtMs; record = await next()) {
        waiting.shift();
        items.push(itemOf(record));
      }
    },
    async end() {
      await pages?.return?.();
    },
  };
}

function itemOf({ type, id, livemode, account, time, inputs }: TrackedRecord): HistoryItem {
  return { kind: 'tracked', tracked: { type, id, scope: { livemode, account }, atMs: time, data: dataOf(inputs) } };
}
