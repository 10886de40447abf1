import { type Kysely, sql } from 'kysely';

/**
 * What turned out to be true. Rows are added and never changed; an erasure of a person, which says so in its
 * transaction, may delete them.
 */
const STATEMENTS = [
  `create table if not exists labels (
    seq bigint generated always as identity primary key,
    livemode boolean not null,
    account text not null default '',
    authorization_id text,
    transaction_id text,
    card text,
    verdict text not null check (verdict in ('fraud', 'legitimate', 'withdrawn')),
    source text not null,
    ref text not null,
    known_at timestamptz not null,
    noted_at timestamptz not null,
    author text,
    detail jsonb not null default '{}'
  )`,
  // One reference may be about several things: a file of somebody's, say.
  `create unique index if not exists labels_once on labels (livemode, account, source, ref, verdict, known_at,
    (coalesce(authorization_id, '')), (coalesce(transaction_id, '')))`,
  `create index if not exists labels_authorization on labels (livemode, account, authorization_id)`,
  `create index if not exists labels_transaction on labels (livemode, account, transaction_id)`,
  `create or replace function refuse_change_unless_erasing() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' and current_setting('countersign.erasing', true) = 'on' then return null; end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
  end $$`,
  `drop trigger if exists labels_append_only on labels`,
  `create trigger labels_append_only before update or delete or truncate on labels
    for each statement execute function refuse_change_unless_erasing()`,
];

/** What turned out to be true of authorizations. */
export async function labels(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
