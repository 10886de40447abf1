import type { Conceal } from '../../core/domain/personal.ts';
import type { EntryOutcome } from '../../core/features/built-in-event.ts';
import { createFeatureEngine } from '../../core/features/engine.ts';
import type { FeatureEvent, FeatureResult } from '../../core/features/feature-event.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** Features alone, with the currency rates that they read: enough to count by, and nothing to decide by. */
export type FeaturesOnly = Pick<Policy, 'features' | 'rates'>;

/** The counters of a replay, by the features of one policy or of several. */
export interface Counts {
  /** Counts from the next event on by this one, too. */
  keep(policy: FeaturesOnly): void;
  /** Whether anything is counted of such an event, by this policy or by another that is kept. */
  isCounted(type: string, policy: FeaturesOnly): boolean;
  /** Null where this policy counts nothing of it. Throws what the store throws. */
  count(event: FeatureEvent, policy: FeaturesOnly): Promise<FeatureResult | null>;
  /** Counts by all that is kept besides this one. */
  countBesides(event: FeatureEvent, policy: FeaturesOnly): Promise<void>;
  /** Says what became of an ask that was counted. */
  settle(result: FeatureResult, outcome: EntryOutcome): Promise<void>;
}

/** Counters over a store that holds nothing yet. */
export function createCounts(store: TimelineStore, conceal: Conceal): Counts {
  const engine = createFeatureEngine({ store, conceal });
  const kept = new Map<string, FeaturesOnly>();

  async function count(event: FeatureEvent, { features }: FeaturesOnly): Promise<FeatureResult | null> {
    if (!features.events.has(event.type)) return null;
    const result = await engine.evaluate(event, features, 'count');
    // Live, features that could not be read are missing. Nobody is waiting for a replay: it had better stop.
    if (result.storeError) throw result.storeError;
    return result;
  }

  return {
    keep(policy) {
      if (!kept.has(policy.features.fingerprint)) kept.set(policy.features.fingerprint, policy);
    },
    isCounted: (type, { features }) => kept.size > 1 || features.events.has(type),
    count,
    async countBesides(event, { features }) {
      for (const [fingerprint, other] of kept) {
        if (fingerprint !== features.fingerprint) await count(event, other);
      }
    },
    settle: ({ written }, outcome) => engine.settle(written, outcome),
  };
}
