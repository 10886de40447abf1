import type { Conceal } from '../domain/personal.ts';
import type { EntryOutcome } from './built-in-event.ts';
import { requestsOf, takeReplies } from './engine/requests.ts';
import { NO_RESULT, resultOf } from './engine/result.ts';
import { computeSteps, type Mode, startRun } from './engine/run.ts';
import type { FeatureEvent, FeatureResult } from './feature-event.ts';
import type { FeaturePlan } from './plan.ts';
import type { TimelineRequest, TimelineStore } from './timeline/store.ts';

/** Computes the features of events, and counts these. */
export interface FeatureEngine {
  /**
   * Evaluates one event: `count` writes it to its timelines and reads them in the same step, `dry` only reads, as if it
   * had been written; `fill` writes it again from history, its features are not all computed. Never rejects for the
   * store: what could not be read is missing (late), and the error stands in the result.
   */
  evaluate(event: FeatureEvent, plan: FeaturePlan, mode: Mode): Promise<FeatureResult>;
  /** Says what became of an event that was written; `isReported` if Stripe says so. Rejects when the store fails. */
  settle(written: readonly TimelineRequest[], outcome: EntryOutcome, isReported?: boolean): Promise<void>;
}

/** An engine over a store of timelines. `conceal` hides what is personal before it gets there. */
export function createFeatureEngine(ports: {
  readonly store: TimelineStore;
  readonly conceal: Conceal;
}): FeatureEngine {
  const { store, conceal } = ports;
  return {
    async evaluate(event, plan, mode) {
      const eventPlan = plan.events.get(event.type);
      if (!eventPlan) return NO_RESULT;
      const run = startRun(event, eventPlan, mode, conceal);
      for (const phase of eventPlan.phases) {
        computeSteps(run, phase);
        // A later stage needs what an earlier one gave: after a failure it would write what is not so.
        if (run.storeError !== null || phase.requests.length === 0) continue;
        const asked = requestsOf(run, phase);
        if (asked.requests.length === 0) continue;
        try {
          takeReplies(run, asked, await store.apply(asked.requests));
        } catch (error) {
          run.storeError = error ?? new Error('the store of timelines failed');
        }
      }
      return resultOf(run);
    },
    async settle(written, outcome, isReported = false) {
      if (written.length === 0) return;
      await store.apply(written.map((request) => settled(request, outcome, isReported)));
    },
  };
}

function settled(request: TimelineRequest, outcome: EntryOutcome, isReported: boolean): TimelineRequest {
  const { timeline, scope, key, entry } = request;
  const standing = entry && { ...entry, outcome };
  return { timeline, scope, key, entry: standing, isReported, isNew: false, isFilling: false, isRead: false };
}
