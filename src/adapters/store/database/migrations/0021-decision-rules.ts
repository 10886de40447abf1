import { type Kysely, sql } from 'kysely';

/**
 * What rules made of each ask that the policy judged, in columns: records are too large to be counted over months. Made
 * of the records, once for each; those of before are gone through from the newest to the oldest.
 */
const STATEMENTS = [
  `create table if not exists decision_rules (
    decision_id text primary key,
    livemode boolean not null,
    account text not null default '',
    authorization_id text,
    asked_at timestamptz not null,
    card text,
    cardholder text,
    portfolio text not null,
    policy_version text not null,
    outcome text not null,
    amount_minor bigint,
    currency text,
    risk_score float8,
    risk_level text,
    -- Of the rules that matched, at the same places: what each does, what came of it, whether it was alone.
    rules text[] not null,
    actions text[] not null,
    roles text[] not null,
    alone boolean[] not null
  )`,
  'create index if not exists decision_rules_asked on decision_rules (livemode, account, asked_at)',
  // To find what is old by time alone, what is about somebody, and what a rule in shadow would have done.
  'create index if not exists decision_rules_at on decision_rules (asked_at)',
  'create index if not exists decision_rules_authorization on decision_rules (livemode, account, authorization_id)',
  'create index if not exists decision_rules_card on decision_rules (livemode, account, card)',
  'create index if not exists decision_rules_cardholder on decision_rules (livemode, account, cardholder)',
  `create index if not exists decision_rules_shadow on decision_rules (livemode, account, asked_at)
    where 'shadow' = any(roles)`,
  // One row: what is older than this record was not looked at yet. No row: all was.
  `create table if not exists decision_rules_past (
    single boolean primary key default true check (single),
    before_at timestamptz not null,
    before_id text not null
  )`,
  `insert into decision_rules_past (before_at, before_id)
    select received_at + interval '1 second', '' from decisions order by received_at desc, id limit 1
    on conflict do nothing`,
];

/** What rules made of asks. */
export async function decisionRules(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
