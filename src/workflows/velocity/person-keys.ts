import type { Conceal } from '../../core/domain/personal.ts';
import { createFeatureEngine } from '../../core/features/engine.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { TimelineKey, TimelineStore } from '../../core/features/timeline/store.ts';

/**
 * The keys under which events of a person are counted and that are the person's alone: those in which one of `marks`
 * (ids of theirs, HMACs of what is personal) stands. What is counted by a merchant is everybody's, and holds no ids.
 */
export async function personKeys(
  plans: readonly FeaturePlan[],
  events: readonly FeatureEvent[],
  marks: readonly string[],
  conceal: Conceal,
): Promise<readonly TimelineKey[]> {
  const keys = new Map<string, TimelineKey>();
  const store: TimelineStore = {
    async apply(requests) {
      for (const { timeline, scope, key } of requests) {
        if (marks.some((mark) => key.includes(mark))) keys.set(`${timeline.id} ${key}`, { timeline, scope, key });
      }
      return requests.map(() => ({ isDuplicate: false, state: null, isCold: true }));
    },
  };
  const engine = createFeatureEngine({ store, conceal });
  for (const plan of plans) for (const event of events) await engine.evaluate(event, plan, 'fill');
  return [...keys.values()];
}
