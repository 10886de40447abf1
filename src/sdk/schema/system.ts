import { z } from 'zod';
import { SHOWN_LIMITS } from '../../core/domain/shown-limits.ts';
import { time } from './paging.ts';

const filling = z.object({ version: z.string(), events: z.int(), share: z.number().min(0).max(1) });

const process = z.object({
  id: z.string(),
  name: z.string().meta({ description: "The machine's name and the number of the process." }),
  role: z.enum(['gateway', 'worker']),
  program: z.string(),
  node: z.string(),
  policy_version: z.string().nullable().meta({ description: 'What it decides by; null for a worker.' }),
  started_at: time,
  seen_at: time.meta({ description: 'When it last said that it is there.' }),
  state: z.enum(['up', 'silent', 'stopped']).meta({
    description: 'silent: it was not heard of for too long, and did not say that it ends.',
  }),
});

/** What runs, in which versions, on what, and how far each part is. */
export const systemState = z
  .object({
    process: z.object({ id: z.string(), name: z.string(), started_at: time }),
    program: z.string().meta({ description: 'The version of Countersign.' }),
    node: z.string(),
    console: z.string().nullable().meta({ description: 'The build of the console; null where it was not built.' }),
    policy: z.object({
      live: z.string(),
      from: z.string().meta({ description: 'Whether it is the folder’s, the kept one, or was applied.' }),
      activated_at: time.nullable(),
      shadow: z.string().nullable(),
      differing_folder: z.string().nullable().meta({ description: 'The version of the folder, where it is another.' }),
      broken_rules: z.int().meta({ description: 'Rules that the circuit breaker put in shadow.' }),
      list_entries: z.int(),
      profiles: z.array(z.object({ name: z.string(), deadline_ms: z.int() })),
    }),
    database: z.object({
      kind: z.enum(['postgres', 'pglite']),
      server: z.string().nullable().meta({ description: 'The version of its server; null while it is not open.' }),
      state: z.enum(['connecting', 'open', 'closed']),
      schema: z.string().nullable().meta({ description: 'The last migration.' }),
      synced: z.boolean().nullable().meta({ description: 'Whether a commit is on the disk when it is acknowledged.' }),
    }),
    counters: z.object({
      kind: z.enum(['memory', 'redis', 'redis_cluster']),
      server: z.string().nullable().meta({ description: 'The version of Redis.' }),
      cold: z.boolean(),
      filling: z.array(filling),
      keys: z.int().nullable().meta({ description: 'Keys in memory; null where Redis counts.' }),
      bytes: z.int().nullable(),
    }),
    queue: z.object({ kind: z.enum(['redis', 'postgres', 'pglite']), done_by: z.enum(['here', 'worker']) }),
    stripe: z.object({
      mode: z.enum(['live', 'test']).nullable().meta({ description: 'Of the key that is set; null without one.' }),
      pinned: z.string().meta({ description: 'The Stripe-Version of every reply.' }),
      seen: z
        .array(z.object({ version: z.string(), last_at: time }))
        .meta({ description: 'By which versions of the API the latest events were written.' }),
    }),
    journal: z.object({
      record: z.enum(['journal', 'database']).meta({ description: 'Where an answer is durable first.' }),
      writable: z.boolean(),
      unshipped_bytes: z.int().meta({ description: 'What it holds that the database does not.' }),
      oldest_unshipped_ms: z.number().meta({ description: 'How long the oldest of that has waited.' }),
      unwritten_records: z.int(),
      last_sync_ms: z.number(),
    }),
    claims: z.object({ asks: z.int(), known_since: time }),
    disk: z
      .object({ free_bytes: z.number(), total_bytes: z.number() })
      .nullable()
      .meta({ description: 'Of the data folder; null where that is not told.' }),
    processes: z.array(process).meta({ description: 'Gateways and workers of the last day, the youngest first.' }),
    limits: z.array(
      z.object({
        name: z.enum(SHOWN_LIMITS.map(({ name }) => name)),
        value: z.number(),
        unit: z.enum(['ms', 'bytes', 'count', 'per_minute', 'per_second']),
        what: z.string(),
      }),
    ),
    retention: z.array(
      z.object({
        table: z.string(),
        days: z.int().nullable().meta({ description: 'Null: its rows stay.' }),
        what: z.string(),
      }),
    ),
    settings: z
      .array(z.object({ name: z.string(), set: z.boolean() }))
      .meta({ description: 'Every setting by its name, and whether it is made; never what it says.' }),
  })
  .meta({ id: 'System', description: 'What runs in which version, on what, and how far each part is.' });
