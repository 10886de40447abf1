import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { BOOL, FLOAT, INT, STRING, TIME } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;

test.each<[string, readonly ScowlValue[], ScowlValue]>([
  ['Lower', ['JANE É'], 'jane é'],
  ['Upper', ['straße'], 'STRASSE'],
  ['Trim', ['\t a b\n'], 'a b'],
  ['Lower', [5], NO_VALUE],
  ['Concat', ['a', 1, true, 0.5], 'a1true0.5'],
  ['Concat', ['a', ['b']], NO_VALUE],
  ['StartsWith', ['4242', '42'], true],
  ['StartsWith', ['4242', '24'], false],
  ['StartsWith', ['4242', ''], true],
  ['EndsWith', ['a.co.uk', '.uk'], true],
  ['EndsWith', ['a.co.uk', '.UK'], false],
  ['EndsWith', ['a.co.uk', 5], NO_VALUE],
])('%s of %j is %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

test('a text that is put together has a longest length, so that features over features do not grow without end', () => {
  const half = 'x'.repeat(limits.maxMadeTextLength / 2);
  expect(call('Concat', half, half)).toBe(half + half);
  expect(call('Concat', half, half, 'x')).toBe(NO_VALUE);
});

describe('StringSimilarity', () => {
  test.each([
    ['jane', 'jane', 1],
    ['jane', 'jana', 0.75],
    ['jane', 'ajne', 0.75],
    ['jane', 'jan', 0.75],
    ['jane', 'Jane', 0.75],
    ['abc', 'xyz', 0],
    ['', 'abc', 0],
    ['', '', 1],
  ])('of %j and %j is %d', (first, second, expected) => {
    expect(call('StringSimilarity', first, second)).toBe(expected);
  });

  test('is the same either way, between 0 and 1, and 1 of the same alone', () => {
    const word = fc.string({ maxLength: 20, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (first, second) => {
        const likeness = Number(call('StringSimilarity', first, second));
        expect(call('StringSimilarity', second, first)).toBe(likeness);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(likeness === 1).toBe(first === second);
      }),
      { seed: SEED },
    );
  });

  test('looks at the beginnings of long texts', () => {
    const begin = 'x'.repeat(limits.maxLikenessLength);
    expect(call('StringSimilarity', `${begin}abc`, `${begin}${'y'.repeat(100_000)}`)).toBe(1);
  });
});

test('texts are what functions of texts take and give', () => {
  expect(typeOf('Lower', STRING)).toEqual(STRING);
  expect(typeOf('Concat', STRING, INT, FLOAT, BOOL)).toEqual(STRING);
  expect(typeOf('Concat', TIME)).toMatchObject({ argument: 0 });
  expect(typeOf('Trim', INT)).toMatchObject({ argument: 0 });
  expect(typeOf('StartsWith', STRING, STRING)).toEqual(BOOL);
  expect(typeOf('EndsWith', STRING, INT)).toMatchObject({ argument: 1 });
  expect(typeOf('StringSimilarity', STRING, STRING)).toEqual(FLOAT);
});
