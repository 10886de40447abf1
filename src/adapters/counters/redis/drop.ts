import { Redis } from 'ioredis';
import { limits } from '../../../core/domain/limits.ts';
import type { RedisConnection } from '../redis-connection.ts';
import type { TimelineKeys } from './keys.ts';

/** Deletes all keys that match a pattern, on every master, some at a time: others are served in between. */
export function dropKeys(connection: RedisConnection, pattern: string): Promise<void> {
  return dropMatching(connection, pattern, () => true);
}

/** Deletes all of these keys of timelines; `idsPattern` matches whatever holds ids of folded entries. */
export async function dropTimelines(
  connection: RedisConnection,
  idsPattern: string,
  timelines: readonly TimelineKeys[],
): Promise<void> {
  const names = timelines.flatMap(({ raw, tiles }) => [raw, tiles]);
  for (let at = 0; at < names.length; at += limits.dropKeys) {
    await unlink(connection, names.slice(at, at + limits.dropKeys));
  }
  // Where the ids of a key are, only the keys themselves tell: one pass over all for all of them.
  const prefixes = new Set(timelines.map(({ ids }) => ids('')));
  await dropMatching(connection, idsPattern, (name) => {
    const at = name.lastIndexOf(':ids:');
    return prefixes.has(name.slice(0, at + ':ids:'.length));
  });
}

async function dropMatching(
  connection: RedisConnection,
  pattern: string,
  isMeant: (name: string) => boolean,
): Promise<void> {
  for (const master of connection.masters()) {
    let cursor = '0';
    do {
      const [next, keys] = await master.scan(cursor, 'MATCH', pattern, 'COUNT', limits.dropKeys);
      cursor = next;
      await unlink(connection, keys.filter(isMeant));
    } while (cursor !== '0');
  }
}

async function unlink({ client }: RedisConnection, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  // Keys of one command must lie in one slot of a cluster.
  if (client instanceof Redis) await client.unlink(...keys);
  else await Promise.all(keys.map((key) => client.unlink(key)));
}
