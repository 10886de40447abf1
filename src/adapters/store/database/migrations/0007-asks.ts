import { type Kysely, sql } from 'kysely';

/**
 * Every ask of every authorization, what we said to it and how Stripe says that it ended; asks that never reached us as
 * well. Made of decisions and events, and made again when more of them come.
 */
const STATEMENTS = [
  `create table if not exists asks (
    livemode boolean not null,
    account text not null default '',
    authorization_id text not null,
    place integer not null,
    at timestamptz not null,
    amount_minor bigint,
    currency text,
    card text,
    cardholder text,
    merchant text,
    portfolio text,
    decision_id text,
    named_decision_id text,
    outcome text,
    first_reason text,
    approved boolean,
    reason text,
    reason_message text,
    decided_by text check (decided_by in ('us', 'stripe', 'network', 'time_out', 'error')),
    confirmed_at timestamptz,
    retrieve_rounds integer not null default 0,
    retrieve_at timestamptz,
    is_unknown boolean not null default false,
    primary key (livemode, account, authorization_id, place),
    check ((decided_by is null) = (approved is null)),
    check ((decided_by is null) = (confirmed_at is null))
  )`,
  `create index if not exists asks_at on asks (livemode, account, at)`,
  `create index if not exists asks_decision on asks (decision_id) where decision_id is not null`,
  `create index if not exists asks_unconfirmed on asks (at) where decided_by is null`,
  `create index if not exists asks_lost on asks (at) where decision_id is null and named_decision_id is not null`,
];

/** What became of each ask. */
export async function asks(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
