import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireFillLock, runAlone } from '../../../src/adapters/counters/redis-lock.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { openCorner, testHash, whyNoRedis } from '../../support/redis.ts';

const noRedis = await whyNoRedis();

async function openLocks() {
  const corner = await openCorner();
  onTestFinished(() => corner.clean());
  const { prefix, connection } = corner;
  const optionsOf = (more: { name?: string; clock?: Clock; ttlMs?: number } = {}) => {
    return { name: 'fill', hash: testHash, clock: realClock, prefix, ...more };
  };
  return {
    corner,
    take: (more?: Parameters<typeof optionsOf>[0]) => acquireFillLock(connection, optionsOf(more)),
    alone: (run: () => Promise<void>) => runAlone(connection, optionsOf(), run),
  };
}

describe.skipIf(noRedis !== null)(`a lock in Redis ${noRedis ?? ''}`, () => {
  test('is held by one process at a time, until that one gives it back', async () => {
    const { take } = await openLocks();
    const lock = await take();
    expect(lock?.isHeld()).toBe(true);
    expect(await take()).toBeNull();
    const other = await take({ name: 'another' });
    await lock?.release();
    expect(lock?.isHeld()).toBe(false);
    const next = await take();
    expect(next).not.toBeNull();
    // To give back what one no longer has takes it from nobody.
    await lock?.release();
    expect(await take()).toBeNull();
    await Promise.all([next?.release(), other?.release()]);
  });

  test('is renewed for as long as its process lives', async () => {
    const { corner, take } = await openLocks();
    const clock = createManualClock(Date.now());
    const lock = await take({ ttlMs: 60_000, clock });
    const [name = ''] = await corner.names();
    await corner.connection.client.pexpire(name, 30_000);
    await clock.advance(20_000);
    await expect.poll(() => corner.connection.client.pttl(name)).toBeGreaterThan(50_000);
    await clock.advance(59_000);
    expect(lock?.isHeld()).toBe(true);
    await lock?.release();
  });

  test('ends by itself when its process is dead, and a process that slept knows that it may be over', async () => {
    const { take } = await openLocks();
    const clock = createManualClock(Date.now());
    const lock = await take({ ttlMs: 50, clock });
    await expect.poll(() => take({ ttlMs: 60_000 })).not.toBeNull();
    // It wakes up, and finds the lock in other hands.
    await clock.advance(20);
    await expect.poll(() => lock?.isHeld()).toBe(false);
  });

  test('lets one of two run, and is given back also when that one fails', async () => {
    const { alone } = await openLocks();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = alone(() => promise);
    await expect.poll(() => alone(async () => {})).toBe(false);
    resolve();
    expect(await first).toBe(true);
    await expect(alone(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
    expect(await alone(async () => {})).toBe(true);
  });
});
