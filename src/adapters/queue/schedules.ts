import type { Queue } from 'bullmq';
import type { JobKind } from '../../core/domain/job.ts';
import { jobOptions } from './timing.ts';

/**
 * Has the jobs of this queue come by themselves as their kinds say. One that comes already as it should is left as it
 * is: what starts often must not put it off. `isWished` is whether those of this queue shall come; what is no kind of
 * ours any more ends in any case.
 */
export async function alignSchedules(
  queue: Queue,
  kinds: Readonly<Record<string, JobKind>>,
  isWished: boolean,
): Promise<void> {
  const wanted = new Map(
    Object.entries(kinds).filter(([, kind]) => kind.queue === queue.name && kind.everyMs !== undefined),
  );
  const present = new Map((await queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
  for (const name of present.keys()) if (!wanted.has(name)) await queue.removeJobScheduler(name);
  if (!isWished) return;
  for (const [name, kind] of wanted) {
    const every = kind.everyMs;
    if (every === undefined || present.get(name)?.every === every) continue;
    await queue.upsertJobScheduler(name, { every }, { name, data: {}, opts: jobOptions(kind) });
  }
}
