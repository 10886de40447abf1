import type { FeatureEngine } from '../../core/features/engine.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';

/** A part of the stored past, oldest first. */
export interface HistoryPage {
  readonly events: readonly FeatureEvent[];
  /** The part of the past that was read with this page, from 0 to 1. */
  readonly share: number;
}

/** Reads the stored past from a moment on, in the order in which it was received. */
export type ReadHistory = (sinceMs: number) => AsyncIterable<HistoryPage>;

/** How far a fill is. */
export interface FillProgress {
  readonly events: number;
  /** The part of the past that was read, from 0 to 1. */
  readonly share: number;
}

/**
 * Counts the stored past into the timelines of a plan: the same events through the same features, so that it comes out
 * as if the plan had been there all along. In pages with a breath in between: the same process answers Stripe. Gives
 * how many events there were. What was counted live meanwhile is written again, as it would have been.
 */
export async function fillFromHistory(
  engine: FeatureEngine,
  plan: FeaturePlan,
  { sinceMs, read }: { readonly sinceMs: number; readonly read: ReadHistory },
  onProgress: (progress: FillProgress) => void,
): Promise<number> {
  let events = 0;
  for await (const page of read(sinceMs)) {
    for (const event of page.events) {
      if (!plan.events.has(event.type)) continue;
      // A report knows less of an ask than the ask itself: it must not take the place of what that one counted.
      await engine.evaluate(event, plan, event.isReported ? 'count' : 'fill');
      events += 1;
    }
    onProgress({ events, share: page.share });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return events;
}
