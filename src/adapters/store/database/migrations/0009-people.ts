import { type Kysely, sql } from 'kysely';

/**
 * Cards and cardholders as they were last told of, how far the sweeps through Stripe's lists are and what they
 * repaired, and the authorizations of disputed transactions that were not known when the dispute came.
 */
const STATEMENTS = [
  `create table if not exists cards (
    livemode boolean not null,
    account text not null default '',
    id text not null,
    cardholder text,
    status text,
    known_at timestamptz not null,
    state jsonb not null,
    primary key (livemode, account, id)
  )`,
  `create index if not exists cards_cardholder on cards (livemode, account, cardholder)`,
  `create table if not exists cardholders (
    livemode boolean not null,
    account text not null default '',
    id text not null,
    status text,
    known_at timestamptz not null,
    state jsonb not null,
    primary key (livemode, account, id)
  )`,
  // Labels are never changed: which authorization a transaction belongs to stands beside them. Null: to none.
  `create table if not exists label_joins (
    livemode boolean not null,
    account text not null default '',
    transaction_id text not null,
    authorization_id text,
    joined_at timestamptz not null,
    primary key (livemode, account, transaction_id)
  )`,
  `create index if not exists label_joins_authorization on label_joins (livemode, account, authorization_id)`,
  `create index if not exists labels_card on labels (livemode, account, card) where card is not null`,
  `create table if not exists sweeps (
    kind text not null,
    livemode boolean not null,
    account text not null default '',
    place text,
    began_at timestamptz not null,
    seen integer not null default 0,
    added integer not null default 0,
    repaired integer not null default 0,
    missed integer not null default 0,
    completed_at timestamptz,
    last jsonb,
    primary key (kind, livemode, account)
  )`,
  // What a sweep put right, until it is known whether an event told of it after all.
  `create table if not exists sweep_repairs (
    kind text not null,
    livemode boolean not null,
    account text not null default '',
    id text not null,
    known_at timestamptz not null,
    found_at timestamptz not null,
    fields text[] not null,
    primary key (kind, livemode, account, id)
  )`,
];

/** Cards, cardholders, and what repairs them. */
export async function people(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
