import type { Logger } from '../../adapters/log/logger.ts';
import { createAdmission } from '../../adapters/metrics/label.ts';
import { DatabaseUnavailable, isConnectionError } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { type TrafficRow, writeTraffic } from '../../adapters/store/database/traffic.ts';
import type { Answered } from '../../core/decision/authorize.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { latencyPlace } from '../../core/domain/latency.ts';
import { limits } from '../../core/domain/limits.ts';
import { type MissingCause, missingCauses } from '../../core/domain/value.ts';

/** Counts this process's answers by the minute. */
export interface TrafficCounter {
  /** An ask was answered, `tookMs` after it came. Only counts, in memory. */
  answered(answered: Pick<Answered, 'decision' | 'isRecordedLate'>, tookMs: number): void;
  /** Writes what is not written yet, as far as that can be done quickly. */
  close(): Promise<void>;
}

export interface TrafficOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A new name for whoever counts: two never write the same row. */
  newId(): string;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Mutable<T[Key]> : T[Key] };
/** A minute that is being counted. `isNew`: something of it is not written. */
type Counting = Mutable<Omit<TrafficRow, 'scope'>> & Pick<TrafficRow, 'scope'> & { isNew: boolean };

const MINUTE_MS = 60_000;

/**
 * Counts answers in memory and writes the rows of the minutes that changed every `trafficWriteMs`, each whole, so that
 * writing one again changes nothing. A process that is killed loses what it counted since its last write; while the
 * database is away so many rows wait, and what does not fit any more is not counted.
 */
export function startTraffic({ pool, clock, logger, newId }: TrafficOptions): TrafficCounter {
  const rows = new Map<string, Counting>();
  const cause = createAdmission({ known: [], others: limits.maxTrafficCauses });
  const causes = new Set<MissingCause>();
  let process = newId();
  let lastMinuteMs = 0;
  let uncounted = 0;
  let writing: Promise<void> = Promise.resolve();

  function rowOf(scope: TrafficRow['scope'], minuteMs: number): Counting | null {
    // The clock was set back: a minute that was counted, and is forgotten here, would be written over.
    if (minuteMs < lastMinuteMs) process = newId();
    lastMinuteMs = minuteMs;
    const key = `${process} ${minuteMs} ${scope.livemode} ${scope.account ?? ''}`;
    const known = rows.get(key);
    if (known) return known;
    if (rows.size >= limits.maxTrafficRows) return null;
    const row = emptyRow(process, scope, minuteMs);
    rows.set(key, row);
    return row;
  }

  function count({ decision, isRecordedLate }: Pick<Answered, 'decision' | 'isRecordedLate'>, tookMs: number): void {
    if (!decision) return;
    const row = rowOf(decision.scope, Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS);
    if (!row) {
      uncounted += 1;
      return;
    }
    row.isNew = true;
    row.asked += 1;
    row.outcomes[decision.outcome] += 1;
    if (isRecordedLate) row.recordedLate += 1;
    if (decision.answeredBy === 'stand_in') addOne(row.standIns, cause(decision.reasons[0] ?? ''));
    causes.clear();
    missingCauses(decision.attributes, causes);
    for (const name of causes) addOne(row.missing, cause(name));
    const place = latencyPlace(tookMs);
    row.latencies[place] = (row.latencies[place] ?? 0) + 1;
  }

  /** Writes what changed, so many rows at a time. */
  async function write(): Promise<void> {
    const changed = [...rows.values()].filter(({ isNew }) => isNew);
    for (let from = 0; from < changed.length; from += limits.trafficAtOnce) {
      const some = changed.slice(from, from + limits.trafficAtOnce);
      // What is counted while they are written makes them new again.
      for (const row of some) row.isNew = false;
      try {
        await writeTraffic(pool, some);
      } catch (error) {
        for (const row of some) row.isNew = true;
        throw error;
      }
    }
    for (const [key, row] of rows) if (!row.isNew && row.minuteMs < lastMinuteMs) rows.delete(key);
  }

  async function turn(): Promise<void> {
    await write().catch((error: unknown) => {
      // That the database is away is an alarm of its own.
      if (error instanceof DatabaseUnavailable || isConnectionError(error)) return;
      logger.warn({ err: error }, 'the traffic of the last minutes could not be written');
    });
    if (uncounted > 0) logger.warn({ uncounted }, 'too much traffic waits to be written: it is not counted');
    uncounted = 0;
  }

  function next(): () => void {
    return clock.after(limits.trafficWriteMs, () => {
      writing = turn().then(() => {
        if (!isClosed) cancel = next();
      });
    });
  }

  let isClosed = false;
  let cancel = next();
  return {
    answered: count,
    async close() {
      isClosed = true;
      cancel();
      await within(writing.then(turn), limits.trafficCloseMs, clock);
    },
  };
}

function emptyRow(process: string, scope: TrafficRow['scope'], minuteMs: number): Counting {
  return {
    ...{ process, scope, minuteMs, asked: 0, outcomes: { approve: 0, decline: 0, challenge: 0 }, recordedLate: 0 },
    // Without a prototype: a cause may be called anything.
    ...{ standIns: Object.create(null), missing: Object.create(null), latencies: {}, isNew: false },
  };
}

function addOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
