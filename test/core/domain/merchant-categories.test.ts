import { expect, test } from 'vitest';
import { MERCHANT_CATEGORIES } from '../../../src/core/domain/merchant-categories.ts';

test('the merchant categories are sorted names without repeats', () => {
  expect(MERCHANT_CATEGORIES).toEqual([...new Set(MERCHANT_CATEGORIES)].toSorted());
  expect(MERCHANT_CATEGORIES.filter((name) => !/^[a-z][a-z0-9_]+$/.test(name))).toEqual([]);
});

test.each(['automated_fuel_dispensers', 'betting_casino_gambling', 'miscellaneous', 'grocery_stores_supermarkets'])(
  '%s is one of them',
  (name) => {
    expect(MERCHANT_CATEGORIES).toContain(name);
  },
);
