import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { decisionsAndEvents } from './migrations/0001-decisions-and-events.ts';
import { policyAndAccess } from './migrations/0002-policy-and-access.ts';
import { trackedEvents } from './migrations/0003-tracked-events.ts';
import { reportsInOrder } from './migrations/0004-reports-in-order.ts';
import { inboxAndOutbox } from './migrations/0005-inbox-and-outbox.ts';
import { labels } from './migrations/0006-labels.ts';
import { asks } from './migrations/0007-asks.ts';
import { transactions } from './migrations/0008-transactions.ts';
import { people } from './migrations/0009-people.ts';
import { reviews } from './migrations/0010-reviews.ts';
import { alarms } from './migrations/0011-alarms.ts';
import { erasures } from './migrations/0012-erasures.ts';
import { users } from './migrations/0013-users.ts';
import { traffic } from './migrations/0014-traffic.ts';
import { decisionSearch } from './migrations/0015-decision-search.ts';
import { processes } from './migrations/0018-processes.ts';
import { challenges } from './migrations/0019-challenges.ts';
import { backtests } from './migrations/0020-backtests.ts';
import { decisionRules } from './migrations/0021-decision-rules.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-decisions-and-events': { up: decisionsAndEvents },
  '0002-policy-and-access': { up: policyAndAccess },
  '0003-tracked-events': { up: trackedEvents },
  '0004-reports-in-order': { up: reportsInOrder },
  '0005-inbox-and-outbox': { up: inboxAndOutbox },
  '0006-labels': { up: labels },
  '0007-asks': { up: asks },
  '0008-transactions': { up: transactions },
  '0009-people': { up: people },
  '0010-reviews': { up: reviews },
  '0011-alarms': { up: alarms },
  '0012-erasures': { up: erasures },
  '0013-users': { up: users },
  '0014-traffic': { up: traffic },
  '0015-decision-search': { up: decisionSearch },
  '0018-processes': { up: processes },
  '0019-challenges': { up: challenges },
  '0020-backtests': { up: backtests },
  '0021-decision-rules': { up: decisionRules },
};
/** In the order in which they are applied. */
export const KNOWN_MIGRATIONS: readonly string[] = Object.keys(MIGRATIONS);
export const MIGRATION_TABLE = 'countersign_migrations';
const MIGRATION_LOCK_TABLE = 'countersign_migration_lock';

