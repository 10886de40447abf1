import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTRY_OUTCOMES } from '../../../src/core/features/built-in-event.ts';
import { AGGREGATE_FUNCTIONS } from '../../../src/core/features/term.ts';
import type { AggregateRead, ColumnKind } from '../../../src/core/features/timeline/definition.ts';
import { readAggregates } from '../../../src/core/features/timeline/read.ts';
import { createNaiveTimeline } from './naive.ts';
import { entryOf, handOn, MINUTE, NOON, type OpenedTimelines, SECOND, timelineOf } from './stage.ts';

const KINDS: readonly ColumnKind[] = ['mark', 'number', 'money', 'identity', 'value'];
const WINDOWS_MS = [10 * SECOND, MINUTE, 20 * MINUTE];
const READS = AGGREGATE_FUNCTIONS.flatMap(readsOf);

/** What a plan may ask for: a function reads a column of its kind, or none. */
function readsOf(name: (typeof AGGREGATE_FUNCTIONS)[number]): AggregateRead[] {
  const kinds: readonly (ColumnKind | null)[] =
    name === 'Count' || name === 'LatestTime'
      ? [null, 'mark']
      : name === 'CountUnique'
        ? ['identity']
        : name === 'First' || name === 'Latest'
          ? ['value']
          : ['number', 'money'];
  return kinds.flatMap((kind) =>
    WINDOWS_MS.flatMap((windowMs) =>
      [null, ['approved', 'pending'], ['declined', 'challenged'], ['declined_by_stripe']].flatMap((outcomes) =>
        [true, false].map((isExclusive) => {
          const column = kind === null ? null : KINDS.indexOf(kind);
          return { function: name, column, outcomes, windowMs, isExclusive } as AggregateRead;
        }),
      ),
    ),
  );
}

// Few ids, times and values, so that duplicates, ties and repetitions are common.
const time = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((s) => s * SECOND),
  fc.integer({ min: 0, max: 30 * MINUTE }),
);
const values = fc.tuple(
  fc.constantFrom(null, 1),
  fc.option(fc.integer({ min: -9, max: 9 })),
  fc.option(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.constantFrom('usd', 'usd', 'usd', 'jpy'))),
  fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
  fc.option(fc.constantFrom('x', 'y', 7, true)),
);
const step = fc.record({
  id: fc.integer({ min: 0, max: 20 }),
  aheadMs: time,
  values,
  outcome: fc.constantFrom(...ENTRY_OUTCOMES),
  isReported: fc.boolean(),
  isFilling: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  isWritten: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  isOwn: fc.boolean(),
  afterMs: fc.option(time),
});

/** Whatever is written in whatever order, what is read is what a list would tell. */
export function modelContract(opened: () => OpenedTimelines): void {
  describe('any sequence of requests', () => {
    it('reads as a plain list would be read', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const timeline = timelineOf(KINDS, WINDOWS_MS);
          await opened().markFilled([timeline.id]);
          const hand = handOn(opened().timelines, timeline);
          const naive = createNaiveTimeline(KINDS);
          const written = new Set<number>();
          for (const [arrival, { id, aheadMs, isWritten, isOwn, afterMs, ...more }] of steps.entries()) {
            // Two neighbours arrive as one.
            const order = { arrival: Math.floor(arrival / 2), outcome: more.outcome };
            const entry = entryOf(`e${id}`, NOON + aheadMs, more.values, order);
            // Every other one that is new is said to be.
            const isNew = arrival % 2 === 0 && !written.has(id);
            if (isWritten) written.add(id);
            const reply = await hand.apply(isWritten ? entry : null, isWritten ? { ...more, isNew } : {});
            if (isWritten) expect(reply.isDuplicate).toBe(naive.write(entry, more));
            const own = isOwn ? entry : null;
            const reads = READS.map((read, at) => ({
              ...read,
              afterMs: at % 3 && afterMs !== null ? NOON + afterMs : null,
            }));
            const state = reply.state ?? (await hand.state());
            const results = readAggregates(timeline, state, reads, own, entry.atMs);
            expect(results.map(({ value }) => value)).toEqual(reads.map((read) => naive.read(read, own, entry.atMs)));
            expect(results.some(({ isApproximate }) => isApproximate)).toBe(false);
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}
