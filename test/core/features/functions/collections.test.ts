import { describe, expect, test } from 'vitest';
import { missing } from '../../../../src/core/domain/value.ts';
import { BOOL, FLOAT, INT, NULL, type ScowlType, STRING, UNKNOWN } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, NO_VALUE, NOT_SENT, typeOf } from './call.ts';

const struct = (fields: Record<string, ScowlValue>) => new Map(Object.entries(fields));
const names: ScowlType = { kind: 'array', item: STRING };
const counts: ScowlType = { kind: 'map', value: INT };

describe('Contains', () => {
  test.each<[ScowlValue, ScowlValue, ScowlValue]>([
    ['jane+shop', '+', true],
    ['jane', 'J', false],
    ['jane', '', true],
    ['5', 5, NO_VALUE],
    [['a', 'b'], 'b', true],
    [['a', 'b'], 'c', false],
    [[1, 2], 2, true],
    [[1, 2], '2', false],
    [[], 'a', false],
    [[['a'], ['b']], ['b'], true],
    [[['a'], ['b']], ['b', 'c'], false],
    [[struct({ a: 1, b: NOT_SENT })], struct({ b: NO_VALUE, a: 1 }), true],
    [[struct({ a: 1 })], struct({ a: 2 }), false],
    [[struct({ a: 1 })], struct({ b: 1 }), false],
    [[struct({ a: 1 })], struct({ a: 1, b: 2 }), false],
    [[struct({})], [], false],
    [struct({ eur: 5 }), 'eur', true],
    [struct({ eur: 5 }), 'usd', false],
    [struct({ eur: 5 }), 'constructor', false],
    [struct({ eur: 5 }), 5, NO_VALUE],
    [5, 5, NO_VALUE],
  ])('of %o and %o is %o', (whole, part, expected) => {
    expect(call('Contains', whole, part)).toBe(expected);
  });

  test('is open where a null may be the item, for the cause of that null', () => {
    expect(call('Contains', ['a', NOT_SENT, NO_VALUE], 'b')).toBe(NOT_SENT);
    expect(call('Contains', ['a', NOT_SENT], 'a')).toBe(true);
  });

  test('is open where a concealed text may be the item', () => {
    expect(call('Contains', ['hmac_abc', 'a'], 'b')).toBe(missing('not_recorded'));
    expect(call('Contains', ['hmac_abc', 'a'], 'a')).toBe(true);
  });

  test('looks for what may be there', () => {
    expect(typeOf('Contains', STRING, STRING)).toEqual(BOOL);
    expect(typeOf('Contains', names, NULL)).toEqual(BOOL);
    expect(typeOf('Contains', counts, STRING)).toEqual(BOOL);
    expect(typeOf('Contains', UNKNOWN, INT)).toEqual(BOOL);
    expect(typeOf('Contains', { kind: 'array', item: INT }, FLOAT)).toEqual(BOOL);
    expect(typeOf('Contains', names, INT)).toEqual({
      fault: 'this array contains a string; this is an int',
      argument: 1,
    });
    expect(typeOf('Contains', counts, INT)).toEqual({ fault: 'a map contains a string; this is an int', argument: 1 });
    expect(typeOf('Contains', STRING, BOOL)).toMatchObject({ argument: 1 });
    expect(typeOf('Contains', INT, INT)).toMatchObject({ argument: 0 });
  });
});

describe('Len', () => {
  test.each<[ScowlValue, ScowlValue]>([
    ['', 0],
    ['jane', 4],
    ['a👍🏽', 3],
    [[], 0],
    [['a', NOT_SENT], 2],
    [struct({ a: 1 }), 1],
    [5, NO_VALUE],
  ])('of %o is %o', (value, expected) => {
    expect(call('Len', value)).toBe(expected);
  });
});

describe('a piece of an array', () => {
  const letters = ['a', 'b', 'c'];

  test.each<[ScowlValue, ScowlValue]>([
    [0, 'a'],
    [2, 'c'],
    [3, NO_VALUE],
    [-1, NO_VALUE],
    [0.5, NO_VALUE],
    ['0', NO_VALUE],
    ['length', NO_VALUE],
  ])('ArrayIndex at %o is %o', (position, expected) => {
    expect(call('ArrayIndex', letters, position)).toBe(expected);
  });

  test('that is null is that null', () => {
    expect(call('ArrayIndex', [NOT_SENT], 0)).toBe(NOT_SENT);
  });

  test.each<[readonly ScowlValue[], ScowlValue]>([
    [[1], ['b', 'c']],
    [
      [0, 2],
      ['a', 'b'],
    ],
    [[2, 1], []],
    [
      [1, 99],
      ['b', 'c'],
    ],
    [[9], []],
    [[-1], NO_VALUE],
    [[0, -1], NO_VALUE],
    [[0.5], NO_VALUE],
    [['1'], NO_VALUE],
  ])('ArraySlice from %j is %o', (bounds, expected) => {
    expect(call('ArraySlice', letters, ...bounds)).toEqual(expected);
  });

  test('is of the type of its items', () => {
    expect(typeOf('ArrayIndex', names, INT)).toEqual(STRING);
    expect(typeOf('ArraySlice', names, INT, INT)).toEqual(names);
    expect(typeOf('ArrayIndex', UNKNOWN, INT)).toEqual(UNKNOWN);
    expect(typeOf('ArraySlice', UNKNOWN, INT)).toEqual({ kind: 'array', item: UNKNOWN });
    expect(typeOf('ArrayIndex', names, STRING)).toMatchObject({ argument: 1 });
    expect(typeOf('ArrayIndex', counts, INT)).toMatchObject({ argument: 0 });
  });
});
