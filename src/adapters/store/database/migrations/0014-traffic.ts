import { type Kysely, sql } from 'kysely';

/** What each process answered in each minute of its clock: added up they are what happened. */
const STATEMENTS = [
  `create table if not exists traffic (
    livemode boolean not null,
    account text not null default '',
    minute timestamptz not null,
    process text not null,
    asked integer not null,
    approved integer not null,
    declined integer not null,
    challenged integer not null,
    recorded_late integer not null,
    stand_ins jsonb not null default '{}',
    missing jsonb not null default '{}',
    -- How many latencies are in which place of the bounds in core/domain/latency.ts.
    latencies jsonb not null default '{}',
    primary key (livemode, account, minute, process)
  )`,
  'create index if not exists traffic_minute on traffic (minute)',
  // Whoever listens asks twice a second which alarms are new.
  'create index if not exists alarms_raised on alarms (raised_at)',
];

/** The traffic of each minute. */
export async function traffic(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
