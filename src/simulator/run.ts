import type { WorldClock } from './clock.ts';
import type { World } from './world/world.ts';

export interface RunOptions {
  readonly world: Pick<World, 'next' | 'peekMs'>;
  readonly clock: WorldClock;
  /** Nothing after this moment is begun. */
  readonly untilMs: number;
  /** So many things may be under way at once; with 1 each waits for the one before, and a run repeats exactly. */
  readonly atOnce: number;
  /** Ends the run early; what is under way is waited for. */
  readonly signal: AbortSignal;
  /** Called after each, and waited for. */
  after?(): Promise<void>;
  /** Whether an error ends only what threw it; without this, each ends the run. */
  isForgiven?(error: unknown): boolean;
}

/** Lets the world live until its time is up. Rejects with the first error that something in it threw. */
export async function runWorld(options: RunOptions): Promise<void> {
  const { world, clock, untilMs, atOnce, signal, after } = options;
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];

  function begin(): void {
    const activity = world.next();
    if (!activity) return;
    const running = activity
      .run()
      .then(after)
      .catch((error: unknown) => {
        if (!options.isForgiven?.(error)) failures.push(error);
      })
      .finally(() => underWay.delete(running));
    underWay.add(running);
  }

  while (!signal.aborted && failures.length === 0) {
    const atMs = world.peekMs();
    const isOver = atMs === null || atMs > untilMs;
    if (isOver && underWay.size === 0) break;
    // What is under way may still bring something forward.
    if (isOver || underWay.size >= atOnce) await Promise.race(underWay);
    else if (clock.nowMs() < atMs) await clock.towards(atMs);
    else begin();
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