/** What this code needs of the schema, as queries that read no row. */
const NEEDED = [
  `select id, livemode, account, event_id, ask_key, authorization_id, asked_at, received_at, outcome, review,
    answered_by, portfolio, profile, policy_version, is_recorded_late, record from decisions where false`,
  `select seq, livemode, account, id, type, object_id, content, created_at, received_at, record
    from events where false`,
  'select version, files, author, note, created_at from policy_versions where false',
  'select seq, version, author, note, kind, at, expires_at from policy_activations where false',
  'select seq, version, author, at from policy_shadows where false',
  'select version, rule, reason, author, at from rule_breaks where false',
  `select seq, decision_id, livemode, account, asked_at, version, shadow_version, outcome, shadow_outcome, reasons,
    shadow_reasons from shadow_differences where false`,
  `select seq, id, livemode, account, list, value, note, author, known_from, known_until, created_at, removed_at,
    removed_by from list_entries where false`,
  'select single, seq from list_changes where false',
  `select id, hash, name, audit_key, scopes, livemode, account, created_at, created_by, revoked_at, last_used_at
    from api_keys where false`,
  `select id, name, login, role, password, audit_key, created_at, created_by, disabled_at, last_used_at
    from users where false`,
  'select id, hash, user_id, created_at, seen_at, expires_at from sessions where false',
  'select hash, user_id, created_at, created_by, expires_at, used_at from sign_in_links where false',
  'select subject, began_at, tries from sign_in_tries where false',
  'select seq, at, actor, act, subject, detail from audit where false',
  'select actor, key, request_hash, claimed_at, status, body from idempotency_keys where false',
  'select seq, livemode, account, type, id, at, received_at, record from tracked_events where false',
  'select livemode, account, type, input, kind, first_seen from event_types where false',
  'select seq, kind, livemode, account, id, tries, not_before, error from inbox where false',
  'select seq, name, key, data, not_before from outbox where false',
  'select decision_id, sent_at from replies_sent where false',
  `select livemode, account, id, created_at, card, cardholder, merchant, currency, status, approved, held_minor,
    known_at, fields from authorizations where false`,
  `select seq, livemode, account, authorization_id, transaction_id, card, verdict, source, ref, known_at, noted_at,
    author, detail from labels where false`,
  `select livemode, account, id, authorization_id, card, cardholder, type, kind, amount_minor, currency, dispute,
    created_at, known_at from transactions where false`,
  'select livemode, account, event_id, authorization_id, cause, amount_minor, at from hold_changes where false',
  'select livemode, account, id, cardholder, status, known_at, state from cards where false',
  'select livemode, account, id, status, known_at, state, phone_since, revision from cardholders where false',
  'select livemode, account, transaction_id, authorization_id, joined_at from label_joins where false',
  `select kind, livemode, account, place, began_at, seen, added, repaired, missed, completed_at, last
    from sweeps where false`,
  'select kind, livemode, account, id, known_at, found_at, fields from sweep_repairs where false',
  `select id, livemode, account, kind, authorization_id, decision_id, card, cardholder, merchant, portfolio, rules,
    cause, priority, opened_at, assigned_to, closed_at, closed_by, verdict, merged_into from reviews where false`,
  'select decision_id, review_id, at, rules, priority from review_decisions where false',
  'select ref, review_id, alarm, at, priority from review_alarms where false',
  'select seq, review_id, at, act, author, note, detail from review_acts where false',
  `select id, review_id, kind, subject, detail, author, state, reason, asked_at, settled_at
    from review_follow_ups where false`,
  `select livemode, account, cause, ref, at, authorization_id, card, cardholder, approved, weight, risk, amount_minor,
    currency from outage_asks where false`,
  'select id, livemode, account, cause, began_at, last_at, asks, approved, review_id from outages where false',
  `select seq, id, alarm, process, process_name, folder, raised_at, seen_at, ended_at, end_reason, times, detail,
    is_erased, acknowledged_at, acknowledged_by, note from alarms where false`,
  'select id, name, role, program, node, policy_version, started_at, seen_at, stopped_at from processes where false',
  `select id, livemode, account, origin, channel, state, because, decision_id, authorization_id, place, card,
    cardholder, merchant, merchant_name, amount_minor, currency, is_card_present, phone, phone_country, phone_ends,
    portfolio, profile, policy_version, rules, terms, language, asked_at, send_by, claimed_at, message_id, sent_at,
    delivered_at, answer_by, answered_at, ended_at, asked_again_at, declines_until, lifted_by, body_hmac,
    revision
    from challenges where false`,
  `select id, challenge_id, livemode, account, card, cardholder, merchant, currency, is_card_present, each_minor,
    total_minor, uses_daily, from_at, until_at, ended_at, ended_because, ended_by, revision
    from allowances where false`,
  'select decision_id, allowance_id, authorization_id, amount_minor, at, revision from allowance_uses where false',
  'select message_id, phone, challenge_id, reading, effect, received_at from sms_replies where false',
  'select phone, since, until, revision from sms_opt_outs where false',
  `select channel, livemode, account, off_at, because, on_at, changed_by, revision
    from challenge_channels where false`,
  `select decision_id, livemode, account, authorization_id, asked_at, card, cardholder, portfolio, policy_version,
    outcome, amount_minor, currency, risk_score, risk_level, rules, actions, roles, alone
    from decision_rules where false`,
  'select single, before_at, before_id from decision_rules_past where false',
  'select seq, at from erasures where false',
  'select hmac, at, is_for_good from erased_ids where false',
  `select livemode, account, minute, process, asked, approved, declined, challenged, recorded_late, stand_ins, missing,
    latencies from traffic where false`,
  `select seq, id, livemode, account, kind, state, author, asked, files, created_at, started_at, ended_at, beat_at,
    tries, broken_by, progress, error, result from backtests where false`,
  `select seq, backtest_id, livemode, account, place, cell, asked_at, authorization_id, card, matched, is_changed,
    fields from backtest_rows where false`,
  `select livemode, account, authorization_id, place, at, amount_minor, currency, card, cardholder, merchant, portfolio,
    decision_id, named_decision_id, outcome, first_reason, approved, reason, reason_message, decided_by, confirmed_at,
    retrieve_rounds, retrieve_at, is_unknown from asks where false`,
];

/** How the schema found stands to the code. */
export type SchemaState =
  | { readonly kind: 'current'; readonly version: string }
  /** A later version was here: its migrations are kept, and the code works if what it needs is still there. */
  | { readonly kind: 'newer'; readonly version: string; readonly isUsable: boolean };

/** Lends a connection without time limits: waiting for another process's migration, or an index, may take minutes. */
export type Patiently = (run: (db: Kysely<unknown>) => Promise<void>) => Promise<void>;

/**
 * Brings the schema up to this code's version, under Kysely's lock, so that any number of processes may start at once.
 * Never migrates down: a schema with migrations unknown to this code is left as it is, and looked at for whether this
 * code can work with it. (Migrations add; what one takes away must be unused by the release before it.)
 */
export async function migrate(db: Kysely<unknown>, patiently: Patiently): Promise<SchemaState> {
  const known = KNOWN_MIGRATIONS;
  const applied = await appliedMigrations(db);
  const version = applied.at(-1) ?? '';
  if (applied.some((name) => !known.includes(name))) {
    return { kind: 'newer', version, isUsable: await isUsable(db) };
  }
  if (applied.length < known.length) {
    await patiently(migrateToLatest);
  }
  return { kind: 'current', version: known.at(-1) ?? '' };
}

async function migrateToLatest(db: Kysely<unknown>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function appliedMigrations(db: Kysely<unknown>): Promise<string[]> {
  const { rows: found } = await sql<{ is_there: boolean }>`
    select to_regclass(${MIGRATION_TABLE}) is not null as is_there`.execute(db);
  if (!found[0]?.is_there) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

async function isUsable(db: Kysely<unknown>): Promise<boolean> {
  try {
    for (const query of NEEDED) await sql.raw(query).execute(db);
    return true;
  } catch (error) {
    // undefined_table, undefined_column
    if (error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '42703')) return false;
    throw error;
  }
}
