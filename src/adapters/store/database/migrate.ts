import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { decisionsAndEvents } from './migrations/0001-decisions-and-events.ts';
import { policyAndAccess } from './migrations/0002-policy-and-access.ts';
import { trackedEvents } from './migrations/0003-tracked-events.ts';
import { reportsInOrder } from './migrations/0004-reports-in-order.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-decisions-and-events': { up: decisionsAndEvents },
  '0002-policy-and-access': { up: policyAndAccess },
  '0003-tracked-events': { up: trackedEvents },
  '0004-reports-in-order': { up: reportsInOrder },
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
  'select seq, at, actor, act, subject, detail from audit where false',
  'select actor, key, request_hash, claimed_at, status, body from idempotency_keys where false',
  'select seq, livemode, account, type, id, at, received_at, record from tracked_events where false',
  'select livemode, account, type, input, kind, first_seen from event_types where false',
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
