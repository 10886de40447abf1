import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';

/**
 * One after the other, with a rest after each as long as it took: reading a policy keeps the whole process busy, and
 * answers to Stripe must get their turn in between. An ask never waits for more than one of these.
 */
export function createTurns(clock: Clock): <T>(run: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();

  async function rested(run: () => Promise<unknown>): Promise<void> {
    const startMs = clock.nowMs();
    await run().catch(() => {});
    const restMs = Math.min(Math.max(clock.nowMs() - startMs, 0), limits.apiMaxRestMs);
    await new Promise<void>((resolve) => void clock.after(restMs, resolve));
  }

  return <T>(run: () => Promise<T>): Promise<T> => {
    const done = before.then(run);
    before = before.then(() => rested(() => done));
    return done;
  };
}
