import type { SqlClient, SqlPool, SqlQuery } from './pool.ts';
import { inTransaction } from './transaction.ts';

/**
 * Runs what takes a pool in one transaction, all of it or nothing. What begins a transaction of its own inside gets a
 * savepoint for it.
 */
export async function together<T>(pool: SqlPool, run: (joined: SqlPool) => Promise<T>): Promise<T> {
  return inTransaction(pool, (query) =>
    run({ options: pool.options, query, connect: async () => nested(query), end: async () => {} }),
  );
}

const NESTED: Readonly<Record<string, string>> = {
  begin: 'savepoint nested',
  commit: 'release savepoint nested',
  rollback: 'rollback to savepoint nested',
};

function nested(query: SqlQuery): SqlClient {
  return { query: (text, values, name) => query(NESTED[text] ?? text, values, name), release: () => {} };
}
