import { EventEmitter } from 'node:events';
import { createPostgresBackend, type Queue, runMigrations, type Worker, withBackend } from 'bullmq';
import { Pool } from 'pg';
import { limits } from '../../core/domain/limits.ts';
import type { QueueBackend } from './backend.ts';

type Classes = ReturnType<typeof boundClasses>;
type QueuePool = Extract<ConstructorParameters<Classes['Queue']>[1]['connection'], { end(): Promise<void> }>;

/** The embedded database, as far as BullMQ needs it. */
export interface EmbeddedPool {
  connect(): Promise<EmbeddedClient>;
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
  on(event: 'error', listener: (error: Error) => void): void;
}

interface EmbeddedClient extends EventEmitter {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
  release(destroy?: boolean): void;
}

const SCHEMA = 'bullmq';

/**
 * Queues in Postgres, in the schema `bullmq`, over connections of their own: LISTEN holds one a queue, so a pooler in
 * between must not hand connections out by the transaction.
 */
export function openPostgresBackend(url: string): QueueBackend {
  const pool = new Pool({
    connectionString: url,
    options: `-c search_path=${SCHEMA}`,
    max: limits.jobConnections,
    connectionTimeoutMillis: limits.databaseConnectMs,
    statement_timeout: limits.databaseStatementMs,
    query_timeout: limits.databaseStatementMs + limits.databaseConnectMs,
    keepAlive: true,
    application_name: 'countersign-jobs',
  });
  // Each queue and worker listens for errors, too.
  pool.setMaxListeners(0);
  pool.on('error', () => {});
  // BullMQ takes connections out and leaves them unwatched between two statements: one that breaks there must not end
  // the process. Its next statement rejects.
  pool.on('connect', (client) => client.on('error', () => {}));
  return backendOver('postgres', pool as unknown as QueuePool, () => pool.end());
}

/** Queues in the embedded database; the caller closes that. */
export function openEmbeddedBackend(embedded: EmbeddedPool): QueueBackend {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  events.on('error', () => {});
  embedded.on('error', (error) => events.emit('error', error));
  const pool = {
    // The session can't be lost silently, so that it need not be looked after.
    options: { keepAlive: true },
    connect: () => embedded.connect(),
    query: (text: string, values?: readonly unknown[]) => embedded.query(text, values),
    on: (event: string, listener: (...given: unknown[]) => void) => events.on(event, listener),
    removeAllListeners: () => events.removeAllListeners(),
    end: async () => {},
  };
  return backendOver('pglite', pool as unknown as QueuePool, async () => {});
}

function boundClasses() {
  return withBackend(createPostgresBackend);
}

function backendOver(kind: QueueBackend['kind'], pool: QueuePool, close: () => Promise<void>): QueueBackend {
  const classes = boundClasses();
  return {
    kind,
    async prepare() {
      const client = await pool.connect();
      try {
        await runMigrations(client, SCHEMA);
        client.release();
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    // The types differ in the backend alone, which nobody asks for.
    openQueue: (name, options) => new classes.Queue(name, { ...options, connection: pool }) as unknown as Queue,
    openWorker: (name, process, options) =>
      new classes.Worker(name, process, { ...options, connection: pool, autorun: false }) as unknown as Worker,
    close,
  };
}
