import { Pool, type PoolClient } from 'pg';
import { limits } from '../../../core/domain/limits.ts';
import { isConnectionError, scrubError } from './errors.ts';
import { type SqlClient, type SqlPool, send } from './pool.ts';

/**
 * A Postgres by its URL, with errors that carry no query, parameters or row values. Connects on first use; gives a
 * connection up that did not come in `connectMs`, and a statement after `statementMs` (null: never).
 */
export function createPostgresPool(
  url: string,
  { connectMs, statementMs }: { connectMs: number; statementMs: number | null } = {
    connectMs: limits.databaseConnectMs,
    statementMs: limits.databaseStatementMs,
  },
): SqlPool {
  const pool = new Pool({
    connectionString: url,
    max: limits.databaseConnections,
    connectionTimeoutMillis: connectMs,
    ...(statementMs !== null && {
      statement_timeout: statementMs,
      // The server's own time-out comes first; this one is for a server that doesn't answer at all.
      query_timeout: statementMs + connectMs,
      idle_in_transaction_session_timeout: statementMs,
    }),
    keepAlive: true,
    application_name: 'countersign',
  });
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  pool.on('error', () => {});

  async function connect(): Promise<SqlClient> {
    try {
      return guardClient(await pool.connect());
    } catch (error) {
      throw scrubError(error);
    }
  }

  return {
    options: pool.options,
    connect,
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      const client = await connect();
      try {
        return await client.query<Row>(text, values, name);
      } finally {
        client.release();
      }
    },
    end: () => pool.end(),
  };
}

function guardClient(client: PoolClient): SqlClient {
  let isBroken = false;
  // A connection that breaks between two statements says so by an event; the next statement rejects.
  const onError = () => {
    isBroken = true;
  };
  client.on('error', onError);
  return {
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      try {
        return await send<Row>(client, text, values, name);
      } catch (error) {
        // A connection that timed out may still be busy with the statement: it must not go back to the pool.
        isBroken ||= isConnectionError(error);
        throw scrubError(error);
      }
    },
    release(destroy = false) {
      client.off('error', onError);
      client.release(destroy || isBroken);
    },
  };
}
