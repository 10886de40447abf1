import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growStretches, type Stretch } from '../../../src/workflows/review/stretches.ts';

const GAP = 10;

/** Adds moments, some at a time, to what was there. */
function grow(batches: readonly (readonly number[])[], known: readonly Stretch[] = []): readonly Stretch[] {
  let stretches = [...known];
  for (const batch of batches) {
    const grown = growStretches(stretches, batch, GAP);
    const closedAt = new Map(stretches.map((stretch) => [stretch.id, stretch.closedAtMs]));
    stretches = stretches.filter(({ id }) => !grown.some(({ ids }) => ids.includes(id)));
    for (const { ids, beganMs, lastMs } of grown) {
      const id = ids[0] ?? `${beganMs} ${Math.max(...batch)} ${stretches.length}`;
      const closedAtMs = closedAt.get(id) ?? null;
      stretches.push({ id, beganMs, lastMs, closedAtMs, isIncident: closedAtMs !== null });
    }
  }
  return stretches.sort((a, b) => a.beganMs - b.beganMs);
}

const spans = (stretches: readonly Stretch[]) => stretches.map(({ beganMs, lastMs }) => [beganMs, lastMs]);

test('moments close to each other are one stretch, others are not', () => {
  expect(spans(grow([[0, 10, 20, 31]]))).toEqual([
    [0, 20],
    [31, 31],
  ]);
});

test('a moment between two stretches makes them one', () => {
  expect(spans(grow([[0], [20], [10]]))).toEqual([[0, 20]]);
});

test('what comes after the closing of a stretch is another one, and what was before belongs to it', () => {
  const closed = { id: 'closed', beganMs: 0, lastMs: 20, closedAtMs: 25, isIncident: true };
  expect(spans(grow([[24], [26, 30]], [closed]))).toEqual([
    [0, 24],
    [26, 30],
  ]);
});

test('an incident that nobody looked at does not vanish in a closed one', () => {
  const closed = { id: 'closed', beganMs: 0, lastMs: 20, closedAtMs: 90, isIncident: true };
  const other = { id: 'other', beganMs: 40, lastMs: 50, closedAtMs: null, isIncident: true };
  expect(spans(grow([[30]], [closed, other]))).toEqual([
    [0, 30],
    [40, 50],
  ]);
});

const moments = fc.array(fc.nat(300), { minLength: 1, maxLength: 40 });

/** The same moments in another order, so many at a time. */
function dealt(all: readonly number[], keys: Iterator<number>, size: number): number[][] {
  const order = new Map(all.map((_, index) => [index, keys.next().value ?? 0]));
  const shuffled = [...all.keys()].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const batches: number[][] = [];
  for (const [turn, index] of shuffled.entries()) {
    if (turn % size === 0) batches.push([]);
    batches.at(-1)?.push(all[index] ?? 0);
  }
  return batches;
}

test('stretches come out the same in whatever order and however many at a time their moments come', () => {
  fc.assert(
    fc.property(moments, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 8 }), (all, keys, size) => {
      expect(spans(grow(dealt(all, keys, size)))).toEqual(spans(grow([all])));
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('so they do around one that was closed since', () => {
  const spanAndMoments = fc.record({ beganMs: fc.nat(300), length: fc.nat(50) });
  fc.assert(
    fc.property(moments, fc.infiniteStream(fc.nat()), spanAndMoments, (all, keys, { beganMs, length }) => {
      const lastMs = beganMs + length;
      const known = [{ id: 'closed', beganMs, lastMs, closedAtMs: 400, isIncident: true }];
      expect(spans(grow(dealt(all, keys, 3), known))).toEqual(spans(grow([all], known)));
    }),
    { seed: 12, numRuns: 500 },
  );
});
