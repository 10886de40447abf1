import { describe, expect, it } from 'vitest';
import { createSessionLock } from '../../../../src/adapters/store/pglite/session-lock.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';

function createManualClock(): Clock & { advance(ms: number): void; pending(): number } {
  const timers = new Map<() => void, number>();
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    after(ms, run) {
      timers.set(run, nowMs + ms);
      return () => timers.delete(run);
    },
    advance(ms) {
      nowMs += ms;
      for (const [run, atMs] of [...timers]) {
        if (atMs > nowMs) continue;
        timers.delete(run);
        run();
      }
    },
    pending: () => timers.size,
  };
}

describe('the session lock', () => {
  it('is given in the order of asking, to one at a time', async () => {
    const lock = createSessionLock(createManualClock(), 100);
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (turn) => {
        const release = await lock.acquire();
        order.push(turn);
        await Promise.resolve();
        order.push(-turn);
        release();
      }),
    );
    expect(order).toEqual([1, -1, 2, -2, 3, -3]);
  });

  it('names the nested use and the long transaction when the wait is over, and forgets the one that waited', async () => {
    const clock = createManualClock();
    const lock = createSessionLock(clock, 100);
    const release = await lock.acquire();
    const waiting = lock.acquire();
    const rejected = expect(waiting).rejects.toMatchObject({
      name: 'SessionLockTimeout',
      code: '55P03',
      message: expect.stringMatching(/`db` was used inside `db\.transaction\(\)`.*another caller's transaction/s),
    });
    await clock.advance(99);
    const later = lock.acquire();
    await clock.advance(1);
    await rejected;
    release();
    await later;
    expect(clock.pending()).toBe(0);
  });

  it('is not given twice by a double release', async () => {
    const clock = createManualClock();
    const lock = createSessionLock(clock, 100);
    const release = await lock.acquire();
    const second = lock.acquire();
    const third = lock.acquire();
    release();
    release();
    await second;
    const rejected = expect(third).rejects.toMatchObject({ name: 'SessionLockTimeout' });
    await clock.advance(100);
    await rejected;
  });
});
