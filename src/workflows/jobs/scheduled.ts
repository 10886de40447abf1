import type { JobQueue } from '../../adapters/queue/queue.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { JobQueueName } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';

/** Has the jobs that come by themselves do so, as soon as the queues can be told. */
export function keepScheduled({
  queue,
  queues,
  clock,
}: {
  readonly queue: Pick<JobQueue, 'schedule'>;
  readonly queues: readonly JobQueueName[];
  readonly clock: Clock;
}): { close(): void } {
  let isClosed = false;
  let cancel = () => {};

  function attempt(): void {
    queue.schedule(queues).catch(() => {
      if (!isClosed) cancel = clock.after(limits.jobReopenMs, attempt);
    });
  }

  attempt();
  return {
    close() {
      isClosed = true;
      cancel();
    },
  };
}
