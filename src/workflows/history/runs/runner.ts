import { type ClaimedRun, claimRun, endRun, leaveRun, noteBreak } from '../../../adapters/store/database/backtests.ts';
import { isPassing } from '../../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { startBeats } from './beats.ts';
import type { RunUnderWay } from './under-way.ts';

/** Sets about a run, off the event loop. */
export type StartRun = (run: ClaimedRun) => RunUnderWay;

export interface RunnerOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly start: StartRun;
  /** Told of what goes wrong but a database that is away. */
  onError(error: unknown): void;
}

/** Does the runs that wait, one after the other. */
export interface Runner {
  /** Looks now whether there is one; returns at once. */
  look(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Takes no more, and leaves what is under way to whoever comes next. */
  close(): Promise<void>;
}

/**
 * Looks for runs now and then, and when it is told to. A run is taken by one process, which says every second that it
 * is at it; one whose process was not heard of for a while is taken by the next, and fails where that happened too
 * often. One that was cancelled meanwhile is stopped.
 */
export function createRunner({ pool, clock, start, onError }: RunnerOptions): Runner {
  let isClosed = false;
  /** Somebody said so after it was last looked. */
  let isWanted = false;
  let cancel = () => {};
  let working: Promise<void> | null = null;
  let underWay: RunUnderWay | null = null;

  async function work(): Promise<void> {
    try {
      while (!isClosed) {
        isWanted = false;
        const nowMs = clock.nowMs();
        const run = await claimRun(pool, { nowMs, lateMs: nowMs - limits.backtestLateMs });
        if (!run) return;
        // It may have been closed meanwhile: whoever waits for that does not wait for a run.
        if (isClosed) await leaveRun(pool, run);
        else await take(run);
      }
    } catch (error) {
      if (!isPassing(error)) onError(error);
    }
  }

  async function take(run: ClaimedRun): Promise<void> {
    if (run.tries > limits.maxBacktestTries) {
      await endRun(pool, run, { error: breakError(run) }, clock.nowMs());
      return;
    }
    const started = start(run);
    underWay = started;
    const beats = startBeats(run, started, { pool, clock });
    const ended = await started.ended;
    const end = beats.end() ?? ended;
    underWay = null;
    if (isClosed) {
      await leaveRun(pool, run);
      return;
    }
    // What broke off is taken up again once nobody was heard of for a while.
    if (end.kind === 'failed') await endRun(pool, run, { error: end.error }, clock.nowMs());
    if (end.kind === 'broken') {
      onError(new Error(`a backtest broke off: ${end.error}`));
      await noteBreak(pool, run, end.error);
    }
  }

  function look(): void {
    if (isClosed) return;
    isWanted = true;
    if (working) return;
    cancel();
    working = work().finally(() => {
      working = null;
      if (isWanted) look();
      else if (!isClosed) cancel = clock.after(limits.backtestLookMs, look);
    });
  }

  look();
  return {
    look,
    idle: async () => {
      while (working) await working;
    },
    async close() {
      isClosed = true;
      cancel();
      await underWay?.stop();
      await working;
    },
  };
}

function breakError({ brokenBy }: ClaimedRun): string {
  const times = `${limits.maxBacktestTries} times`;
  if (brokenBy === null) return `the process that did it ended in its midst, ${times}`;
  return `it broke off ${times}, or the process that did it ended in its midst; the last error was: ${brokenBy}`;
}
