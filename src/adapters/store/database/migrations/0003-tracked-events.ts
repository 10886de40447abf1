import { type Kysely, sql } from 'kysely';

/**
 * Events that back ends tell of, once by type and id, and what their inputs showed themselves to be. `seq` is the
 * order of storing: the lines of one request, which were received at one moment, by their order in it.
 */
const STATEMENTS = [
  `create table if not exists tracked_events (
    seq bigint generated always as identity,
    livemode boolean not null,
    account text not null default '',
    type text not null,
    id text not null,
    at timestamptz not null,
    received_at timestamptz not null,
    record jsonb not null,
    primary key (livemode, account, type, id)
  )`,
  // To count the past again, of all types and of a few.
  `create index if not exists tracked_events_received on tracked_events (received_at, seq)`,
  `create index if not exists tracked_events_type on tracked_events (type, received_at, seq)`,
  `create table if not exists event_types (
    livemode boolean not null,
    account text not null default '',
    type text not null,
    input text not null,
    kind text not null,
    first_seen timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (livemode, account, type, input)
  )`,
];

/** Tracked events, and the kinds of their inputs. */
export async function trackedEvents(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
