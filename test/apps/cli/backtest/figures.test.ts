import { describe, expect, test } from 'vitest';
import {
  major,
  money,
  NONE,
  number,
  part,
  percent,
  rate,
  share,
  wholeMajor,
} from '../../../../src/apps/cli/backtest/figures.ts';
import { headline } from '../../../../src/apps/cli/backtest/headline.ts';
import { shareOf } from '../../../../src/core/history/share.ts';
import { scoresOf } from './results.ts';

describe('figures', () => {
  test.each([
    [0, '0.0 %'],
    [0.101, '10.1 %'],
    [0.00396, '0.40 %'],
    [1, '100.0 %'],
    [null, NONE],
  ])('the share %d is %s', (value, text) => {
    expect(percent(value)).toBe(text);
  });

  test('a share stands with its interval, in the same digits', () => {
    expect(share(shareOf(899, 4_561))).toBe('19.7 % (18.6–20.9)');
    expect(share(shareOf(3, 8_214))).toBe('0.04 % (0.01–0.11)');
    expect(share(shareOf(0, 0))).toBe(NONE);
  });

  test.each([
    [51_230_412, 'usd', '512,304.12 USD', '512,304'],
    [-937, 'usd', '-9.37 USD', '-9'],
    [-20, 'usd', '-0.20 USD', '0'],
    [1_250, 'jpy', '1,250 JPY', '1,250'],
    [1_250, 'kwd', '1.250 KWD', '1'],
  ])('%d of %s is %s', (amount, currency, told, whole) => {
    expect(money(amount, currency)).toBe(told);
    expect(`${major(amount, currency)} ${currency.toUpperCase()}`).toBe(told);
    expect(wholeMajor(amount, currency)).toBe(whole);
  });

  test('counts have separators, rates as many digits as tell something', () => {
    expect([number(1_204_377), rate(12.345), rate(4.056), rate(0)]).toEqual(['1,204,377', '12.3', '4.06', '0']);
  });

  test('a part of nothing is nothing', () => {
    expect([part(1, 4), part(0, 0)]).toEqual([0.25, null]);
  });
});

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
