import type { SqlPool } from './pool.ts';
import { together } from './together.ts';

/** Runs a transaction that may delete from tables that are otherwise only added to. */
export async function erasing<T>(pool: SqlPool, run: (joined: SqlPool) => Promise<T>): Promise<T> {
  return together(pool, async (joined) => {
    await joined.query(`set local countersign.erasing = 'on'`);
    return run(joined);
  });
}
