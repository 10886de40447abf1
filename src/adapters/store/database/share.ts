import type { Clock } from '../../../core/decision/ports.ts';
import { DatabaseUnavailable } from './errors.ts';
import type { SqlClient, SqlPool } from './pool.ts';

/**
 * A share of a pool: so many of its connections at most at once, so that whoever uses it never has all of them. Who
 * waits longer than `waitMs` for a turn gets DatabaseUnavailable. Ending it is the owner's business, not the share's.
 */
export function sharePool(
  pool: SqlPool,
  { connections, waitMs, clock }: { connections: number; waitMs: number; clock: Clock },
): SqlPool {
  let free = connections;
  const waiting = new Set<() => void>();

  function take(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const cancel = clock.after(waitMs, () => {
        waiting.delete(begin);
        reject(new DatabaseUnavailable('too much is asked of the database at once'));
      });
      function begin(): void {
        cancel();
        resolve();
      }
      waiting.add(begin);
    });
  }

  function giveBack(): void {
    const [next] = waiting;
    if (!next) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  }

  async function connect(): Promise<SqlClient> {
    await take();
    try {
      const client = await pool.connect();
      let isHeld = true;
      return {
        query: client.query,
        release(destroy) {
          if (isHeld) giveBack();
          isHeld = false;
          client.release(destroy);
        },
      };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return {
    options: pool.options,
    connect,
    async query<Row>(text: string, values?: readonly unknown[], name?: string) {
      await take();
      try {
        return await pool.query<Row>(text, values, name);
      } finally {
        giveBack();
      }
    },
    end: async () => {},
  };
}
