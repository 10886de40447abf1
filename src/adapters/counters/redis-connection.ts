import { Cluster, type CommonRedisOptions, Redis } from 'ioredis';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { type RedisAddress, readRedisUrl } from './redis/address.ts';

/** A way to Redis that comes back by itself. A command while there is none, or one that takes long, rejects. */
export interface RedisConnection {
  readonly client: Redis | Cluster;
  readonly isCluster: boolean;
  /** How long a command may take. */
  readonly commandMs: number;
  /** The one server, or a cluster's masters. */
  masters(): readonly Redis[];
  isUp(): boolean;
  /** The version of the server, of a cluster's first one; null before it was reached. */
  serverVersion(): string | null;
  /** What is sent before the end of this turn goes out in one piece, which is half the cost of a small command. */
  together(): void;
  /** Calls it each time Redis can be reached (again); at once if it can. */
  onUp(run: () => void): void;
  /** Resolves when Redis can be reached. */
  up(): Promise<void>;
  close(): Promise<void>;
}

export interface RedisConnectionOptions {
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly commandMs?: number;
}

/**
 * Connects to a server or a cluster (`readRedisUrl` says how it is written). Returns at once and never throws for a
 * server that can't be reached: it is looked for until it can, and `counters_unreachable` stands meanwhile. Throws for
 * a URL that is none.
 *
 * Nothing waits in a queue here: a command without a connection rejects at once, one in flight after `commandMs`, by
 * default `limits.countersCommandMs`; then a server that said nothing at all is taken for dead, and the connection made
 * anew. `counters_evictable` stands while a server may throw away what is counted: its `maxmemory-policy` must be
 * `noeviction`.
 */
export function connectRedis(url: string, options: RedisConnectionOptions): RedisConnection {
  const { alarms, clock, commandMs = limits.countersCommandMs } = options;
  const address = readRedisUrl(url);
  const client = address.isCluster ? openCluster(address, commandMs) : openServer(address, commandMs);
  const listeners: (() => void)[] = [];
  let isUp = false;
  let version: string | null = null;
  let isClosed = false;
  let cancelProbe = clock.after(limits.countersBeatMs, probe);

  function wentUp(): void {
    if (isUp || isClosed) return;
    isUp = true;
    alarms.end('counters_unreachable');
    for (const run of listeners) run();
    void watchEviction();
    void noteVersion();
  }

  async function noteVersion(): Promise<void> {
    version = await versionOf(client).catch(() => version);
  }

  async function watchEviction(): Promise<void> {
    const policy = await evictionOf(client).catch(() => null);
    if (isClosed) return;
    if (policy !== null) alarms.raise('counters_evictable', { policy });
    else alarms.end('counters_evictable');
  }

  function wentDown(problem: string): void {
    if (isClosed) return;
    isUp = false;
    alarms.raise('counters_unreachable', { problem });
  }

  /** A server that hangs tells nobody, and a cluster is up only when all of it is. */
  function probe(): void {
    areWell(client)
      .then(wentUp, (error: unknown) => wentDown(messageOf(error)))
      .then(() => {
        if (!isClosed) cancelProbe = clock.after(limits.countersBeatMs, probe);
      });
  }

  const onUp = (run: () => void) => {
    listeners.push(run);
    if (isUp) run();
  };
  client.on('error', (error) => wentDown(messageOf(error)));
  client.on('node error', (error) => wentDown(messageOf(error)));
  client.on('close', () => wentDown('the connection was closed'));
  client.on('ready', () => {
    if (client instanceof Redis) wentUp();
    else void areWell(client).then(wentUp, () => {});
  });

  return {
    client,
    isCluster: address.isCluster,
    commandMs,
    masters: () => (client instanceof Redis ? [client] : client.nodes('master')),
    isUp: () => isUp,
    serverVersion: () => version,
    together: () => (client instanceof Redis ? holdBack(client) : undefined),
    onUp,
    up: () => new Promise((resolve) => onUp(resolve)),
    async close() {
      isClosed = true;
      cancelProbe();
      alarms.end('counters_unreachable');
      alarms.end('counters_evictable');
      if (isUp) await within(client.quit(), commandMs, clock);
      client.disconnect();
    },
  };
}

function holdBack({ stream }: Redis): void {
  // There is none before the first connection.
  if (!(stream as typeof stream | undefined) || stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Resolves when every server answers, and a cluster says that it serves every key. */
async function areWell(client: Redis | Cluster): Promise<void> {
  if (client instanceof Redis) return void (await client.ping());
  const nodes = client.nodes('master');
  if (nodes.length === 0) throw new Error('no node of the cluster can be reached');
  for (const info of await Promise.all(nodes.map((node) => node.cluster('INFO')))) {
    if (!String(info).includes('cluster_state:ok')) throw new Error('the cluster does not serve all of its keys');
  }
}

async function versionOf(client: Redis | Cluster): Promise<string | null> {
  const [server] = client instanceof Redis ? [client] : client.nodes('master');
  return /^redis_version:(\S+)/m.exec(String(await server?.info('server')))?.[1] ?? null;
}

/** By what policy a server throws away what it should keep when it is full; null where none does, or none says. */
async function evictionOf(client: Redis | Cluster): Promise<string | null> {
  for (const server of client instanceof Redis ? [client] : client.nodes('master')) {
    const info = String(await server.info('memory'));
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
    if (policy !== 'noeviction' && !/^maxmemory:0\s/m.test(info)) return policy;
  }
  return null;
}

function openServer(address: RedisAddress, commandMs: number): Redis {
  const [node] = address.nodes;
  return new Redis({
    ...sharedOptions(address, commandMs),
    ...node,
    db: address.database,
    // INVARIANT: a command must not wait for a connection, nor be sent twice: what it was for is over by then.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: retryAfterMs,
    // The name now leads to another server: it is resolved again.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}

function openCluster(address: RedisAddress, commandMs: number): Cluster {
  return new Cluster([...address.nodes], {
    redisOptions: sharedOptions(address, commandMs),
    enableOfflineQueue: false,
    clusterRetryStrategy: retryAfterMs,
    slotsRefreshTimeout: limits.countersConnectMs,
    // A certificate is for the name that a node goes by.
    ...(address.isTls && { dnsLookup: (name, found) => found(null, name) }),
  });
}

function sharedOptions({ isTls, username, password }: RedisAddress, commandMs: number) {
  return {
    connectionName: 'countersign',
    connectTimeout: limits.countersConnectMs,
    commandTimeout: commandMs,
    socketTimeout: commandMs,
    ...(isTls && { tls: {} }),
    ...(username !== null && { username }),
    ...(password !== null && { password }),
  } satisfies CommonRedisOptions & { tls?: object };
}

/** Twice as long after each failure, and not in step with the other processes that lost the same server. */
function retryAfterMs(failures: number): number {
  const waitMs = Math.min(limits.countersRetryMs * 2 ** (failures - 1), limits.countersMaxRetryMs);
  return waitMs * (0.75 + Math.random() / 2);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
