import { describe, expect, test } from 'vitest';
import { headline } from '../../../../src/apps/cli/backtest/headline.ts';
import { scoresOf } from './results.ts';

describe('the headline', () => {
  const of = (tp: number, fp: number, fn: number, tn: number) =>
    headline(scoresOf({ tp, fp, fn, tn }, tp + fp + fn + tn, tp + fp));

  test('tells what is stopped of fraud and of good, by count and money', () => {
    expect(of(1, 1, 1, 3)).toEqual([
      'It stops 50.0 % of the fraud: 312.50 USD of 600.50 USD (52.0 %).',
      'It stops 25.0 % of what is good: 64.20 USD of 190.50 USD (33.7 %).',
      'Of the 2 authorizations that it stops, 50.0 % are fraud.',
    ]);
  });

  test('names every currency', () => {
    const sums = { tp: 100, fp: 100, fn: 100, tn: 100 };
    const money = [
      { currency: 'eur', ...sums },
      { currency: 'usd', ...sums },
    ];
    expect(headline(scoresOf({ tp: 1, fp: 1, fn: 1, tn: 1 }, 4, 2, money))[0]).toBe(
      'It stops 50.0 % of the fraud: 1.00 EUR of 2.00 EUR (50.0 %) and 1.00 USD of 2.00 USD (50.0 %).',
    );
  });

  test.each([
    [[0, 1, 0, 1], 'There is no fraud among what is known.'],
    [[1, 0, 1, 0], 'There is nothing good among what is known.'],
    [[0, 0, 1, 1], 'Nothing that is known is stopped.'],
    [[0, 0, 0, 0], 'Of nothing in this window is known what it was: there is nothing to score.'],
  ])('of %j says so', ([tp = 0, fp = 0, fn = 0, tn = 0], sentence) => {
    expect(of(tp, fp, fn, tn)).toContain(sentence);
  });
});
