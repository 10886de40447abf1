import { Redis } from 'ioredis';
import { limits } from '../../../core/domain/limits.ts';
import type { RedisConnection } from '../redis-connection.ts';

/** Deletes all keys that match a pattern, on every master, some at a time: others are served in between. */
export async function dropKeys({ client, masters }: RedisConnection, pattern: string): Promise<void> {
  for (const master of masters()) {
    let cursor = '0';
    do {
      const [next, keys] = await master.scan(cursor, 'MATCH', pattern, 'COUNT', limits.dropKeys);
      cursor = next;
      // Keys of one command must lie in one slot of a cluster.
      if (client instanceof Redis && keys.length > 0) await client.unlink(...keys);
      else await Promise.all(keys.map((key) => client.unlink(key)));
    } while (cursor !== '0');
  }
}
