import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { estimateDistinct } from '../../../../src/core/features/timeline/estimate.ts';
import { fingerprint } from '../../../../src/core/features/timeline/hash.ts';
import { createRegisters } from '../../../../src/core/features/timeline/registers.ts';
import { REGISTERS, type Sketch, writeSketch } from '../../../../src/core/features/timeline/sketch.ts';

const UNIT = 1_000;
const NEVER = Number.NEGATIVE_INFINITY;

/** Identities with these numbers, one a unit of time. */
function sketchOf(from: number, to: number, before: Sketch | null = null, name = 'merchant'): Sketch | null {
  const writer = writeSketch(before, UNIT);
  for (let index = from; index < to; index++) {
    const { first, second } = fingerprint(`${name} ${index}`);
    writer.add(first, second, index * UNIT);
  }
  return writer.close(NEVER);
}

function estimateSince(boundMs: number, ...sketches: readonly (Sketch | null)[]): number {
  const registers = createRegisters();
  registers.clear();
  for (const sketch of sketches) if (sketch?.kind === 'sliding') registers.addSince(sketch, 0, boundMs);
  return registers.estimate(null);
}

describe('a sketch of few', () => {
  test('has each of them with the time it was last seen', () => {
    const writer = writeSketch(null, UNIT);
    writer.add(1, 10, 5_000);
    writer.add(2, 20, 6_000);
    writer.add(1, 10, 7_000);
    writer.add(1, 10, 4_000);
    const sketch = writer.close(NEVER);
    expect(sketch).toEqual({ kind: 'each', triples: [1, 10, 7_000, 2, 20, 6_000] });
    expect(writeSketch(sketch, UNIT).close(6_001)).toEqual({ kind: 'each', triples: [1, 10, 7_000] });
    expect(writeSketch(sketch, UNIT).close(7_001)).toBeNull();
  });

  test('becomes an estimate with one more than are known one by one', () => {
    const few = sketchOf(0, limits.distinctSeenEach);
    expect(few?.kind).toBe('each');
    const more = sketchOf(limits.distinctSeenEach, limits.distinctSeenEach + 1, few);
    expect(more?.kind).toBe('sliding');
    expect(Math.abs(estimateSince(NEVER, more) / (limits.distinctSeenEach + 1) - 1)).toBeLessThan(0.2);
  });
});

describe('a sliding sketch', () => {
  test.each([100, 500, 1_000, 5_000, 30_000])('of %i is off by 6.5 % as a rule', (count) => {
    const errors = Array.from({ length: 12 }, (_, round) => {
      const sketch = sketchOf(0, count, null, `round ${round}`);
      return estimateSince(NEVER, sketch) / count - 1;
    });
    const squares = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
    expect(Math.sqrt(squares)).toBeLessThan(0.065 * 1.6);
  });

  test('tells of any time back', () => {
    const sketch = sketchOf(0, 20_000);
    for (const recent of [200, 1_000, 5_000, 20_000]) {
      const boundMs = (20_000 - recent) * UNIT - 1;
      expect(Math.abs(estimateSince(boundMs, sketch) / recent - 1)).toBeLessThan(0.25);
    }
    expect(estimateSince(20_000 * UNIT, sketch)).toBe(0);
  });

  test('stays the same when the same are seen again, and grows by no more than a few marks a register', () => {
    const once = sketchOf(0, 50_000);
    expect(sketchOf(40_000, 50_000, once)).toEqual(once);
    expect(once?.kind === 'sliding' && once.marks.length).toBeLessThan(REGISTERS * 8);
  });

  test('comes out the same, whether it is made at one go or bit by bit', () => {
    let bits: Sketch | null = null;
    for (let from = 0; from < 5_000; from += 50) bits = sketchOf(from, from + 50, bits);
    const whole = sketchOf(0, 5_000);
    // Within one unit of time a mark more or less says nothing.
    for (const bound of [0, 2_000, 4_500]) {
      expect(estimateSince(bound * UNIT, bits)).toBe(estimateSince(bound * UNIT, whole));
    }
  });

  test('counts once who is in two of them', () => {
    const [a, b] = [sketchOf(0, 3_000), sketchOf(1_000, 4_000)];
    expect(estimateSince(NEVER, a, b)).toBe(estimateSince(NEVER, sketchOf(0, 4_000)));
  });

  test('forgets what is too old', () => {
    const sketch = sketchOf(0, 5_000);
    const kept = writeSketch(sketch, UNIT).close(4_000 * UNIT);
    expect(estimateSince(4_000 * UNIT, kept)).toBe(estimateSince(4_000 * UNIT, sketch));
    expect(JSON.stringify(kept).length).toBeLessThan(JSON.stringify(sketch).length);
    expect(writeSketch(sketch, UNIT).close(5_001 * UNIT)).toBeNull();
  });

  test('is asked for one more without being changed', () => {
    const sketch = sketchOf(0, 1_000);
    const registers = createRegisters();
    registers.clear();
    if (sketch?.kind === 'sliding') registers.addSince(sketch, 0, NEVER);
    const before = registers.estimate(null);
    expect(registers.estimate(fingerprint('merchant 7').first)).toBe(before);
    const rare = 0xff;
    expect(registers.estimate(rare)).toBeGreaterThan(before);
    expect(registers.estimate(null)).toBe(before);
  });
});

test('empty registers tell of none, full ones of no end', () => {
  const counts = (rank: number) => Array.from({ length: 34 }, (_, at) => (at === rank ? REGISTERS : 0));
  expect(estimateDistinct(counts(0))).toBe(0);
  expect(estimateDistinct(counts(1))).toBeGreaterThan(50);
  expect(estimateDistinct(counts(33))).toBe(Number.POSITIVE_INFINITY);
});
