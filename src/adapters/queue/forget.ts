import type { JobType, Queue } from 'bullmq';
import type { JobData } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { keyOfId } from './job-id.ts';

/**
 * Takes jobs out of all queues in which one of these ids stands, in their key or data: also those that are done or
 * dead, but none that comes by itself. What is under way stays until it ends. Gives how many.
 */
export async function forgetJobs(queues: readonly Queue[], ids: readonly string[]): Promise<number> {
  const theirs = new Set(ids);
  let forgotten = 0;
  for (const queue of queues) {
    const found: string[] = [];
    for (let start = 0; ; start += limits.forgetBatch) {
      const jobs = await queue.getJobs(STATES, start, start + limits.forgetBatch - 1);
      for (const { id = '', data } of jobs) {
        if (!id.startsWith('repeat:') && isAbout(id, data as JobData, theirs)) found.push(id);
      }
      // Of each state so many at a time.
      if (jobs.length === 0) break;
    }
    for (const id of found) forgotten += await queue.remove(id);
    // What happened to jobs is told by their ids.
    if (found.length > 0) await queue.trimEvents(0);
  }
  return forgotten;
}

/** Whether one of them stands in a job, as a whole value of its data or a whole part of its key. */
function isAbout(id: string, data: JobData, theirs: ReadonlySet<string>): boolean {
  const parts = [keyOfId(id), ...keyOfId(id).split(/[:/]/), ...Object.values(data).map(String)];
  return parts.some((part) => theirs.has(part));
}

const STATES: JobType[] = ['waiting', 'delayed', 'prioritized', 'completed', 'failed'];
