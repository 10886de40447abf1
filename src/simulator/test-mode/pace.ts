import type { Clock } from '../../core/decision/ports.ts';

/** Lets callers through one by one, in their order, never more than so many a second. */
export function createPace(perSecond: number, clock: Clock): () => Promise<void> {
  const spacingMs = 1_000 / perSecond;
  let freeAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const nowMs = clock.nowMs();
    const turnMs = Math.max(nowMs, freeAtMs);
    freeAtMs = turnMs + spacingMs;
    if (turnMs > nowMs) await new Promise<void>((resolve) => clock.after(turnMs - nowMs, resolve));
  };
}
