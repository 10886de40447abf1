import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIST_ITEM_TYPES, NO_LISTS, normalizeItem } from '../../../src/core/domain/lists.ts';

test.each([
  ['card', ' ic_1Abc ', 'ic_1Abc'],
  ['cardholder', 'ich_1Abc\n', 'ich_1Abc'],
  ['merchant', ' Merch_1', 'Merch_1'],
  ['merchant_category', ' Bakeries ', 'bakeries'],
  ['country', ' US', 'us'],
  ['email', ' Ada@Example.COM ', 'ada@example.com'],
  ['phone', ' +1 (555) 010-99.00 ', '+15550109900'],
  ['ip_address', ' 2001:DB8::1 ', '2001:db8::1'],
  ['string', ' Corner Shop ', 'corner shop'],
  ['case_sensitive_string', ' Corner Shop ', ' Corner Shop '],
] as const)('of a %s, %j is kept as %j', (type, text, kept) => {
  expect(normalizeItem(type, text)).toBe(kept);
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LIST_ITEM_TYPES), fc.string({ unit: 'grapheme' }), (type, text) => {
      const once = normalizeItem(type, text);
      expect(normalizeItem(type, once)).toBe(once);
    }),
    { numRuns: 1_000 },
  );
});

test('where there are no lists, nothing is on one', () => {
  expect(NO_LISTS.has('risky', 'ic_1')).toBe(false);
});
