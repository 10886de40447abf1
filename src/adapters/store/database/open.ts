import { join } from 'node:path';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { Alarms, Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { createPglitePool, type PglitePool } from '../pglite/pool.ts';
import { DatabaseUnavailable, isConnectionError } from './errors.ts';
import { migrate } from './migrate.ts';
import type { SqlClient, SqlPool } from './pool.ts';
import { createPostgresPool } from './postgres.ts';
import type { Tables } from './tables.ts';

/** How the database does, for `/readyz`. */
export interface DatabaseStatus {
  readonly kind: 'postgres' | 'pglite';
  readonly state: 'connecting' | 'open' | 'closed';
  /** The last migration found; null before the first connection. */
  readonly schema: string | null;
  /** Whether a commit is on the disk when it is acknowledged; null while not known. */
  readonly isSynced: boolean | null;
  /** Why it is not open, if it isn't. */
  readonly reason: string | null;
}

/** The database, whether it can be reached at the moment or not. */
export interface Database {
  /** For SQL of our own. Rejects at once with DatabaseUnavailable while the database can't be reached. */
  readonly pool: SqlPool;
  /** For all else. Never use it inside `db.transaction()`: that waits for itself on the embedded database. */
  readonly db: Kysely<Tables>;
  /** The embedded database as a look-alike of `pg.Pool`, for BullMQ; null where it is a Postgres. */
  readonly embedded: PglitePool | null;
  /** Resolves once the database is open and its schema is there; rejects when it is closed before that. */
  ready(): Promise<void>;
  /** Resolves once the first attempt to connect is over, however it ended. */
  tried(): Promise<void>;
  status(): DatabaseStatus;
  /** One trip to the database and back; rejects as a query would. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens Postgres by its URL, or with no URL PGlite in `dataDir/pglite`, and returns at once: connecting and migrating
 * go on in the background until they succeed, and again whenever the connection is lost. Meanwhile everything rejects
 * with DatabaseUnavailable and the alarm `database_unreachable` stands.
 *
 * INVARIANT: with PGlite the caller holds `lockDataDir(dataDir)`; PGlite itself lets a second process ruin its files.
 */
export function openDatabase(options: { url: string | null; dataDir: string; alarms: Alarms; clock: Clock }): Database {
  const { alarms, clock } = options;
  const connection = createConnection(options);
  const { inner } = connection;
  // Never destroyed: it holds nothing but the pool, which is ended below.
  const innerDb = createKysely<unknown>(inner);
  const opened = Promise.withResolvers<void>();
  opened.promise.catch(() => {});
  const tried = Promise.withResolvers<void>();
  let state: DatabaseStatus['state'] = 'connecting';
  let schema: string | null = null;
  let isSynced: boolean | null = null;
  let reason: string | null = null;
  let cancelRetry = () => {};

  async function connect(): Promise<void> {
    const found = await migrate(innerDb, (run) => connection.patiently((pool) => run(createKysely(pool))));
    schema = found.version;
    if (found.kind === 'newer') {
      alarms.raise('database_behind_schema', { schema: found.version, is_usable: found.isUsable });
      if (!found.isUsable)
        throw new Error(`the schema is of a later version (${found.version}) and lacks what we need`);
    } else {
      alarms.end('database_behind_schema');
    }
    isSynced = await connection.isSynced();
    if (isSynced) alarms.end('database_not_synced');
    else alarms.raise('database_not_synced', { database: connection.kind });
  }

  async function tryToConnect(): Promise<void> {
    try {
      await connect();
      if (state === 'closed') return;
      state = 'open';
      reason = null;
      alarms.end('database_unreachable');
      opened.resolve();
    } catch (error) {
      if (state === 'closed') return;
      reason = error instanceof Error ? error.message : String(error);
      alarms.raise('database_unreachable', { database: connection.kind, reason });
      cancelRetry = clock.after(limits.databaseRetryMs, () => void tryToConnect());
    }
  }

  function onError(error: unknown): void {
    if (state !== 'open' || !isConnectionError(error)) return;
    state = 'connecting';
    void tryToConnect();
  }

  function assertOpen(): void {
    if (state === 'open') return;
    throw new DatabaseUnavailable(
      state === 'closed' ? 'the database was closed' : `the database is not open${reason ? ` (${reason})` : ' yet'}`,
    );
  }

  const pool = gatePool(inner, assertOpen, onError);
  void tryToConnect().then(tried.resolve);
  return {
    pool,
    db: createKysely<Tables>(pool),
    embedded: connection.embedded,
    ready: () => opened.promise,
    tried: () => tried.promise,
    status: () => ({ kind: connection.kind, state, schema, isSynced, reason }),
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      cancelRetry();
      opened.reject(new DatabaseUnavailable('the database was closed'));
      await inner.end();
    },
  };
}

function createKysely<Schema>(pool: SqlPool): Kysely<Schema> {
  // Kysely's type also asks for cursors, which it uses only where it is given one.
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }) });
}

interface Connection {
  readonly kind: DatabaseStatus['kind'];
  readonly inner: SqlPool;
  readonly embedded: PglitePool | null;
  isSynced(): Promise<boolean>;
  /** Runs something on a pool whose statements have no time limit. */
  patiently(run: (pool: SqlPool) => Promise<void>): Promise<void>;
}

function createConnection(options: { url: string | null; dataDir: string; clock: Clock }): Connection {
  if (options.url === null) {
    const dir = join(options.dataDir, 'pglite');
    const inner = createPglitePool({ dir, clock: options.clock, lockMs: limits.sessionLockMs });
    const isSynced = async () => inner.isSynced() ?? false;
    return { kind: 'pglite', inner, embedded: inner, isSynced, patiently: (run) => run(inner) };
  }
  const { url } = options;
  const inner = createPostgresPool(url);
  return {
    kind: 'postgres',
    inner,
    embedded: null,
    async isSynced() {
      const { rows } = await inner.query<{ is_synced: boolean }>(
        `select current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as is_synced`,
      );
      return rows[0]?.is_synced ?? false;
    },
    async patiently(run) {
      const pool = createPostgresPool(url, { connectMs: limits.databaseConnectMs, statementMs: null });
      try {
        await run(pool);
      } finally {
        await pool.end();
      }
    },
  };
}

/** A pool that refuses at once while `assertOpen` throws, and tells `onError` of everything that fails. */
function gatePool(inner: SqlPool, assertOpen: () => void, onError: (error: unknown) => void): SqlPool {
  async function watch<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      onError(error);
      throw error;
    }
  }

  function gateClient(client: SqlClient): SqlClient {
    return {
      query: (text, values, name) => watch(() => client.query(text, values, name)),
      release: (destroy) => client.release(destroy),
    };
  }

  return {
    options: inner.options,
    async connect() {
      assertOpen();
      return gateClient(await watch(() => inner.connect()));
    },
    async query(text, values, name) {
      assertOpen();
      return watch(() => inner.query(text, values, name));
    },
    end: () => inner.end(),
  };
}
