import type { MessagePort } from 'node:worker_threads';
import { Client } from 'pg';
import { SqlError, scrubError } from '../database/errors.ts';
import { type SqlPool, type SqlResult, send } from '../database/pool.ts';
import type { FromLender } from './lend.ts';
import { createWire } from './wire.ts';

// What Postgres says to whoever connects and is let in: the session that is lent was opened by its lender.
const WELCOME = Buffer.from([...[0x52, 0, 0, 0, 8, 0, 0, 0, 0], ...[0x5a, 0, 0, 0, 5, 0x49]]);

/**
 * The session of the embedded database that another thread lends over `port`, as a pool. Clients have it one after the
 * other. Ending it gives it back.
 */
export function createBorrowedPool(port: MessagePort): SqlPool {
  let opening: Promise<Client> | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let onHeard: (heard: FromLender) => void = () => {};
  port.on('message', (heard: FromLender) => onHeard(heard));

  async function open(): Promise<Client> {
    let isWelcome = false;
    const wire = createWire((bytes) => {
      if (isWelcome) {
        port.postMessage(bytes, [bytes.buffer]);
        return;
      }
      isWelcome = true;
      wire.push(WELCOME);
    });
    onHeard = (heard) => {
      if ('bytes' in heard) {
        wire.push(heard.bytes);
        return;
      }
      // What was under way is not known to be done: the next statement begins anew.
      opening = null;
      wire.destroy(new SqlError(heard.error, { code: heard.code }));
    };
    const client = new Client({ stream: () => wire, user: 'postgres', database: 'postgres', password: '', ssl: false });
    // Errors reach whoever waits for a query; without a listener the thread would end.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  // Never under a name: what is prepared in this session is its lender's.
  async function query<Row>(text: string, values?: readonly unknown[]): Promise<SqlResult<Row>> {
    opening ??= open().catch((error) => {
      opening = null;
      throw error;
    });
    try {
      return await send<Row>(await opening, text, values);
    } catch (error) {
      throw scrubError(error);
    }
  }

  /** Resolves in turn, with how to let the next one have it. */
  async function turn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = tail;
    tail = promise;
    await before;
    return resolve;
  }

  return {
    options: { max: 1 },
    async connect() {
      const release = await turn();
      return { query, release };
    },
    async query<Row>(text: string, values?: readonly unknown[]) {
      const release = await turn();
      try {
        return await query<Row>(text, values);
      } finally {
        release();
      }
    },
    async end() {
      await tail;
      port.close();
    },
  };
}
