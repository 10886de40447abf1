import { describe, expect, test } from 'vitest';
import { BOOL, DURATION, FLOAT, INT, STRING, TIME } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, NO_VALUE, typeOf } from './call.ts';

describe('a conversion', () => {
  test.each<[string, ScowlValue, ScowlValue]>([
    ['Int', '5', 5],
    ['Int', 5, 5],
    ['Int', '5.0', 5],
    ['Int', ' -12 ', -12],
    ['Int', '1e3', 1_000],
    ['Int', true, 1],
    ['Int', false, 0],
    ['Int', 5.6, NO_VALUE],
    ['Int', '5.6', NO_VALUE],
    ['Int', 'bar', NO_VALUE],
    ['Int', '', NO_VALUE],
    ['Int', '0x10', NO_VALUE],
    ['Int', '1,000', NO_VALUE],
    ['Int', 'null', NO_VALUE],
    ['Int', '9007199254740993', NO_VALUE],
    ['Float', '5.6', 5.6],
    ['Float', '.5', 0.5],
    ['Float', '-1e-3', -0.001],
    ['Float', 7, 7],
    ['Float', true, 1],
    ['Float', '1e999', NO_VALUE],
    ['Float', 'Infinity', NO_VALUE],
    ['Float', '.', NO_VALUE],
    ['Float', '1 2', NO_VALUE],
    ['String', 5, '5'],
    ['String', 0.1, '0.1'],
    ['String', true, 'true'],
    ['String', 'a', 'a'],
    ['String', ['a'], NO_VALUE],
    ['Bool', 'true', true],
    ['Bool', ' False ', false],
    ['Bool', 1, true],
    ['Bool', 0, false],
    ['Bool', false, false],
    ['Bool', 2, NO_VALUE],
    ['Bool', 'yes', NO_VALUE],
    ['Bool', [], NO_VALUE],
  ])('%s of %j is %j', (name, value, expected) => {
    expect(call(name, value)).toBe(expected);
  });

  test('is of the type that it is named for', () => {
    expect([typeOf('Bool', INT), typeOf('Int', STRING), typeOf('Float', BOOL), typeOf('String', FLOAT)]).toEqual([
      BOOL,
      INT,
      FLOAT,
      STRING,
    ]);
  });

  test('takes no time and no duration, which are numbers of nothing that one sees', () => {
    for (const name of ['Bool', 'Int', 'Float', 'String']) {
      expect(typeOf(name, TIME)).toMatchObject({ argument: 0 });
      expect(typeOf(name, DURATION)).toMatchObject({ argument: 0 });
    }
  });
});
