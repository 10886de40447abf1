import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '../../../core/decision/ports.ts';
import { scrubError } from '../database/errors.ts';
import { type SqlClient, type SqlPool, type SqlResult, send } from '../database/pool.ts';
import { type Backend, connectionLost, startBackend } from './backend.ts';
import { type Lease, lendSession } from './lend.ts';
import { createSessionLock } from './session-lock.ts';

/** A look-alike of `pg.Pool` over PGlite's one session; clients and pool also emit what `pg`'s emit. */
export interface PglitePool extends SqlPool {
  connect(): Promise<SqlClient & EventEmitter>;
  /** `error`: the backend ended; the next query starts another. */
  on(event: 'error', listener: (error: Error) => void): void;
  /** Lends the session to another thread, until it closes its port: `createBorrowedPool` is there what this is here. */
  lend(port: MessagePort): void;
  /** Whether commits are synced to the disk; null while the database is not open. */
  isSynced(): boolean | null;
  /** How many times a file was synced by the present backend. */
  syncs(): number;
  /** Ends the backend as a crash would: for tests of what comes after. */
  kill(): Promise<void>;
}

/**
 * PGlite in `dir`, as a pool. Clients share one session: statements come in the order of asking, and an open
 * transaction owns the session until it ends or its client is released. Whoever waits longer than `lockMs` gets a
 * SessionLockTimeout. A backend that died is started again by the next query; what was under way rejects with 08006.
 */
export function createPglitePool(options: { dir: string; clock: Clock; lockMs: number }): PglitePool {
  const lock = createSessionLock(options.clock, options.lockMs);
  const events = new EventEmitter();
  const clients = new Set<EventEmitter>();
  let starting: Promise<Backend> | null = null;
  let running: Backend | null = null;
  let isEnded = false;

  function onGone(): void {
    starting = null;
    running = null;
    for (const emitter of [events, ...clients]) {
      if (emitter.listenerCount('error') > 0) emitter.emit('error', connectionLost());
    }
  }

  const abandoned = new AbortController();

  async function start(): Promise<Backend> {
    const backend = await startBackend(options.dir, onGone, abandoned.signal);
    // BullMQ names its own tables without their schema, and there is but one session for it and us.
    // INVARIANT: no table of ours has a name of BullMQ's; test/contract/queue.ts compares them.
    await backend.client.query('set search_path to public, bullmq');
    running = backend;
    backend.client.on('notification', (notification) => {
      for (const client of clients) client.emit('notification', notification);
    });
    return backend;
  }

  async function lease(): Promise<Lease> {
    if (isEnded) throw new Error('the embedded database was closed');
    const release = await lock.acquire();
    try {
      // A failed start is forgotten, so that the next query tries again.
      starting ??= start().catch((error) => {
        starting = null;
        throw error;
      });
      return { backend: await starting, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  function connect(): SqlClient & EventEmitter {
    const client = createClient(lease, () => clients.delete(client));
    clients.add(client);
    return client;
  }

  return {
    options: { max: 1 },
    connect: async () => connect(),
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      const client = connect();
      try {
        return await client.query<Row>(text, values, name);
      } finally {
        client.release();
      }
    },
    on: (event, listener) => void events.on(event, listener),
    lend: (port) => lendSession(port, lease),
    isSynced: () => running?.isSynced ?? null,
    syncs: () => running?.syncs() ?? 0,
    async kill() {
      await (await starting)?.kill();
    },
    async end() {
      if (isEnded) return;
      isEnded = true;
      // Nobody needs a database that is still being opened; what it leaves half made is redone at the next start.
      if (running === null) abandoned.abort();
      // After what was asked before; but not for ever.
      const release = await lock.acquire().catch(() => null);
      const backend = await starting?.catch(() => null);
      await (release ? backend?.close() : backend?.kill());
      release?.();
    },
  };
}

/** A client of its own kind: it holds the shared session only during a statement or a transaction. */
function createClient(lease: () => Promise<Lease>, onRelease: () => void): SqlClient & EventEmitter {
  let held: Lease | null = null;
  let isReleased = false;
  // One statement after the other, as on a connection of its own.
  let tail: Promise<unknown> = Promise.resolve();

  function giveBack(): void {
    held?.release();
    held = null;
  }

  async function run<Row>(text: string, values?: readonly unknown[], name?: string): Promise<SqlResult<Row>> {
    held ??= await lease();
    const { backend } = held;
    // INVARIANT: the rest of a transaction never runs on another backend than its beginning.
    if (backend.isGone()) throw connectionLost();
    try {
      return await send<Row>(backend.client, text, values, name);
    } catch (error) {
      throw scrubError(error);
    } finally {
      if (!backend.isGone() && backend.client.getTransactionStatus() === 'I') giveBack();
    }
  }

  async function cleanUp(): Promise<void> {
    if (held && !held.backend.isGone()) await held.backend.client.query('rollback').catch(() => {});
    giveBack();
  }

  return Object.assign(new EventEmitter(), {
    query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<SqlResult<Row>> {
      if (isReleased) return Promise.reject(new Error('this client was released'));
      const result = tail.then(() => run<Row>(text, values, name));
      tail = result.catch(() => {});
      return result;
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      onRelease();
      tail = tail.then(cleanUp);
    },
  });
}
