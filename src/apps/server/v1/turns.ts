import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';

/** Runs something when its turn comes, and gives what comes of it. */
export type InTurn = <T>(run: () => Promise<T>) => Promise<T>;

/** Too many wait for their turn. */
export class TurnsTaken extends Error {
  override readonly name = 'TurnsTaken';
}

/**
 * One after the other, with a rest after each as long as it took: reading a policy keeps the whole process busy, and
 * answers to Stripe must get their turn in between: of one set of turns an ask waits for one at most. With more than
 * `mostWaiting` behind the one whose turn it is, it rejects with TurnsTaken.
 */
export function createTurns(clock: Clock, mostWaiting = Number.POSITIVE_INFINITY): InTurn {
  let before: Promise<unknown> = Promise.resolve();
  let unfinished = 0;

  async function rested(run: () => Promise<unknown>): Promise<void> {
    const startMs = clock.nowMs();
    await run().catch(() => {});
    const restMs = Math.min(Math.max(clock.nowMs() - startMs, 0), limits.apiMaxRestMs);
    await new Promise<void>((resolve) => void clock.after(restMs, resolve));
  }

  return async (run) => {
    if (unfinished > mostWaiting) throw new TurnsTaken('too many requests that read a lot wait');
    unfinished += 1;
    const done = before.then(run).finally(() => {
      unfinished -= 1;
    });
    before = before.then(() => rested(() => done));
    return done;
  };
}
