import { DelayedError, type Job, type MinimalJob, type Processor, UnrecoverableError, type Worker } from 'bullmq';
import type { Clock } from '../../core/decision/ports.ts';
import { type JobData, JobGivenUp, type JobHandler, type JobQueueName } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import type { QueueBackend } from './backend.ts';
import { putOff, putOffUntilMs, retryAfterMs } from './due.ts';
import type { JobTiming } from './timing.ts';

/** What a process does. */
export interface Work {
  readonly handlers: Readonly<Record<string, JobHandler | undefined>>;
  /** The queues that it takes jobs from. */
  readonly queues: readonly JobQueueName[];
}

export interface WorkEdges {
  readonly clock: Clock;
  readonly timing: JobTiming;
  /** Told of what goes wrong between a worker and its queue. */
  onError(error: Error): void;
}

/** Starts workers, one a queue, once each has its connections. Rejects, with none left, while it can't have them. */
export async function startWorkers(
  backend: QueueBackend,
  { handlers, queues }: Work,
  edges: WorkEdges,
): Promise<readonly Worker[]> {
  const workers = queues.map((name) => {
    const worker = backend.openWorker(name, processBy(handlers, edges), workerOptions(name, edges));
    worker.on('error', edges.onError);
    return worker;
  });
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.close(true)));
    throw error;
  }
  for (const worker of workers) void worker.run().catch(edges.onError);
  return workers;
}

function workerOptions(name: JobQueueName, { clock, timing }: WorkEdges) {
  return {
    concurrency: limits.jobsAtOnce,
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledMs,
    maxStalledCount: limits.maxJobStalls,
    drainDelay: limits.jobIdleSeconds,
    runRetryDelay: timing.reopenMs,
    settings: {
      backoffStrategy: (_tries: number, _type?: string, _error?: Error, job?: MinimalJob) =>
        Math.max(0, putOffUntilMs(job?.progress) - clock.nowMs()),
    },
    ...(name === 'stripe' && { limiter: { max: timing.stripePerSecond, duration: 1_000 } }),
    ...(name === 'sms' && { limiter: { max: timing.smsPerSecond, duration: 1_000 } }),
  };
}

function processBy(handlers: Work['handlers'], { clock, timing, onError }: WorkEdges): Processor {
  return async (job: Job, token?: string) => {
    const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined;
    if (!handler) {
      // A later version's, or one whose handler lacks something here: that is no failure of the job.
      const untilMs = clock.nowMs() + timing.strangeMs;
      await putOff(job, untilMs);
      await job.moveToDelayed(untilMs, token);
      throw new DelayedError();
    }
    try {
      await handler(job.data as JobData);
    } catch (error) {
      const message = messageOf(error).slice(0, limits.maxJobErrorLength);
      if (error instanceof JobGivenUp) throw new UnrecoverableError(message);
      // Without it the job is tried again all the same, as it would be if it was not told of.
      await putOff(job, clock.nowMs() + retryAfterMs(job.attemptsMade + 1, timing.retryMs)).catch(onError);
      throw new Error(message);
    }
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error.name === 'JobGivenUp' ? error.message : `${error.name}: ${error.message}`;
}
