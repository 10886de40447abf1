import { describe, expect, test } from 'vitest';
import { commonType } from '../../../../src/core/features/functions/common-type.ts';
import {
  BOOL,
  DURATION,
  FLOAT,
  INT,
  NULL,
  type ScowlType,
  STRING,
  TIME,
  UNKNOWN,
} from '../../../../src/core/features/scowl-type.ts';

const list = (item: ScowlType): ScowlType => ({ kind: 'array', item });
const map = (value: ScowlType): ScowlType => ({ kind: 'map', value });
const struct = (fields: Record<string, ScowlType>): ScowlType => ({
  kind: 'struct',
  fields: new Map(Object.entries(fields)),
});
const personal: ScowlType = { kind: 'string', isPersonal: true };
const money: ScowlType = { kind: 'float', money: { currencyInput: 'currency' } };

describe('the common type', () => {
  test.each<[string, readonly ScowlType[], ScowlType | null]>([
    ['of nothing is null', [], NULL],
    ['of one type is that', [STRING], STRING],
    ['of int and float is float', [INT, FLOAT], FLOAT],
    ['of ints is int', [INT, INT], INT],
    ['of null and another one is the other one', [NULL, TIME, NULL], TIME],
    ['with an unknown one is unknown', [INT, UNKNOWN, INT], UNKNOWN],
    ['of a string and a number is none', [STRING, INT], null],
    ['of a bool and a number is none', [BOOL, INT], null],
    ['of a time and a duration is none', [TIME, DURATION], null],
    ['of arrays has the common item', [list(INT), list(FLOAT)], list(FLOAT)],
    ['of an array of nothing and another one is the other one', [list(NULL), list(STRING)], list(STRING)],
    ['of arrays without a common item is none', [list(INT), list(STRING)], null],
    ['of an array and its item is none', [list(INT), INT], null],
    ['of maps has the common value', [map(INT), map(FLOAT)], map(FLOAT)],
    ['of maps without a common value is none', [map(BOOL), map(FLOAT)], null],
    [
      'of structs has the common fields',
      [struct({ a: INT, b: BOOL }), struct({ b: BOOL, a: FLOAT })],
      struct({ a: FLOAT, b: BOOL }),
    ],
    ['of structs with other names is none', [struct({ a: INT }), struct({ b: INT })], null],
    ['of structs with more fields is none', [struct({ a: INT }), struct({ a: INT, b: INT })], null],
    ['of structs whose fields differ is none', [struct({ a: INT }), struct({ a: BOOL })], null],
  ])('%s', (_, types, expected) => {
    expect(commonType(types)).toEqual(expected);
    expect(commonType(types.toReversed())).toEqual(expected);
  });

  test('is personal where one of the types is, also beside an unknown one', () => {
    expect(commonType([STRING, personal])).toEqual(personal);
    expect(commonType([personal, STRING])).toEqual(personal);
    expect(commonType([personal, UNKNOWN])).toEqual({ kind: 'unknown', isPersonal: true });
    expect(commonType([list(personal), list(STRING)])).toEqual(list(personal));
    expect(commonType([STRING, NULL])).not.toHaveProperty('isPersonal');
  });

  test('is never money, because it may come from elsewhere', () => {
    expect(commonType([money])).toEqual(FLOAT);
    expect(commonType([money, money])).toEqual(FLOAT);
    expect(commonType([NULL, money, INT])).toEqual(FLOAT);
  });
});
