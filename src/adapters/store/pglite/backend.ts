import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Client } from 'pg';
import { SqlError } from '../database/errors.ts';
import type { FromThread, ToThread } from './thread.ts';
import { createWire } from './wire.ts';

/** A running PGlite: its thread, and a real `pg` client that talks to it. */
export interface Backend {
  readonly client: Client;
  /** Whether a commit was seen to be synced to the disk when the database was opened. */
  readonly isSynced: boolean;
  /** How many times a file was synced. */
  syncs(): number;
  isGone(): boolean;
  /**
   * Sends bytes of the protocol that end in a Sync, or are a simple query, and gives the whole answer. INVARIANT:
   * nobody else has the session meanwhile, `client` neither. Rejects with 08006 where the backend ends.
   */
  exchange(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Closes the database in order (a checkpoint) and ends the thread. */
  close(): Promise<void>;
  /** Ends the thread at once, as a crash would. */
  kill(): Promise<void>;
}

/** The error of a session whose backend ended, by the SQLSTATE of a connection failure. */
export function connectionLost(): SqlError {
  return new SqlError('the embedded database ended unexpectedly; what was under way is not known to be done', {
    code: '08006',
  });
}

/**
 * Starts PGlite on a folder, in a thread of its own: its WebAssembly is synchronous and would hold up the event loop.
 * `pg` speaks to it in Postgres's own protocol over a stream of messages, so types, tags and errors are those of a
 * Postgres. Rejects if the database can't be opened, or once it is `abandoned`, at once; `onGone` is called once if the
 * thread ends by itself later.
 */
export async function startBackend(dir: string, onGone: () => void, abandoned: AbortSignal): Promise<Backend> {
  const thread = new Worker(new URL(`./thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: { dir },
    // Not the flags of this process: a test runner's loaders have no business there.
    execArgv: [],
  });
  let syncs = 0;
  let isGone = false;
  let isClosing = false;
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const wire = createWire((bytes) => thread.postMessage(bytes satisfies ToThread));
  let lent: PromiseWithResolvers<Uint8Array> | null = null;
  const abandon = () => void thread.terminate();
  abandoned.addEventListener('abort', abandon);
  const isSynced = await opened(thread).finally(() => abandoned.removeEventListener('abort', abandon));
  const client = new Client({ stream: () => wire, user: 'postgres', database: 'postgres', password: '', ssl: false });
  // Errors reach whoever waits for a query; without a listener the process would end.
  client.on('error', () => {});
  thread.on('error', () => {});
  thread.on('message', (message: FromThread) => {
    syncs = message.syncs;
    if (message.kind !== 'bytes') return;
    if (lent) lent.resolve(message.bytes);
    else wire.push(message.bytes);
    lent = null;
  });
  void ended.then(() => {
    isGone = true;
    lent?.reject(connectionLost());
    wire.destroy(isClosing ? undefined : connectionLost());
    if (!isClosing) onGone();
  });
  await client.connect();
  return {
    client,
    isSynced,
    syncs: () => syncs,
    isGone: () => isGone,
    exchange(bytes) {
      lent = Promise.withResolvers<Uint8Array>();
      thread.postMessage(bytes satisfies ToThread, [bytes.buffer]);
      return lent.promise;
    },
    async close() {
      isClosing = true;
      thread.postMessage('close' satisfies ToThread);
      await ended;
    },
    async kill() {
      await thread.terminate();
      await ended;
    },
  };
}

function opened(thread: Worker): Promise<boolean> {
  return new Promise((resolve, reject) => {
    thread.once('message', (message: FromThread) => resolve(message.kind === 'opened' && message.isSynced));
    thread.once('error', (error) => reject(new SqlError(error.message, { code: '08001' })));
    thread.once('exit', () => reject(connectionLost()));
  });
}
