import type { Queue } from 'bullmq';
import { JOBS, type JobKind, type JobQueueName, type JobRequest } from '../../core/domain/job.ts';
import { forgetJobs } from './forget.ts';
import { idOfKey } from './job-id.ts';
import { deadLetters, findJob, type Retried, retryAllDead, retryDead } from './letters.ts';
import { type JobView, lookAt, type QueueState, viewOf } from './look.ts';
import { createOpening, type Opened, type OpeningOptions } from './opening.ts';
import { alignSchedules } from './schedules.ts';
import { type JobTiming, jobOptions, USUAL_TIMING } from './timing.ts';
import type { Work } from './workers.ts';
import { keepWorking, type Working } from './working.ts';

/** A job to be added; of a kind that the queue knows, or it is left to whoever does. */
export type Queued = Omit<JobRequest, 'name'> & { readonly name: string };

/**
 * Work that survives: jobs that are done once each, some time. What is asked of it rejects with QueueUnavailable while
 * the queues can't be had.
 */
export interface JobQueue {
  /** Adds jobs, each unless one of its key is known: waiting, under way, done lately, or dead. */
  add(jobs: readonly Queued[]): Promise<void>;
  /** Does jobs from now on, as soon as the queues can be had. */
  work(work: Work): Working;
  /** Has jobs come by themselves as their kinds say, in these queues, and ends what no kind says any more. */
  schedule(queues: readonly JobQueueName[]): Promise<void>;
  states(): Promise<readonly QueueState[]>;
  /** Dead letters, the latest first. */
  dead(page: { readonly offset: number; readonly limit: number }): Promise<readonly JobView[]>;
  /** The job of this id, or of this key; null where none is known. */
  find(idOrKey: string): Promise<JobView | null>;
  /** Has a dead letter tried again, as often as a new job. */
  retry(idOrKey: string): Promise<Retried>;
  /** The same for the oldest dead letters, `limits.retriedAtOnce` at most; gives how many those were. */
  retryAll(): Promise<number>;
  /** Takes jobs out in which one of these ids stands, done and dead ones, too; gives how many. */
  forget(ids: readonly string[]): Promise<number>;
  /** The library's own queues, for its page. */
  library(): Promise<readonly Queue[]>;
  /** Ends what works, waiting for it as `Working.close` does, and closes the connections. */
  close(): Promise<void>;
}

export interface JobQueueOptions extends Omit<OpeningOptions, 'commandMs'> {
  readonly kinds?: Readonly<Record<string, JobKind>>;
  readonly timing?: Partial<JobTiming>;
}

/** A job of no kind of ours may be a later version's. */
const STRANGE: JobKind = { queue: 'work', attempts: 8 };

/** Queues behind `open`, which is called when something is first asked of them, and until it succeeds. */
export function createJobQueue({ open, clock, onError, kinds = JOBS, ...options }: JobQueueOptions): JobQueue {
  const timing = { ...USUAL_TIMING, ...options.timing };
  const opening = createOpening({ open, clock, onError, commandMs: timing.commandMs });
  const edges = { clock, timing, onError };
  const workings: Working[] = [];
  const kindOf = (name: string) => (Object.hasOwn(kinds, name) ? kinds[name] : undefined) ?? STRANGE;
  const ask = <T>(run: (queues: readonly Queue[]) => Promise<T>) =>
    opening.ask(({ queues }) => run([...queues.values()]));

  async function addAll({ queues }: Opened, jobs: readonly Queued[]): Promise<void> {
    const nowMs = clock.nowMs();
    const byQueue = Map.groupBy(jobs, ({ name }) => kindOf(name).queue);
    for (const [queue, its] of byQueue) {
      const entries = its.map(({ name, key, data, notBeforeMs = nowMs }) => {
        const opts = { ...jobOptions(kindOf(name)), jobId: idOfKey(key) };
        return { name, data, opts: { ...opts, delay: Math.max(0, notBeforeMs - nowMs) } };
      });
      await queues.get(queue)?.addBulk(entries);
    }
  }

  return {
    add: (jobs) => opening.ask((opened) => addAll(opened, jobs)),
    work(work) {
      const start = async () => {
        const { backend } = await opening.opened();
        // The library is loaded when it is needed, and then it is by now.
        const { startWorkers } = await import('./workers.ts');
        return startWorkers(backend, work, edges);
      };
      const working = keepWorking(start, { clock, onError, reopenMs: timing.reopenMs });
      workings.push(working);
      return working;
    },
    schedule: (names) =>
      opening.ask(async ({ queues }) => {
        for (const [name, queue] of queues) await alignSchedules(queue, kinds, names.includes(name));
      }),
    states: () => ask((queues) => Promise.all(queues.map(lookAt))),
    dead: (page) => ask((queues) => deadLetters(queues, page)),
    find: (idOrKey) =>
      ask(async (queues) => {
        const job = await findJob(queues, idOrKey);
        return job && viewOf(job, await job.getState());
      }),
    retry: (idOrKey) => ask((queues) => retryDead(queues, idOrKey, clock.nowMs())),
    retryAll: () => ask((queues) => retryAllDead(queues, clock.nowMs())),
    forget: (ids) => ask((queues) => forgetJobs(queues, ids)),
    library: () => ask(async (queues) => queues),
    async close() {
      await Promise.all(workings.map((working) => working.close()));
      await opening.close();
    },
  };
}
