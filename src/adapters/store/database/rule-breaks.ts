import type { SqlPool } from './pool.ts';

/**
 * Drops a rule of a version to shadow, for as long as that version lives. A rule that is dropped already stays as it
 * is, with its first reason.
 */
export async function breakRule(
  pool: SqlPool,
  { version, rule, reason, author }: { version: string; rule: string; reason: string; author: string },
): Promise<void> {
  await pool.query(
    'insert into rule_breaks (version, rule, reason, author) values ($1, $2, $3, $4) on conflict do nothing',
    [version, rule, reason, author],
  );
}

/** Ids of a version's rules that were dropped to shadow. */
export async function brokenRules(pool: SqlPool, version: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ rule: string }>('select rule from rule_breaks where version = $1 order by rule', [
    version,
  ]);
  return rows.map(({ rule }) => rule);
}
