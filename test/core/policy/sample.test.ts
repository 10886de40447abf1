import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSampled } from '../../../src/core/policy/sample.ts';

const cards = Array.from({ length: 20_000 }, (_, index) => `ic_${index.toString(36)}`);
const share = (rule: string, percent: number) => cards.filter((card) => isSampled(rule, card, percent)).length / 200;

test.each([0.5, 1, 10, 25, 50, 90, 99.5])('%d percent of all cards are in a sample of that share', (percent) => {
  // Three standard deviations of so many cards.
  const tolerance = 3 * Math.sqrt((percent * (100 - percent)) / cards.length);
  expect(Math.abs(share('rule', percent) - percent)).toBeLessThan(tolerance);
});

test('none is in a sample of nothing, and every card in one of all', () => {
  expect([share('rule', 0), share('rule', 100)]).toEqual([0, 100]);
  expect([isSampled('rule', null, 100), isSampled('rule', null, 99)]).toEqual([true, false]);
});

test('a card stays in a sample that grows', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(100), fc.nat(100), (rule, card, a, b) => {
      return !isSampled(rule, card, Math.min(a, b)) || isSampled(rule, card, Math.max(a, b));
    }),
  );
});

test('another rule draws other cards', () => {
  const both = cards.filter((card) => isSampled('one', card, 10) && isSampled('other', card, 10)).length;
  expect(both / cards.length).toBeCloseTo(0.01, 2);
});

test('who is in a sample is the same in every version: decisions are replayed', () => {
  const drawn = cards.slice(0, 60).filter((card) => isSampled('first_day_abroad', card, 10));
  expect(drawn).toEqual(['ic_3', 'ic_q', 'ic_1n']);
});
