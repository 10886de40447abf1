import { type Kysely, sql } from 'kysely';

/** Alarms of all processes, from when they were raised to when they ended, and who took note of them. */
const STATEMENTS = [
  `create table if not exists alarms (
    seq bigint generated always as identity primary key,
    id text not null unique,
    alarm text not null,
    -- Of one process, from its start to its end; and the data folder that it holds, if it holds one.
    process text not null,
    process_name text not null,
    folder text,
    raised_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz,
    end_reason text check (end_reason in ('ended', 'process_stopped', 'process_gone')),
    times integer not null,
    detail jsonb not null default '{}',
    -- Somebody stood in the detail who was erased: the process that raised it would write them there again.
    is_erased boolean not null default false,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note text
  )`,
  'create unique index if not exists alarms_standing on alarms (alarm, process) where ended_at is null',
  'create index if not exists alarms_ended on alarms (ended_at) where ended_at is not null',
];

/** The life of alarms. */
export async function alarms(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
