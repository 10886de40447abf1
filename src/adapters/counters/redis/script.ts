import { createHash } from 'node:crypto';
import type { RedisConnection } from '../redis-connection.ts';

/**
 * A Lua script on the server; all of its keys are of one shard. Texts come back as bytes. Rejects as any command does.
 */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/**
 * A script that is sent by its hash, and whole where the server does not know it (yet, or any more: after a restart, a
 * failover, `SCRIPT FLUSH`).
 */
export function createScript({ client, together }: RedisConnection, lua: string): Script {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (keys, more) => {
    together();
    const args = [keys.length, ...keys, ...more];
    try {
      return await client.callBuffer('evalsha', sha, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return client.callBuffer('eval', lua, ...args);
    }
  };
}
