import type { Clock } from '../../src/core/decision/ports.ts';

/** The machine's clock; its timers keep no process alive. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** The machine's clock, but what waits does so `times` times more shortly. */
export function hurriedClock(times: number): Clock {
  return {
    nowMs: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms / times);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that moves when it is told to; timers run in the order of their times. */
export interface ManualClock extends Clock {
  /** Moves on, running what falls due, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export function createManualClock(startMs = 1_790_000_000_000): ManualClock {
  let now = startMs;
  let timers: { readonly atMs: number; run(): void }[] = [];
  return {
    nowMs: () => now,
    after(ms, run) {
      const timer = { atMs: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const endMs = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.atMs);
        next.run();
        await settle();
      }
      now = endMs;
    },
  };
}

/** Lets every promise that can settle without time or I/O do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
