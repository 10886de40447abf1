import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLACES } from '../../../src/simulator/world/places.ts';
import { convert, fromUsd } from '../../../src/simulator/world/rates.ts';

const CURRENCIES = [...new Set(PLACES.map(({ currency }) => currency))];

describe('the rates of the world', () => {
  test('mind how many digits a currency has', () => {
    expect(fromUsd(67, 'jpy')).toEqual({ amountMinor: 10_000, currency: 'jpy' });
    expect(fromUsd(3.25, 'kwd')).toEqual({ amountMinor: 1_000, currency: 'kwd' });
    expect(convert({ amountMinor: 10_000, currency: 'jpy' }, 'usd')).toEqual({ amountMinor: 6_700, currency: 'usd' });
    expect(convert({ amountMinor: 127, currency: 'usd' }, 'gbp')).toEqual({ amountMinor: 100, currency: 'gbp' });
  });

  test('know every currency that a merchant charges in, and no other', () => {
    for (const currency of CURRENCIES) expect(fromUsd(1_000, currency).amountMinor).toBeGreaterThan(0);
    expect(() => fromUsd(1, 'xxx')).toThrow('the world has no rate for xxx');
  });

  test('leave nothing nothing and something something', () => {
    const currency = fc.constantFrom(...CURRENCIES);
    fc.assert(
      fc.property(fc.nat(1_000_000), currency, currency, (amountMinor, from, to) => {
        const converted = convert({ amountMinor, currency: from }, to);
        expect(Number.isSafeInteger(converted.amountMinor)).toBe(true);
        expect(converted.amountMinor === 0).toBe(amountMinor === 0);
      }),
    );
  });
});
