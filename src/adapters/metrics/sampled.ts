import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';

/** Something that is asked elsewhere now and then. */
export interface Sampled<T> {
  /** What is known, asked anew where that is old. Waits `scrapeWaitMs` at most; null before the first answer. */
  get(): Promise<T | null>;
  /** Times it was asked for and could not be had in time, or at all. */
  errors(): number;
  /** How old what is known is; null before the first answer. */
  ageMs(): number | null;
}

/** Asks at most once at a time and once in `scrapeCacheMs`: whoever is slow is not asked again before it answered. */
export function createSampled<T>(read: () => Promise<T>, clock: Clock): Sampled<T> {
  let value: T | null = null;
  let readAtMs: number | null = null;
  let errors = 0;
  let running: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    value = await read();
    readAtMs = clock.nowMs();
  }

  return {
    async get() {
      if (readAtMs !== null && clock.nowMs() - readAtMs < limits.scrapeCacheMs) return value;
      running ??= refresh().finally(() => {
        running = null;
      });
      const refreshed = await within(running, limits.scrapeWaitMs, clock);
      if (refreshed.kind !== 'done') errors += 1;
      return value;
    },
    errors: () => errors,
    ageMs: () => (readAtMs === null ? null : clock.nowMs() - readAtMs),
  };
}
