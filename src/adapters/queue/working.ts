import type { Worker } from 'bullmq';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';

/** Whoever does jobs, until it is closed. */
export interface Working {
  /** Takes no more jobs, and waits for those under way for `patienceMs` at most. */
  close(patienceMs?: number): Promise<void>;
}

export interface WorkingOptions {
  readonly clock: Clock;
  readonly reopenMs: number;
  readonly onError: (error: Error) => void;
}

/** Starts workers, again and again until they are. */
export function keepWorking(
  start: () => Promise<readonly Worker[]>,
  { clock, onError, reopenMs }: WorkingOptions,
): Working {
  let isClosed = false;
  let cancel = () => {};
  let closing: Promise<void> | null = null;
  let starting: Promise<readonly Worker[]> = attempt();

  async function attempt(): Promise<readonly Worker[]> {
    try {
      return await start();
    } catch (error) {
      if (isClosed) return [];
      onError(error instanceof Error ? error : new Error(String(error)));
      cancel = clock.after(reopenMs, () => {
        starting = attempt();
      });
      return [];
    }
  }

  async function end(patienceMs: number): Promise<void> {
    // A start that waits for its place is not waited for.
    const started = await within(starting, Math.min(patienceMs, limits.jobsBreakOffMs), clock);
    if (started.kind === 'done') await endWorkers(started.value, patienceMs, clock);
    else void starting.then((late) => endWorkers(late, 0, clock)).catch(() => {});
  }

  return {
    close(patienceMs = limits.jobsDrainMs) {
      isClosed = true;
      cancel();
      closing ??= end(patienceMs);
      return closing;
    },
  };
}

/** Takes no more jobs and waits for those under way, for a while; what isn't done then is taken up by others. */
async function endWorkers(workers: readonly Worker[], patienceMs: number, clock: Clock): Promise<void> {
  const ended = await within(Promise.all(workers.map((worker) => worker.close())), patienceMs, clock);
  if (ended.kind === 'done') return;
  await within(Promise.all(workers.map((worker) => worker.close(true))), limits.jobsBreakOffMs, clock);
}
