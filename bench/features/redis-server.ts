import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import type { Stage } from '../stage/stage.ts';

/** A Redis that the bench started, and that ends with its stage. */
export interface RedisServer {
  readonly url: string;
}

const START_MS = 10_000;
const LOOK_MS = 20;

/** Starts one on a free port, that keeps nothing on the disk; or says why it can't. */
export async function startRedisServer(stage: Stage): Promise<RedisServer | { readonly skipped: string }> {
  try {
    await promisify(execFile)('redis-server', ['--version']);
  } catch {
    return { skipped: 'no redis-server' };
  }
  const port = await freePort();
  const storage = ['--save', '', '--appendonly', 'no', '--dir', stage.folder];
  stage.children.start(['redis-server', '--port', String(port), '--bind', '127.0.0.1', ...storage], {
    stdio: 'ignore',
  });
  await answers(port);
  return { url: `redis://127.0.0.1:${port}` };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(port: number): Promise<void> {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => LOOK_MS, maxRetriesPerRequest: null });
  redis.on('error', () => {});
  const timeUp = AbortSignal.timeout(START_MS);
  try {
    await Promise.race([
      redis.ping(),
      new Promise((_, reject) =>
        timeUp.addEventListener('abort', () => reject(new Error('redis-server does not answer'))),
      ),
    ]);
  } finally {
    redis.disconnect();
  }
}
