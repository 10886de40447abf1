import type { SqlPool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** A policy as it was stored, whole and for ever, under the hash of its content. */
export interface StoredVersion {
  readonly version: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The id of the key that stored it. */
  readonly author: string;
  readonly note: string | null;
  readonly createdAtMs: number;
}

/** Stores a version. One that is there already stays as it is, with its first author and note. */
export async function storeVersion(
  pool: SqlPool,
  { version, files, author, note }: Omit<StoredVersion, 'createdAtMs'>,
): Promise<{ isNew: boolean }> {
  const values = [version, JSON.stringify(files.map(({ name, text }) => ({ name, text }))), author, note];
  return inTransaction(pool, async (query) => {
    // One after the other, and no two in the same millisecond: the time is the cursor of the list.
    await query('lock table policy_versions in share row exclusive mode');
    const { rows } = await query(
      `insert into policy_versions (version, files, author, note, created_at)
      select $1, $2, $3, $4, greatest(date_trunc('milliseconds', clock_timestamp()),
        max(created_at) + interval '1 millisecond')
      from policy_versions
      on conflict (version) do nothing returning version`,
      values,
    );
    return { isNew: rows.length > 0 };
  });
}

/** The version with its files, or null. */
export async function findVersion(pool: SqlPool, version: string): Promise<StoredVersion | null> {
  const { rows } = await pool.query<VersionRow & { files: string }>(
    'select version, author, note, created_at, files from policy_versions where version = $1',
    [version],
  );
  const [row] = rows;
  return row ? { ...versionOf(row), files: JSON.parse(row.files) as StoredVersion['files'] } : null;
}

/** Versions without their files, newest first; those stored before the moment `before`, if it is given. */
export async function listVersions(
  pool: SqlPool,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<readonly Omit<StoredVersion, 'files'>[]> {
  const { rows } = await pool.query<VersionRow>(
    `select version, author, note, created_at from policy_versions
    where $1::timestamptz is null or created_at < $1 order by created_at desc limit $2`,
    [before === undefined ? null : new Date(before), limit],
  );
  return rows.map(versionOf);
}

/**
 * Versions that were stored since the last activation and never made live, newest first, `limit` at most: with four
 * eyes they wait for somebody. What is in shadow, or live without an activation (`live`), waits for nobody.
 */
export async function listWaiting(
  pool: SqlPool,
  { live, limit }: { readonly live: string; readonly limit: number },
): Promise<readonly Omit<StoredVersion, 'files'>[]> {
  const { rows } = await pool.query<VersionRow>(
    `select version, author, note, created_at from policy_versions stored
    where version <> $1
      and not exists (select from policy_activations made where made.version = stored.version)
      and created_at >= coalesce((select date_trunc('milliseconds', max(at)) from policy_activations), '-infinity')
      and version is distinct from (select version from policy_shadows order by seq desc limit 1)
    order by created_at desc limit $2`,
    [live, limit],
  );
  return rows.map(versionOf);
}

interface VersionRow {
  readonly version: string;
  readonly author: string;
  readonly note: string | null;
  readonly created_at: Date;
}

function versionOf({ version, author, note, created_at }: VersionRow): Omit<StoredVersion, 'files'> {
  return { version, author, note, createdAtMs: created_at.getTime() };
}
