import { type Kysely, sql } from 'kysely';

/**
 * What was captured and refunded, as Stripe last told of it, each with what kind of capture it is; and how holds
 * changed by themselves, one row for each event that told of it: given back, run out, raised.
 */
const STATEMENTS = [
  `create table if not exists transactions (
    livemode boolean not null,
    account text not null default '',
    id text not null,
    authorization_id text,
    card text,
    cardholder text,
    type text not null,
    kind text not null,
    amount_minor bigint not null,
    currency text not null,
    dispute text,
    created_at timestamptz not null,
    known_at timestamptz not null,
    primary key (livemode, account, id)
  )`,
  `create index if not exists transactions_authorization on transactions (livemode, account, authorization_id)`,
  `create index if not exists transactions_newest on transactions (livemode, account, created_at desc, id desc)`,
  `create index if not exists transactions_card on transactions (livemode, account, card, created_at desc, id desc)`,
  // Those that one looks for are few.
  `create index if not exists transactions_odd on transactions (livemode, account, created_at desc, id desc)
    where kind in ('over', 'late', 'forced_without_authorization', 'forced_after_decline', 'unmatched')`,
  `create table if not exists hold_changes (
    livemode boolean not null,
    account text not null default '',
    event_id text not null,
    authorization_id text not null,
    cause text not null,
    amount_minor bigint not null,
    at timestamptz not null,
    primary key (livemode, account, event_id)
  )`,
  `create index if not exists hold_changes_authorization on hold_changes (livemode, account, authorization_id)`,
];

/** Money after the answer. */
export async function transactions(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
