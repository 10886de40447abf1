import { expect, test } from 'vitest';
import { median, quantile } from '../../bench/measure/statistics.ts';

test('a quantile is the value that this share does not exceed', () => {
  const values = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
  expect(quantile(values, 0.5)).toBe(500);
  expect(quantile(values, 0.99)).toBe(990);
  expect(quantile(values, 1)).toBe(1_000);
  expect(quantile([], 0.5)).toBeNaN();
});

test('a median of an even number of values lies between the two in the middle', () => {
  expect(median([4, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});
