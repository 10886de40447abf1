import type { JobsOptions } from 'bullmq';
import type { JobKind } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';

/** The numbers that a queue goes by; `limits` has them, tests hurry them. */
export interface JobTiming {
  readonly commandMs: number;
  readonly reopenMs: number;
  readonly retryMs: number;
  readonly lockMs: number;
  readonly stalledMs: number;
  readonly strangeMs: number;
  readonly stripePerSecond: number;
  readonly smsPerSecond: number;
}

export const USUAL_TIMING: JobTiming = {
  commandMs: limits.jobCommandMs,
  reopenMs: limits.jobReopenMs,
  retryMs: limits.jobRetryMs,
  lockMs: limits.jobLockMs,
  stalledMs: limits.jobStalledMs,
  strangeMs: limits.strangeJobMs,
  stripePerSecond: limits.stripeJobsPerSecond,
  smsPerSecond: limits.smsJobsPerSecond,
};

/** How a job is tried again, and how long it is known when it is done or dead. */
export function jobOptions({ attempts }: Pick<JobKind, 'attempts'>): JobsOptions {
  return {
    attempts,
    // After how long, whoever did it says.
    backoff: { type: 'custom' },
    removeOnComplete: { age: limits.doneJobsKeptSeconds, count: limits.doneJobsKept },
    removeOnFail: { age: limits.deadJobsKeptSeconds, count: limits.deadJobsKept },
    // What failed is said in its message; stacks could quote anything.
    stackTraceLimit: 0,
  };
}
