import type { Clock } from '../core/decision/ports.ts';

/** The world's time, and how it passes. */
export interface WorldClock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Goes on towards a moment: afterwards it is that late, or some time has passed and something else may be due. */
  towards(atMs: number): Promise<void>;
}

/** How long a paced clock waits at most before it looks again: an answer may have brought something forward. */
const LOOK_MS = 50;

/** World time that passes `speed` times as fast as the machine's, from `startMs` on. */
export function createPacedClock(startMs: number, speed: number, machine: Clock): WorldClock {
  const machineStartMs = machine.nowMs();
  const nowMs = () => startMs + (machine.nowMs() - machineStartMs) * speed;
  return {
    nowMs,
    async towards(atMs) {
      const waitMs = (atMs - nowMs()) / speed;
      if (waitMs <= 0) return;
      await new Promise<void>((resolve) => {
        machine.after(Math.min(waitMs, LOOK_MS), resolve);
      });
    },
  };
}

/** World time that leaps from one moment to the next, as fast as things can be done. It never goes back. */
export function createLeapingClock(startMs: number): WorldClock {
  let now = startMs;
  return {
    nowMs: () => now,
    async towards(atMs) {
      now = Math.max(now, atMs);
    },
  };
}
