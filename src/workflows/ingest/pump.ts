import { DatabaseUnavailable, isConnectionError } from '../../adapters/store/database/errors.ts';
import {
  type ArrivalFilter,
  type ArrivalStep,
  isAnyPostponed,
  postponeArrival,
  takeArrivals,
} from '../../adapters/store/database/inbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** Takes records through the steps as they are stored. */
export interface Pump {
  /**
   * Takes all that waits as of now, and resolves when nothing does (or another process is at it, or the database is
   * away).
   */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface PumpOptions {
  readonly pool: SqlPool;
  readonly admit?: ArrivalFilter;
  readonly steps: readonly ArrivalStep[];
  readonly clock: Clock;
  readonly alarms: Alarms;
}

/**
 * Takes records through the steps, a batch at a time, with rests in between: answers to Stripe may come from the same
 * process. A record on which a step fails is found by halves and put off, for longer each time, while the rest goes on;
 * `ingest_failed` stands until all such are through, whichever process takes them.
 */
export function startPump({ pool, admit, steps, clock, alarms }: PumpOptions): Pump {
  let isClosed = false;
  let cancel = () => {};
  let batch: number = limits.ingestBatch;
  let hasFailed = false;
  let last: Promise<void> = Promise.resolve();

  /** Whether there may be more. */
  async function takeBatch(): Promise<boolean> {
    const startedMs = clock.nowMs();
    const taken = await takeArrivals(pool, { limit: batch, nowMs: startedMs, admit, steps });
    if (taken.kind === 'busy') return false;
    if (taken.kind === 'taken') {
      const isWhole = taken.count === batch;
      batch = Math.min(limits.ingestBatch, batch * 2);
      if (isWhole) await rest(clock.nowMs() - startedMs);
      return isWhole;
    }
    const [seq] = taken.seqs;
    if (isAway(taken.error)) return false;
    if (seq === undefined) throw taken.error;
    if (taken.seqs.length > 1) {
      batch = Math.ceil(taken.seqs.length / 2);
      return true;
    }
    await putOff(seq, taken.error);
    return true;
  }

  async function putOff(seq: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    fail({ seq, error: reason });
    await postponeArrival(pool, seq, clock.nowMs(), reason);
  }

  function fail(detail: Readonly<Record<string, string>>): void {
    hasFailed = true;
    alarms.raise('ingest_failed', detail);
  }

  /** Only while it stands: another process may have taken what failed here. */
  async function endFailure(): Promise<void> {
    if (!hasFailed || (await isAnyPostponed(pool))) return;
    hasFailed = false;
    alarms.end('ingest_failed');
  }

  function rest(tookMs: number): Promise<void> {
    return new Promise((resolve) => clock.after(Math.min(tookMs, limits.ingestMaxRestMs), resolve));
  }

  async function drain(): Promise<void> {
    try {
      while (!isClosed && (await takeBatch()));
      await endFailure();
    } catch (error) {
      if (!isAway(error)) fail({ error: String(error) });
    }
  }

  /** One at a time; who asks while one runs gets one that begins after it. */
  function drainNext(): Promise<void> {
    last = last.then(drain);
    return last;
  }

  async function beat(): Promise<void> {
    await drainNext();
    if (!isClosed) cancel = clock.after(limits.ingestIntervalMs, () => void beat());
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
  return error instanceof DatabaseUnavailable || isConnectionError(error);
}
