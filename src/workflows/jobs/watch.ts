import type { QueueState } from '../../adapters/queue/look.ts';
import type { JobQueue } from '../../adapters/queue/queue.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { countWaiting, type Waiting } from '../../adapters/store/database/waiting.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import type { JobQueueName } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';

/** What was seen of the jobs when they were last looked at. */
export interface JobsSeen {
  readonly atMs: number;
  /** Null: the database could not be asked. */
  readonly waiting: Waiting | null;
  /** Null: the queues could not be asked. */
  readonly queues: readonly QueueState[] | null;
}

/** Looks at jobs, and at what becomes jobs, again and again. */
export interface JobsWatch {
  /** Null before the first look. */
  seen(): JobsSeen | null;
  close(): void;
}

export interface JobsWatchOptions {
  readonly pool: SqlPool;
  readonly queue: Pick<JobQueue, 'states'>;
  /** Queues that nobody is meant to work at present: what waits there waits for a setting. */
  readonly unworked: readonly JobQueueName[];
  readonly clock: Clock;
  readonly alarms: Alarms;
}

/**
 * Raises `jobs_dead` while there are dead letters, and `jobs_stuck` while something waits longer than it should: a job
 * in a queue, the first record of the inbox, the first job of the outbox, or we for the queues.
 */
export function startJobsWatch({ pool, queue, unworked, clock, alarms }: JobsWatchOptions): JobsWatch {
  let isClosed = false;
  let cancel = () => {};
  let seen: JobsSeen | null = null;
  const standing = createStanding();

  async function look(): Promise<void> {
    const [waiting, queues] = await Promise.all([
      countWaiting(pool).catch(() => null),
      queue.states().catch(() => null),
    ]);
    if (isClosed) return;
    seen = { atMs: clock.nowMs(), waiting, queues };
    raiseStuck(seen);
    if (queues) raiseDead(queues);
    cancel = clock.after(limits.jobsWatchMs, () => void look());
  }

  function raiseStuck({ atMs, waiting, queues }: JobsSeen): void {
    const since = [
      ...(waiting ? [{ where: 'inbox', sinceMs: standing('inbox', waiting.inbox.first, atMs) }] : []),
      ...(waiting ? [{ where: 'outbox', sinceMs: standing('outbox', waiting.outbox.first, atMs) }] : []),
      { where: 'the queues can not be reached', sinceMs: standing('queues', queues ? null : 'away', atMs) },
      ...(queues ?? [])
        .filter((state) => !unworked.includes(state.queue))
        .map(({ queue: where, oldestWaitingMs }) => ({ where, sinceMs: oldestWaitingMs })),
    ];
    const stuck = since.filter(({ sinceMs }) => sinceMs !== null && atMs - sinceMs > limits.jobsStuckMs);
    const [first] = stuck.sort((a, b) => (a.sinceMs ?? 0) - (b.sinceMs ?? 0));
    if (!first) alarms.end('jobs_stuck');
    else alarms.raise('jobs_stuck', { where: first.where, seconds: Math.round((atMs - (first.sinceMs ?? 0)) / 1_000) });
  }

  function raiseDead(queues: readonly QueueState[]): void {
    const dead = queues.filter((state) => state.dead > 0);
    if (dead.length === 0) alarms.end('jobs_dead');
    else alarms.raise('jobs_dead', Object.fromEntries(dead.map((state) => [state.queue, state.dead])));
  }

  void look();
  return {
    seen: () => seen,
    close() {
      isClosed = true;
      cancel();
    },
  };
}

/** Since when the same thing is first in a place: it is what has no time of its own that waits there. */
function createStanding() {
  const firsts = new Map<string, { readonly first: string; readonly sinceMs: number }>();
  return (place: string, first: string | null, atMs: number): number | null => {
    if (first === null) {
      firsts.delete(place);
      return null;
    }
    const known = firsts.get(place);
    if (known?.first === first) return known.sinceMs;
    firsts.set(place, { first, sinceMs: atMs });
    return atMs;
  };
}
