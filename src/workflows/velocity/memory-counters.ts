import { createMemoryTimelines } from '../../adapters/counters/memory-timelines.ts';
import type { Counters } from './ports.ts';

/** Counters of this process alone: cold at every start. */
export function createMemoryCounters(): Counters {
  const timelines = createMemoryTimelines();
  return {
    timelines,
    filling: timelines.filling,
    isFilled: timelines.isFilled,
    async markFilled(ids) {
      for (const id of ids) timelines.markFilled(id);
    },
    drop: async (id) => timelines.drop(id),
    forget: async (keys) => timelines.forget(keys),
    async alone(run) {
      await run();
      return true;
    },
    // Nothing fails here.
    lose: () => {},
    listen: () => {},
    found: async () => {},
    status: () => ({ kind: 'memory', ...timelines.size() }),
    close: async () => {},
  };
}
