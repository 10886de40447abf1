import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Hash } from './redis/hashes.ts';
import { createKeySpace } from './redis/keys.ts';
import { createScript } from './redis/script.ts';
import type { RedisConnection } from './redis-connection.ts';

/** A lock that this process holds until it is released, or Redis could not be told in time that it still does. */
export interface FillLock {
  isHeld(): boolean;
  release(): Promise<void>;
}

export interface FillLockOptions {
  /** What is locked. */
  readonly name: string;
  readonly hash: Hash;
  readonly clock: Clock;
  readonly prefix?: string;
  readonly ttlMs?: number;
}

const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** KEYS: what is held. ARGV: by whom. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`;

/**
 * Takes a lock, so that only one process fills; null where another one has it. It is renewed while this process lives,
 * and ends by itself after `ttlMs` where it does not. It saves work, and is not what keeps counts right: all writes may
 * be done twice.
 */
export async function acquireFillLock(connection: RedisConnection, options: FillLockOptions): Promise<FillLock | null> {
  const { name, hash, clock, prefix = 'cs', ttlMs = limits.fillLockMs } = options;
  const key = createKeySpace(prefix, hash, connection.isCluster).lock(name);
  const token = randomBytes(9).toString('base64url');
  const renewScript = createScript(connection, RENEW);
  const releaseScript = createScript(connection, RELEASE);
  let heldUntilMs = clock.nowMs() + ttlMs;
  let isReleased = false;
  if ((await connection.client.set(key, token, 'PX', ttlMs, 'NX')) === null) return null;

  async function renew(): Promise<void> {
    const untilMs = clock.nowMs() + ttlMs;
    // Where Redis does not answer it may yet do so before the time is over.
    const renewed = await renewScript([key], [token, ttlMs]).catch(() => null);
    if (isReleased) return;
    if (renewed === 0) heldUntilMs = 0;
    else if (renewed === 1) heldUntilMs = untilMs;
    if (heldUntilMs > clock.nowMs()) cancel = clock.after(ttlMs / 3, () => void renew());
  }

  let cancel = clock.after(ttlMs / 3, () => void renew());
  return {
    isHeld: () => !isReleased && heldUntilMs > clock.nowMs(),
    async release() {
      cancel();
      isReleased = true;
      await releaseScript([key], [token]).catch(() => {});
    },
  };
}

/** Runs while it has the lock; false where another process has it. */
export async function runAlone(
  connection: RedisConnection,
  options: FillLockOptions,
  run: () => Promise<void>,
): Promise<boolean> {
  const lock = await acquireFillLock(connection, options);
  if (!lock) return false;
  try {
    await run();
  } finally {
    await lock.release();
  }
  return true;
}
