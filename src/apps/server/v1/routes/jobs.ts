import type { JobView } from '../../../../adapters/queue/look.ts';
import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import { countWaiting } from '../../../../adapters/store/database/waiting.ts';
import { job, jobsState, retriedJobs } from '../../../../sdk/schema/jobs.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { sayQueue } from '../say-queue.ts';

/** Jobs: how their queues stand, and dead letters. */
export const JOB_ROUTES = [
  route({
    id: 'jobs.get',
    method: 'get',
    path: '/jobs',
    // Numbers alone: what single jobs are about is for admins.
    wants: 'read',
    reach: 'all',
    summary: 'How the work after the answers stands.',
    answer: jobsState,
    async handle({ pool, jobs }) {
      const [waiting, states] = await Promise.all([countWaiting(pool), jobs.queue.states()]);
      return {
        done_by: jobs.doneBy,
        inbox: waiting.inbox.waiting,
        outbox: waiting.outbox.waiting,
        queues: states.map((state) => sayQueue(state, jobs)),
      };
    },
  }),
  route({
    id: 'jobs.dead',
    method: 'get',
    path: '/jobs/dead',
    wants: 'admin',
    reach: 'all',
    summary: 'Dead letters, the latest first.',
    query: pageQuery,
    answer: pageOf(job),
    async handle({ jobs }, { query: { limit, cursor } }) {
      const offset = Math.max(0, Math.trunc(readCursor(cursor, 'number') ?? 0));
      const rows = await jobs.queue.dead({ offset, limit: limit + 1 });
      const data = rows.slice(0, limit).map(sayJob);
      return { data, next: rows.length > limit ? writeCursor(offset + limit) : null };
    },
  }),
  route({
    id: 'jobs.find',
    method: 'get',
    path: '/jobs/:id',
    wants: 'admin',
    reach: 'all',
    summary: 'A job, by its id or its key.',
    answer: job,
    async handle({ jobs }, { param }) {
      const found = await jobs.queue.find(param('id'));
      if (!found) throw unknown(param('id'));
      return sayJob(found);
    },
  }),
  route({
    id: 'jobs.retryAll',
    method: 'post',
    path: '/jobs/dead/retry',
    wants: 'admin',
    reach: 'all',
    summary: 'Try dead letters again, the oldest first.',
    answer: retriedJobs,
    async handle(ports, { caller }) {
      const { queue } = ports.jobs;
      const retried = await queue.retryAll();
      await tell(ports, caller.id, 'dead', { retried });
      const left = (await queue.states()).reduce((sum, { dead }) => sum + dead, 0);
      return { retried, left };
    },
  }),
  route({
    id: 'jobs.retry',
    method: 'post',
    path: '/jobs/:id/retry',
    wants: 'admin',
    reach: 'all',
    summary: 'Try a dead letter again, as often as a new job.',
    answer: job,
    async handle(ports, { caller, param }) {
      const id = param('id');
      const retried = await ports.jobs.queue.retry(id);
      if (retried.kind === 'unknown') throw unknown(id);
      if (retried.kind === 'not_dead') throw new Problem('conflict', `the job ${id} is no dead letter`);
      // Its id names what it is about, and nothing is ever taken out of the audit.
      await tell(ports, caller.id, retried.job.name, {});
      return sayJob(retried.job);
    },
  }),
];

function unknown(id: string): Problem {
  return new Problem('not_found', `no job ${id} is known; those that were done are forgotten after some days`);
}

async function tell({ pool, clock }: ApiPorts, actor: string, subject: string, detail: object): Promise<void> {
  await appendAudit(pool, { actor, act: 'job.retry', subject, detail, atMs: clock.nowMs() });
}

function sayJob({ addedAtMs, startedAtMs, endedAtMs, data, ...rest }: JobView) {
  return {
    ...rest,
    data: { ...data },
    added_at: sayTime(addedAtMs),
    started_at: sayTimeOrNull(startedAtMs),
    ended_at: sayTimeOrNull(endedAtMs),
  };
}
