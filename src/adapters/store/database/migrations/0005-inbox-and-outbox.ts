import { type Kysely, sql } from 'kysely';

/**
 * What was stored and is to be looked at (`inbox`), what is to be done (`outbox`), and which answers went out. What was
 * stored before this is looked at, too.
 */
const STATEMENTS = [
  `create table if not exists inbox (
    seq bigint generated always as identity primary key,
    kind text not null check (kind in ('decision', 'event')),
    livemode boolean not null,
    account text not null default '',
    id text not null,
    tries integer not null default 0,
    not_before timestamptz not null default '-infinity',
    error text
  )`,
  `create index if not exists inbox_postponed on inbox (seq) where tries > 0`,
  `insert into inbox (kind, livemode, account, id)
    select 'decision', livemode, account, id from decisions order by received_at, id`,
  `insert into inbox (kind, livemode, account, id) select 'event', livemode, account, id from events order by seq`,
  // What a job asked Stripe for: see retrieve.ts.
  `create index if not exists events_retrieved on events (seq) where id like 'retrieved\\_%'`,
  `create table if not exists outbox (
    seq bigint generated always as identity primary key,
    name text not null,
    key text not null unique,
    data jsonb not null,
    not_before timestamptz
  )`,
  // Beside the decisions, which may come later than this: a reply is told of while its record is still under way.
  `create table if not exists replies_sent (
    decision_id text primary key,
    sent_at timestamptz not null
  )`,
  // Authorizations as Stripe last told of them; the columns are what is searched and joined.
  `create table if not exists authorizations (
    livemode boolean not null,
    account text not null default '',
    id text not null,
    created_at timestamptz not null,
    card text,
    cardholder text,
    merchant text,
    currency text,
    status text,
    approved boolean,
    held_minor bigint not null default 0,
    known_at timestamptz not null,
    fields jsonb not null,
    primary key (livemode, account, id)
  )`,
  `create index if not exists authorizations_created on authorizations (livemode, account, created_at)`,
  `create index if not exists authorizations_card on authorizations (livemode, account, card, created_at desc)`,
];

/** What becomes of records, and work that follows from them. */
export async function inboxAndOutbox(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
