import { describe, expect, test } from 'vitest';
import {
  NONE,
  part,
  sayCount,
  sayInterval,
  sayMajor,
  sayMoney,
  sayPercent,
  sayPoints,
  sayRate,
  sayShare,
  sayWhole,
} from '../../../src/core/domain/figures.ts';
import { shareOf } from '../../../src/core/history/share.ts';

describe('figures', () => {
  test.each([
    [0, '0.0 %'],
    [0.101, '10.1 %'],
    [0.382, '38.2 %'],
    [0.0004, '0.04 %'],
    [0.00396, '0.40 %'],
    [1, '100.0 %'],
    [null, NONE],
  ])('the share %d is %s', (value, text) => {
    expect(sayPercent(value)).toBe(text);
  });

  test('a share stands with its interval, in the same digits', () => {
    expect(sayShare(shareOf(899, 4_561))).toBe('19.7 % (18.6–20.9)');
    expect(sayShare(shareOf(3, 8_214))).toBe('0.04 % (0.01–0.11)');
    expect(sayShare(shareOf(0, 0))).toBe(NONE);
  });

  test('an interval has as many digits as its share', () => {
    expect(sayInterval(shareOf(382, 1_000))).toBe('35.2 to 41.3');
    expect(sayInterval(shareOf(3, 8_214))).toBe('0.01 to 0.11');
    expect(sayInterval(shareOf(100, 8_214), ' % and ')).toBe('1.0 % and 1.5');
    expect(sayInterval(shareOf(0, 0))).toBe('');
  });

  test('the distance of shares is in points', () => {
    expect([0.0285, -0.004, 0].map(sayPoints)).toEqual(['2.9 points', '-0.40 points', '0.0 points']);
  });

  test.each([
    [51_230_412, 'usd', '512,304.12 USD', '512,304'],
    [-937, 'usd', '-9.37 USD', '-9'],
    [-20, 'usd', '-0.20 USD', '0'],
    [1_250, 'jpy', '1,250 JPY', '1,250'],
    [1_250, 'kwd', '1.250 KWD', '1'],
  ])('%d of %s is %s', (amount, currency, told, whole) => {
    expect(sayMoney(amount, currency)).toBe(told);
    expect(`${sayMajor(amount, currency)} ${currency.toUpperCase()}`).toBe(told);
    expect(sayWhole(amount, currency)).toBe(whole);
  });

  test('counts have separators, rates as many digits as tell something', () => {
    expect([sayCount(1_204_377), sayRate(12.345), sayRate(4.056), sayRate(0)]).toEqual([
      '1,204,377',
      '12.3',
      '4.06',
      '0',
    ]);
  });

  test('a part of nothing is nothing', () => {
    expect([part(1, 4), part(0, 0)]).toEqual([0.25, null]);
  });
});
