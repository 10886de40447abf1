import { z } from 'zod';
import { JOB_QUEUES } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { time } from './paging.ts';

/** How a queue of jobs stands. */
export const jobQueue = z
  .object({
    queue: z.enum(JOB_QUEUES),
    waiting: z.int(),
    active: z.int(),
    delayed: z.int().meta({ description: 'Not yet due: put off, or to be tried again.' }),
    dead: z.int().meta({ description: 'Dead letters: tried as often as may be, or given up.' }),
    oldest_waiting_since: time.nullable().meta({ description: 'Since when the oldest waiting job could be done.' }),
    waits_for: z
      .string()
      .nullable()
      .meta({ description: 'A setting without which its jobs wait, e.g. STRIPE_SECRET_KEY.' }),
  })
  .meta({ id: 'JobQueue', description: 'How a queue of jobs stands.' });

/** How all jobs stand, and what is to become jobs. */
export const jobsState = z
  .object({
    done_by: z
      .enum(['here', 'worker'])
      .meta({ description: 'Who does them: gateways themselves, or `countersign worker`.' }),
    inbox: z.int().meta({ description: 'Records that were stored and from which nothing was drawn yet.' }),
    outbox: z.int().meta({ description: 'Jobs that are not handed to their queues yet.' }),
    queues: z.array(jobQueue),
  })
  .meta({ id: 'Jobs', description: 'How the work after the answers stands.' });

/** A job. */
export const job = z
  .object({
    id: z.string(),
    key: z.string().meta({ description: 'What names it among us: another one of this key is not added.' }),
    queue: z.enum(JOB_QUEUES),
    name: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    state: z.enum(['waiting', 'active', 'delayed', 'done', 'dead']),
    tries: z.int(),
    attempts: z.int().meta({ description: 'How often it is tried at most.' }),
    error: z.string().nullable().meta({ description: 'Why the last try failed.' }),
    added_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
  })
  .meta({ id: 'Job', description: 'Work that is done later, once.' });

export const retriedJobs = z
  .object({
    retried: z.int().meta({ description: `At most ${limits.retriedAtOnce} at a time.` }),
    left: z.int().meta({ description: 'Dead letters that are left: ask again.' }),
  })
  .meta({ id: 'RetriedJobs' });
