import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect as openSocket } from 'node:net';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { connectRedis, type RedisConnection } from '../../src/adapters/counters/redis-connection.ts';
import { createTestAlarms } from './alarms.ts';
import { realClock } from './clock.ts';
import { createTemporaryDir } from './folder.ts';

const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

/**
 * Why the tests against Redis can't run here, or null if they can. Where REQUIRE_REDIS is set they may not be skipped:
 * then this throws instead.
 */
export async function whyNoRedis(): Promise<string | null> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, retryStrategy: null, connectTimeout: 2_000 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return null;
  } catch (error) {
    if (process.env.REQUIRE_REDIS) throw error;
    return `no Redis at ${new URL(REDIS_URL).host} (${error instanceof Error ? error.message : error})`;
  } finally {
    redis.disconnect();
  }
}

/** The same for tests that start servers of their own. */
export async function whyNoRedisServer(): Promise<string | null> {
  try {
    await promisify(execFile)('redis-server', ['--version']);
    return null;
  } catch (error) {
    if (process.env.REQUIRE_REDIS) throw error;
    return 'no redis-server on the path';
  }
}

/** A keyed hash, as a process has it. */
export function testHash(text: string): string {
  return `hmac_${createHmac('sha256', 'test').update(text).digest('base64url').slice(0, 24)}`;
}

/** A corner of the shared server: `prefix` is nobody else's, and `clean` takes away all that begins with it. */
export interface RedisCorner {
  readonly url: string;
  readonly connection: RedisConnection;
  readonly prefix: string;
  /** The names of everything that stands there. */
  names(): Promise<string[]>;
  clean(): Promise<void>;
}

/** Opens one on the shared server, or on the one at `url`. Commands have time there: the machine may be busy. */
export async function openCorner(url: string = REDIS_URL): Promise<RedisCorner> {
  const connection = connectRedis(url, { alarms: createTestAlarms(), clock: realClock, commandMs: 10_000 });
  await connection.up();
  const prefix = `test-${process.pid}-${Math.trunc(performance.now() * 1_000)}`;

  async function names(): Promise<string[]> {
    const found: string[] = [];
    for (const master of connection.masters()) {
      for await (const keys of master.scanStream({ match: `${prefix}:*`, count: 1_000 })) found.push(...keys);
    }
    return found;
  }

  return {
    url,
    connection,
    prefix,
    names,
    async clean() {
      await Promise.all((await names()).map((name) => connection.client.unlink(name)));
      await connection.close();
    },
  };
}

/** A server of the test's own, that may be stopped, started again empty, and brought to silence. */
export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** Kills it; what it held is gone. */
  kill(): Promise<void>;
  /** Halts it, connections open: it says nothing more. */
  halt(): void;
  goOn(): void;
  remove(): Promise<void>;
}

/** Starts one on a free port. `options` are as on `redis-server`'s command line. */
export async function startRedis(options: readonly string[] = []): Promise<OwnRedis> {
  const port = await freeRedisPort();
  const { dir, remove } = createTemporaryDir();
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
    server = spawn('redis-server', [...args, ...options], { stdio: 'ignore' });
    await answers(port);
  }

  async function kill(): Promise<void> {
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGKILL');
    await ended;
    server = null;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    halt: () => void server?.kill('SIGSTOP'),
    goOn: () => void server?.kill('SIGCONT'),
    async remove() {
      await kill();
      remove();
    },
  };
}

export interface OwnCluster {
  readonly url: string;
  readonly nodes: readonly OwnRedis[];
  remove(): Promise<void>;
}

/** A cluster of three masters. */
export async function startCluster(): Promise<OwnCluster> {
  const options = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  const nodes = [await startRedis(options), await startRedis(options), await startRedis(options)];
  const remove = async () => void (await Promise.all(nodes.map((node) => node.remove())));
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  try {
    await promisify(execFile)('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: `redis+cluster://${addresses.join(',')}`,
    nodes,
    remove,
  };
}

/** A cluster's node also listens ten thousand ports higher. */
async function freeRedisPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = openSocket(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`redis-server does not answer on port ${port}`);
}
