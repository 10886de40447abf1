import type { SqlPool, SqlQuery } from './pool.ts';

/**
 * Runs statements in one transaction, committed when `run` resolves and undone when it rejects. `run` uses the query
 * that it is given and no other: on the embedded database the pool's would wait for this transaction's end.
 */
export async function inTransaction<T>(pool: SqlPool, run: (query: SqlQuery) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isOver = false;
  try {
    await client.query('begin');
    const result = await run(client.query);
    await client.query('commit');
    isOver = true;
    return result;
  } catch (error) {
    isOver = await client.query('rollback').then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    // A connection that would not even roll back must not go back to the pool.
    client.release(!isOver);
  }
}
