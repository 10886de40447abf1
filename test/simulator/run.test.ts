import { expect, test } from 'vitest';
import { createLeapingClock } from '../../src/simulator/clock.ts';
import { type RunOptions, runWorld } from '../../src/simulator/run.ts';
import type { Activity } from '../../src/simulator/world/world.ts';

/** A world of the given activities, which may add to it. */
type Runnable = RunOptions['world'];

function worldOf(...activities: Activity[]): Runnable & { add(activity: Activity): void } {
  const byTime = () => activities.sort((a, b) => a.atMs - b.atMs);
  return {
    next: () => byTime().shift() ?? null,
    peekMs: () => byTime()[0]?.atMs ?? null,
    add: (activity) => void activities.push(activity),
  };
}

function run(world: Runnable, changes: Partial<RunOptions> = {}): Promise<void> {
  const signal = new AbortController().signal;
  return runWorld({ world, clock: createLeapingClock(0), untilMs: 1_000, atOnce: 4, signal, ...changes });
}

test('everything up to the end is run, in the order of its time, what is added on the way included', async () => {
  const ran: number[] = [];
  const at = (atMs: number): Activity => ({ atMs, run: async () => void ran.push(atMs) });
  const world = worldOf(at(30), at(10), at(1_001), at(1_000));
  world.add({
    atMs: 20,
    async run() {
      ran.push(20);
      world.add(at(25));
    },
  });
  await run(world, { atOnce: 1 });
  expect(ran).toEqual([10, 20, 25, 30, 1_000]);
});

test('no more is under way than may be at once, and what is under way at the end is waited for', async () => {
  let now = 0;
  let most = 0;
  let ended = 0;
  const slow = (atMs: number): Activity => ({
    atMs,
    async run() {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      ended += 1;
    },
  });
  await run(worldOf(...Array.from({ length: 20 }, (_, index) => slow(index))));
  expect([most, ended]).toEqual([4, 20]);
});

test('a run that is told to end begins nothing more', async () => {
  const controller = new AbortController();
  const ran: number[] = [];
  const world = worldOf(
    { atMs: 1, run: async () => void ran.push(1) },
    { atMs: 2, run: async () => controller.abort() },
    { atMs: 3, run: async () => void ran.push(3) },
  );
  await run(world, { signal: controller.signal, atOnce: 1 });
  expect(ran).toEqual([1]);
});

test('an error in the world ends the run with it', async () => {
  const world = worldOf(
    {
      atMs: 1,
      run: async () => {
        throw new Error('the merchant went bankrupt');
      },
    },
    { atMs: 900, run: async () => undefined },
  );
  await expect(run(world, { atOnce: 1 })).rejects.toThrow('bankrupt');
  expect(world.peekMs()).toBe(900);
});

test('an error that is forgiven ends only what threw it', async () => {
  const ran: number[] = [];
  const failing = async () => {
    throw new Error('it was forgotten');
  };
  const world = worldOf({ atMs: 1, run: failing }, { atMs: 2, run: async () => void ran.push(2) });
  await run(world, { isForgiven: (error) => error instanceof Error && error.message.includes('forgotten') });
  expect(ran).toEqual([2]);
});

test('what follows each activity is waited for before the next one', async () => {
  const order: string[] = [];
  const at = (atMs: number): Activity => ({ atMs, run: async () => void order.push(`run ${atMs}`) });
  const after = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('after');
  };
  await run(worldOf(at(1), at(2)), { atOnce: 1, after });
  expect(order).toEqual(['run 1', 'after', 'run 2', 'after']);
});
