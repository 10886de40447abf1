import type { StoredRows } from '../../../core/domain/stored-rows.ts';
import { erasing } from './erasing.ts';
import type { SqlPool } from './pool.ts';

/**
 * Deletes rows whose days are over, so many at most, and gives how many that were. Table and column are of our own
 * list, never of a request.
 */
export async function deleteOldRows(
  pool: SqlPool,
  { table, column, days }: StoredRows,
  nowMs: number,
  limit: number,
): Promise<number> {
  const before = new Date(nowMs - days * 86_400_000);
  return erasing(pool, async ({ query }) => {
    const { rowCount } = await query(
      `delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} < $1 limit $2))`,
      [before, limit],
    );
    return rowCount ?? 0;
  });
}

/** Makes the room of deleted rows free for others: the embedded database has nobody who does that by itself. */
export async function vacuum(pool: SqlPool, table: string): Promise<void> {
  await pool.query(`vacuum ${table}`);
}
