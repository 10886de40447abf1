import type { Job, Queue } from 'bullmq';
import { limits } from '../../core/domain/limits.ts';
import { putOff } from './due.ts';
import { idOfKey } from './job-id.ts';
import { type JobView, viewOf } from './look.ts';

/** What came of trying a dead letter again. */
export type Retried =
  | { readonly kind: 'retried'; readonly job: JobView }
  | { readonly kind: 'not_dead' }
  | { readonly kind: 'unknown' };

/** The job of this id, or of this key, in any of the queues. */
export async function findJob(queues: readonly Queue[], idOrKey: string): Promise<Job | null> {
  for (const id of new Set([idOrKey, idOfKey(idOrKey)])) {
    for (const queue of queues) {
      const job = await queue.getJob(id);
      if (job) return job;
    }
  }
  return null;
}

/** Dead letters of all queues, the latest first. */
export async function deadLetters(
  queues: readonly Queue[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<JobView[]> {
  const each = await Promise.all(queues.map((queue) => queue.getFailed(0, offset + limit - 1)));
  const all = each.flat().map((job) => viewOf(job, 'failed'));
  all.sort((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0) || (a.id < b.id ? -1 : 1));
  return all.slice(offset, offset + limit);
}

/** Has a dead letter tried again, as often as a new job. */
export async function retryDead(queues: readonly Queue[], idOrKey: string, nowMs: number): Promise<Retried> {
  const job = await findJob(queues, idOrKey);
  if (!job) return { kind: 'unknown' };
  if (!(await retryJob(job, nowMs))) return { kind: 'not_dead' };
  const again = await findJob(queues, job.id ?? idOrKey);
  return again ? { kind: 'retried', job: viewOf(again, await again.getState()) } : { kind: 'unknown' };
}

/** The same for the oldest dead letters, `limits.retriedAtOnce` at most; gives how many those were. */
export async function retryAllDead(queues: readonly Queue[], nowMs: number): Promise<number> {
  let retried = 0;
  for (const queue of queues) {
    const left = limits.retriedAtOnce - retried;
    const jobs = left > 0 ? await queue.getJobs(['failed'], 0, left - 1, true) : [];
    for (const job of jobs) if (await retryJob(job, nowMs)) retried += 1;
  }
  return retried;
}

async function retryJob(job: Job, nowMs: number): Promise<boolean> {
  if ((await job.getState()) !== 'failed') return false;
  await putOff(job, nowMs);
  await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
  return true;
}
