import type { Clock } from '../../core/decision/ports.ts';

/** The machine's own clock. A timer that waits keeps the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
