import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLatencies } from '../../../../src/apps/cli/demo/latencies.ts';

test('a quantile is within 1 % of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.05, max: 59_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1),
      (times, share) => {
        const latencies = createLatencies();
        for (const ms of times) latencies.add(ms);
        const exact = [...times].sort((a, b) => a - b)[Math.max(1, Math.ceil(share * times.length)) - 1] ?? 0;
        expect(Math.abs(latencies.quantile(share) - exact) / exact).toBeLessThan(0.0101);
      },
    ),
  );
});

test('the longest is exact, and nothing is said to have taken longer', () => {
  const latencies = createLatencies();
  for (const ms of [3, 1_220.5, 0.001]) latencies.add(ms);
  // The middle of their bucket is 1,228 ms.
  expect([latencies.maxMs(), latencies.quantile(1)]).toEqual([1_220.5, 1_220.5]);
});

test('a time beyond a minute, or of no length, is counted still', () => {
  const latencies = createLatencies();
  for (const ms of [0, 1_000_000]) latencies.add(ms);
  expect(latencies.quantile(0.5)).toBeLessThan(0.06);
  expect(latencies.quantile(1)).toBeGreaterThan(59_000);
});

test('without any time all is 0', () => {
  const latencies = createLatencies();
  expect([latencies.quantile(0.5), latencies.maxMs()]).toEqual([0, 0]);
});
