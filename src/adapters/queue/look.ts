import type { Job, Queue } from 'bullmq';
import type { JobData, JobQueueName } from '../../core/domain/job.ts';
import { dueMsOf } from './due.ts';
import { keyOfId } from './job-id.ts';

/** How a queue stands. */
export interface QueueState {
  readonly queue: JobQueueName;
  readonly waiting: number;
  readonly active: number;
  /** Not yet due: put off, or to be tried again. */
  readonly delayed: number;
  readonly dead: number;
  /** Since when the job that waits longest could have been done; null where none waits. */
  readonly oldestWaitingMs: number | null;
}

/** What became of a job. */
export type JobState = 'waiting' | 'active' | 'delayed' | 'done' | 'dead';

/** A job as it stands. */
export interface JobView {
  readonly id: string;
  readonly key: string;
  readonly queue: JobQueueName;
  readonly name: string;
  readonly data: JobData;
  readonly state: JobState;
  /** How often it was tried, and how often it will be at most. */
  readonly tries: number;
  readonly attempts: number;
  /** Why the last try failed; null where none did. */
  readonly error: string | null;
  readonly addedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** How a queue stands now. */
export async function lookAt(queue: Queue): Promise<QueueState> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  // From the end: asked for the oldest first, BullMQ in Postgres gives the newest.
  const last = (counts.waiting ?? 0) - 1;
  const [oldest] = last < 0 ? [] : await queue.getJobs(['waiting'], last, last);
  return {
    queue: queue.name as JobQueueName,
    waiting: counts.waiting ?? 0,
    active: counts.active ?? 0,
    delayed: counts.delayed ?? 0,
    dead: counts.failed ?? 0,
    // The list may name a job that is gone by now.
    oldestWaitingMs: oldest ? dueMsOf(oldest) : null,
  };
}

const STATES: Readonly<Record<string, JobState>> = { active: 'active', completed: 'done', failed: 'dead' };

/** A job as it stands, in our words. */
export function viewOf(job: Job, state: string): JobView {
  return {
    id: job.id ?? '',
    key: keyOfId(job.id ?? ''),
    queue: job.queueName as JobQueueName,
    name: job.name,
    data: job.data as JobData,
    state: STATES[state] ?? (state === 'delayed' ? 'delayed' : 'waiting'),
    tries: job.attemptsMade,
    attempts: job.opts.attempts ?? 1,
    error: job.failedReason || null,
    addedAtMs: job.timestamp,
    startedAtMs: job.processedOn ?? null,
    endedAtMs: job.finishedOn ?? null,
  };
}
