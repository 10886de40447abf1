import { beatRun, type RunClaim } from '../../../adapters/store/database/backtests.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { RunEnd, RunUnderWay } from './under-way.ts';

/** What says that somebody is at a run. */
export interface Beats {
  /** Ends them; tells how the run ended where they ended it, else null. */
  end(): RunEnd | null;
}

const STUCK = `it was stopped: it came no further for ${limits.backtestStillMs / 60_000} minutes`;

/**
 * Says every second how far a run is. Stops one that is ours no more, and one that says nothing new for too long:
 * others wait for it.
 */
export function startBeats(
  run: RunClaim,
  started: Pick<RunUnderWay, 'progress' | 'stop'>,
  { pool, clock }: { readonly pool: SqlPool; readonly clock: Clock },
): Beats {
  let isOver = false;
  let stuck: RunEnd | null = null;
  let said = started.progress();
  let [saidMs, beatMs] = [clock.nowMs(), clock.nowMs()];
  let cancel = clock.after(limits.backtestProgressMs, () => void beat());

  async function beat(): Promise<void> {
    const progress = started.progress();
    const nowMs = clock.nowMs();
    // Where no beat came for as long all of the process stood still: a machine slept.
    if (progress !== said || nowMs - beatMs > limits.backtestLateMs) [said, saidMs] = [progress, nowMs];
    beatMs = nowMs;
    if (nowMs - saidMs >= limits.backtestStillMs) stuck = { kind: 'failed', error: STUCK };
    // Where the database is away the next beat tells more.
    const isOurs = await beatRun(pool, run, progress, nowMs).catch(() => true);
    if (isOver) return;
    if (isOurs && !stuck) cancel = clock.after(limits.backtestProgressMs, () => void beat());
    else await started.stop();
  }

  return {
    end() {
      isOver = true;
      cancel();
      return stuck;
    },
  };
}
