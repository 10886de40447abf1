import { expect, test } from 'vitest';
import { measureCalmly } from '../../bench/measure/calm.ts';

async function measured(count: number, shares: readonly (number | null)[]): Promise<number[]> {
  const kept = await measureCalmly(count, async (attempt) => ({
    value: attempt,
    othersShare: shares[attempt - 1] ?? null,
  }));
  return kept.map(({ value }) => value);
}

test('a machine of its own is measured no more often than asked for', async () => {
  expect(await measured(2, [0.01, 0.02, 0])).toEqual([1, 2]);
});

test('a disturbed measurement is made again, and the least disturbed count', async () => {
  expect(await measured(2, [0.5, 0.03, 0.3, 0.01])).toEqual([4, 2]);
});

test('on a machine that never comes to rest it ends after twice as many', async () => {
  expect(await measured(2, [0.9, 0.5, 0.7, 0.6, 0.2])).toEqual([2, 4]);
});

test('where nobody can tell, everything counts', async () => {
  expect(await measured(2, [null, null, null])).toEqual([1, 2]);
});
