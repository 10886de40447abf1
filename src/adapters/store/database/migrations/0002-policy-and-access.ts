import { type Kysely, sql } from 'kysely';

const MS_NOW = `date_trunc('milliseconds', clock_timestamp())`;

/** What was stored, applied and tried of policies. `files` and bodies are JSON texts: kept to the byte. */
const POLICIES = [
  `create table if not exists policy_versions (
    version text primary key,
    files text not null,
    author text not null,
    note text,
    created_at timestamptz not null unique
  )`,
  `create table if not exists policy_activations (
    seq bigint generated always as identity primary key,
    version text not null references policy_versions,
    author text not null,
    note text,
    kind text not null check (kind in ('apply', 'rollback', 'break_glass', 'expiry')),
    at timestamptz not null default ${MS_NOW},
    expires_at timestamptz
  )`,
  // A row without a version ends the shadow before it.
  `create table if not exists policy_shadows (
    seq bigint generated always as identity primary key,
    version text references policy_versions,
    author text not null,
    at timestamptz not null default ${MS_NOW}
  )`,
  `create table if not exists rule_breaks (
    version text not null references policy_versions,
    rule text not null,
    reason text not null,
    author text not null,
    at timestamptz not null default ${MS_NOW},
    primary key (version, rule)
  )`,
  // No reference to decisions: a decision may still be in the journal.
  `create table if not exists shadow_differences (
    seq bigint generated always as identity,
    decision_id text not null,
    livemode boolean not null,
    account text not null default '',
    asked_at timestamptz not null,
    version text not null,
    shadow_version text not null,
    outcome text not null,
    shadow_outcome text not null,
    reasons text[] not null,
    shadow_reasons text[] not null,
    primary key (shadow_version, decision_id)
  )`,
  `create index if not exists shadow_differences_latest on shadow_differences (shadow_version, seq desc)`,
];

/** Entries are closed, never deleted, so that the past can be asked what was listed then. */
const LISTS = [
  `create table if not exists list_entries (
    seq bigint generated always as identity primary key,
    id text not null unique,
    livemode boolean not null,
    account text not null default '',
    list text not null,
    value text not null,
    note text,
    author text not null,
    known_from timestamptz not null,
    known_until timestamptz,
    created_at timestamptz not null default ${MS_NOW},
    removed_at timestamptz,
    removed_by text,
    check ((removed_at is null) = (removed_by is null))
  )`,
  // At most one open entry for a value.
  `create unique index if not exists list_entries_open on list_entries (livemode, account, list, value)
    where removed_at is null`,
  `create index if not exists list_entries_list on list_entries (livemode, account, list, seq desc)`,
  `create index if not exists list_entries_name on list_entries (list) where removed_at is null`,
  // One row, counted up in the transaction of each change. A sequence would not do: of two numbers the later one may
  // become visible first, and whoever saw it would never look for the earlier one.
  `create table if not exists list_changes (
    single boolean primary key default true check (single),
    seq bigint not null
  )`,
  `insert into list_changes (seq) values (0) on conflict do nothing`,
];

const ACCESS = [
  `create table if not exists api_keys (
    id text primary key,
    hash text not null unique,
    name text,
    audit_key bytea,
    scopes text[] not null,
    livemode boolean,
    account text,
    created_at timestamptz not null default ${MS_NOW},
    created_by text not null,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  `create table if not exists audit (
    seq bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    act text not null,
    subject text not null,
    detail text not null
  )`,
  `create index if not exists audit_act on audit (act, seq desc)`,
  `create index if not exists audit_subject on audit (subject, seq desc)`,
  // A privilege taken away stops everybody but the owner, who is usually who we are; a trigger stops the owner too.
  `revoke update, delete, truncate on audit from public`,
  `create or replace function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
  end $$`,
  `drop trigger if exists audit_append_only on audit`,
  `create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change()`,
  `create table if not exists idempotency_keys (
    actor text not null,
    key text not null,
    request_hash text not null,
    claimed_at timestamptz not null default ${MS_NOW},
    status integer,
    body text,
    primary key (actor, key)
  )`,
  `create index if not exists idempotency_keys_claimed on idempotency_keys (claimed_at)`,
];

/**
 * What support and analysts look for: newest first within a scope, of one card, cardholder or merchant. Outcome,
 * portfolio and version have few values, so the newest of a scope soon hold a page of them and need no index of their
 * own. Of the rules only those that matched are indexed: most decisions have none or a few, out of hundreds considered.
 */
const DECISIONS = [
  `create index if not exists decisions_newest on decisions (livemode, account, received_at desc, id)`,
  ...['card', 'cardholder', 'merchant'].map(
    (field) => `create index if not exists decisions_${field}
      on decisions (livemode, account, (record->>'${field}'), received_at desc, id)`,
  ),
  `create index if not exists decisions_matched on decisions using gin
    (jsonb_path_query_array(record, '$.considered[*] ? (@.result == "matched").id') jsonb_path_ops)`,
];

/** Versions of the policy and what became of them, lists, keys and the audit; and the indexes to find decisions by. */
export async function policyAndAccess(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...POLICIES, ...LISTS, ...ACCESS, ...DECISIONS]) await sql.raw(statement).execute(db);
}
