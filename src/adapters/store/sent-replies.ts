import { randomUUID } from 'node:crypto';
import type { Clock, RecordSink } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** Writes down which answers went out, apart from answering. */
export interface SentReplies {
  /** Takes an answer that was written to Stripe at this moment; returns at once. */
  sent(decisionId: string, atMs: number): void;
  /** Writes what waits, and ends. */
  close(): Promise<void>;
}

/**
 * Collects the answers that went out, and records them together once a second: one record for all of them. Where the
 * record fails they wait for the next one; when too many wait, the oldest are given up: their state stays `intended`
 * until Stripe confirms them.
 */
export function createSentReplies({
  records,
  clock,
}: {
  readonly records: RecordSink;
  readonly clock: Clock;
}): SentReplies {
  let waiting: [decisionId: string, atMs: number][] = [];
  let writing = Promise.resolve();
  let cancel: (() => void) | null = null;

  async function write(): Promise<void> {
    const replies = waiting.slice(-limits.maxSentReplies);
    waiting = [];
    if (replies.length === 0) return;
    try {
      await records.record(JSON.stringify({ kind: 'sent', id: `sent_${randomUUID()}`, replies }));
    } catch {
      waiting = [...replies, ...waiting];
    }
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = null;
    writing = writing.then(write);
    return writing;
  }

  return {
    sent(decisionId, atMs) {
      waiting.push([decisionId, atMs]);
      cancel ??= clock.after(limits.sentRepliesMs, () => void flush());
    },
    close: flush,
  };
}
