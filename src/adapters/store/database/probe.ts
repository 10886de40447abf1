import { KNOWN_MIGRATIONS, MIGRATION_TABLE } from './migrate.ts';
import type { SqlPool } from './pool.ts';

/** What a database is like, found without changing anything in it. */
export interface DatabaseProbe {
  /** `empty`: the next start makes the tables; `behind`: it mends them; `newer`: a later version was here. */
  readonly schema: 'empty' | 'behind' | 'current' | 'newer';
  /** The last migration; empty without any. */
  readonly version: string;
  /** Whether the tables still to be made may be made by this user. */
  readonly mayCreate: boolean;
  /** Whether a commit is on the disk when it is acknowledged, by the server's settings. */
  readonly isSynced: boolean;
  /** The server's clock, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** Looks at a database without migrating it. Rejects as its queries do. */
export async function probeDatabase(pool: SqlPool): Promise<DatabaseProbe> {
  const { rows } = await pool.query<Settings>(
    `select current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as is_synced,
      extract(epoch from clock_timestamp()) * 1000 as now_ms,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
      to_regclass('${MIGRATION_TABLE}') is not null as has_table`,
  );
  const [settings] = rows;
  if (!settings) throw new Error('the database answers with nothing');
  const applied = settings.has_table ? await appliedMigrations(pool) : [];
  return {
    schema: schemaOf(applied),
    version: applied.at(-1) ?? '',
    mayCreate: settings.may_create,
    isSynced: settings.is_synced,
    nowMs: Number(settings.now_ms),
  };
}

interface Settings {
  readonly is_synced: boolean;
  readonly now_ms: string;
  readonly may_create: boolean;
  readonly has_table: boolean;
}

async function appliedMigrations(pool: SqlPool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(`select name from ${MIGRATION_TABLE} order by name`);
  return rows.map(({ name }) => name);
}

function schemaOf(applied: readonly string[]): DatabaseProbe['schema'] {
  if (applied.length === 0) return 'empty';
  if (applied.some((name) => !KNOWN_MIGRATIONS.includes(name))) return 'newer';
  return applied.length < KNOWN_MIGRATIONS.length ? 'behind' : 'current';
}
