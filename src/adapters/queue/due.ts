import type { Job } from 'bullmq';
import { limits } from '../../core/domain/limits.ts';

/**
 * Since when a job can be done, or from when on: as it was put off at first, as `putOff` says, or as it was begun, if
 * whoever did that is gone.
 */
export function dueMsOf({ timestamp, opts, progress, processedOn }: Job): number {
  return Math.max(timestamp + (opts.delay ?? 0), putOffUntilMs(progress), processedOn ?? 0);
}

/** Until when a job of this progress was put off; 0: it never was. */
export function putOffUntilMs(progress: Job['progress'] | undefined): number {
  return typeof progress === 'number' ? progress : 0;
}

/**
 * Says until when a job is put off. BullMQ forgets that when the time has come, but keeps a job's progress, of which
 * ours have none.
 */
export async function putOff(job: Job, untilMs: number): Promise<void> {
  await job.updateProgress(untilMs);
}

/** How long to wait before another try: twice as long each time, of which a part is chance. */
export function retryAfterMs(tries: number, retryMs: number): number {
  return Math.floor(2 ** (tries - 1) * retryMs * (1 - limits.jobRetryJitter * Math.random()));
}
