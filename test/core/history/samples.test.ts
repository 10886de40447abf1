import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSampler } from '../../../src/core/history/samples.ts';
import { MONDAY, pastRow } from '../../support/past-rows.ts';

function sampled(rows: readonly { readonly id: string; readonly atMs: number }[], most: number): readonly string[] {
  const sampler = createSampler(({ authorization: { id, askedAtMs } }) => `${id} ${askedAtMs}`, most);
  for (const row of rows) sampler.offer(pastRow(row), undefined);
  return sampler.samples();
}

test('the same few rows are kept in whatever order they come, and those of asks of one authorization too', () => {
  const row = fc.record({ id: fc.stringMatching(/^[a-f]{1,2}$/), atMs: fc.integer({ min: MONDAY, max: MONDAY + 9 }) });
  const key = ({ id, atMs }: { readonly id: string; readonly atMs: number }) => `${id} ${atMs}`;
  const rows = fc.uniqueArray(row, { selector: key, maxLength: 60 });
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 12 }), (given, chance, most) => {
      const shuffled = given
        .map((each) => ({ each, at: chance.next().value ?? 0 }))
        .sort((one, other) => one.at - other.at)
        .map(({ each }) => each);
      const found = sampled(given, most);
      expect(sampled(shuffled, most)).toEqual(found);
      expect(found).toHaveLength(Math.min(most, given.length));
      // What is kept of fewer is the beginning of what is kept of more.
      expect(sampled(given, most + 1).slice(0, most)).toEqual(found);
    }),
  );
});

test('a sample is no beginning of the rows: of many it takes from everywhere', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ id: `a${index}`, atMs: MONDAY + index }));
  const places = sampled(rows, 20).map((text) => Number(text.split(' ')[1]) - MONDAY);
  expect(Math.min(...places)).toBeLessThan(250);
  expect(Math.max(...places)).toBeGreaterThan(750);
});
