import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { Cluster, type CommonRedisOptions, Redis } from 'ioredis';
import { limits } from '../../core/domain/limits.ts';
import type { QueueBackend } from './backend.ts';

/** Where Redis is, as REDIS_URL says. */
export interface RedisPlace {
  readonly isCluster: boolean;
  readonly isTls: boolean;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
}

/** In braces: all keys of a queue must lie in one slot of a cluster. The counters' keys begin otherwise. */
const PREFIX = '{countersign}:jobs';

/**
 * Queues on Redis or a Redis Cluster, which other things may share; its `maxmemory-policy` must be `noeviction`. What
 * is asked of a queue rejects while Redis is away; workers wait and go on.
 */
export function openRedisBackend(place: RedisPlace, prefix: string = PREFIX): QueueBackend {
  const asking = connect(place, { enableOfflineQueue: false, commandTimeout: limits.jobCommandMs });
  const working: (Redis | Cluster)[] = [];
  return {
    kind: 'redis',
    prepare: async () => {},
    openQueue: (name, options) => new Queue(name, { ...options, prefix, connection: handed(asking) }),
    openWorker(name, process, options) {
      // BullMQ opens another one beside it, to wait on.
      const client = connect(place, { enableOfflineQueue: true });
      working.push(client);
      return new Worker(name, process, { ...options, prefix, connection: handed(client), autorun: false });
    },
    async close() {
      for (const client of [asking, ...working]) client.disconnect();
    },
  };
}

/** BullMQ's types know another build of ioredis; it looks at what a client can do. */
function handed(client: Redis | Cluster): ConnectionOptions {
  return client as ConnectionOptions;
}

interface Manner {
  /** Whether commands wait for a connection. */
  readonly enableOfflineQueue: boolean;
  readonly commandTimeout?: number;
}

function connect(place: RedisPlace, manner: Manner): Redis | Cluster {
  const [node] = place.nodes;
  const shared = {
    connectionName: 'countersign-jobs',
    connectTimeout: limits.countersConnectMs,
    // BullMQ wants it so: a command that waits for a job is sent again until Redis is back.
    maxRetriesPerRequest: null,
    ...(place.isTls && { tls: {} }),
    ...(place.username !== null && { username: place.username }),
    ...(place.password !== null && { password: place.password }),
    ...(manner.commandTimeout !== undefined && { commandTimeout: manner.commandTimeout }),
  } satisfies CommonRedisOptions & { tls?: object };
  const client = place.isCluster
    ? new Cluster([...place.nodes], {
        redisOptions: shared,
        enableOfflineQueue: manner.enableOfflineQueue,
        clusterRetryStrategy: retryAfterMs,
        slotsRefreshTimeout: limits.countersConnectMs,
        ...(place.isTls && { dnsLookup: (name, found) => found(null, name) }),
      })
    : new Redis({
        ...shared,
        ...node,
        db: place.database,
        enableOfflineQueue: manner.enableOfflineQueue,
        retryStrategy: retryAfterMs,
      });
  // Whoever asks is told; without a listener every try would be printed.
  client.on('error', () => {});
  return client;
}

function retryAfterMs(failures: number): number {
  return Math.min(limits.countersRetryMs * 2 ** (failures - 1), limits.countersMaxRetryMs) * (0.75 + Math.random() / 2);
}
