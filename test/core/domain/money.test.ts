import { expect, test } from 'vitest';
import { currencyExponent, formatMoney, toMajor } from '../../../src/core/domain/money.ts';
import { ratesByCurrency, toUsd } from '../../../src/core/domain/rates.ts';

test.each([
  ['usd', 1250, 12.5, '12.50 USD'],
  ['jpy', 1250, 1250, '1250 JPY'],
  ['kwd', 1250, 1.25, '1.250 KWD'],
  ['USD', 5, 0.05, '0.05 USD'],
  ['not a currency', 100, 1, '1.00 NOT A CURRENCY'],
])('an amount in %s reads in major units by its exponent', (currency, amountMinor, major, text) => {
  expect(toMajor({ amountMinor, currency })).toBe(major);
  expect(formatMoney({ amountMinor, currency })).toBe(text);
});

test('the exponents are those of ISO 4217', () => {
  expect(['eur', 'krw', 'bhd', 'clp', 'tnd'].map(currencyExponent)).toEqual([2, 0, 3, 0, 3]);
});

test('an amount in dollars takes the rate of its day, and is missing before the first', () => {
  const day = (text: string) => Date.parse(text);
  const rates = ratesByCurrency([
    { currency: 'eur', fromMs: day('2026-03-01'), usdPerUnit: 1.2 },
    { currency: 'eur', fromMs: day('2026-01-01'), usdPerUnit: 1.1 },
  ]);
  const euros = { amountMinor: 1000, currency: 'eur' };
  expect(toUsd(euros, rates, day('2026-02-28'))).toBeCloseTo(11);
  expect(toUsd(euros, rates, day('2026-03-01'))).toBeCloseTo(12);
  expect(toUsd(euros, rates, day('2025-12-31'))).toEqual({ missing: 'no_rate' });
  expect(toUsd({ amountMinor: 1000, currency: 'usd' }, new Map(), 0)).toBe(10);
});
