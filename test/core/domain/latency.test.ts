import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addLatencies,
  countTooLate,
  LATENCY_BOUNDS_MS,
  type Latencies,
  latencyPlace,
  latencyQuantile,
} from '../../../src/core/domain/latency.ts';

const latency = fc.double({ min: 0.25, max: 19_000, noNaN: true });
const some = fc.array(latency, { minLength: 1, maxLength: 300 });

function histogram(all: readonly number[]): Latencies {
  const counts: Record<number, number> = {};
  for (const ms of all) counts[latencyPlace(ms)] = (counts[latencyPlace(ms)] ?? 0) + 1;
  return counts;
}

it('gives any quantile within three percent, from a quarter of a millisecond to twenty seconds', () => {
  fc.assert(
    fc.property(some, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1), (all, share) => {
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? Number.NaN;
      const read = latencyQuantile(histogram(all), share) ?? Number.NaN;
      expect(Math.abs(read / exact - 1), `${read} for ${exact}`).toBeLessThan(0.03);
    }),
  );
});

it('adds up: what several counted by themselves is what one would have counted', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 5 }), (parts) => {
      expect(addLatencies(parts.map(histogram))).toEqual(histogram(parts.flat()));
    }),
  );
});

it('knows exactly how many took longer than Stripe waits', () => {
  expect(LATENCY_BOUNDS_MS).toContain(2_000);
  expect(countTooLate(histogram([1, 1_999, 2_000, 2_000.1, 2_001, 60_000]))).toBe(3);
});

it('has no quantile of nothing, and the ends for what lies beyond the bounds', () => {
  expect(latencyQuantile({}, 0.5)).toBeNull();
  expect(latencyQuantile(histogram([0]), 0.5)).toBeCloseTo(0.19, 1);
  expect(latencyQuantile(histogram([1e9]), 0.5)).toBeGreaterThan(19_000);
});
