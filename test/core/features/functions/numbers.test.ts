import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOOL, DURATION, FLOAT, INT, STRING, TIME } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;

test.each<[string, readonly ScowlValue[], ScowlValue]>([
  ['Maximum', [3, 7, 5], 7],
  ['Maximum', [-3], -3],
  ['Maximum', [3, '7'], NO_VALUE],
  ['Minimum', [3, 7, 5], 3],
  ['Minimum', [true, 1], NO_VALUE],
  ['Abs', [-3.5], 3.5],
  ['Abs', ['-3'], NO_VALUE],
  ['Floor', [2.7], 2],
  ['Floor', [-2.1], -3],
  ['Ceiling', [2.1], 3],
  ['Ceiling', [-0.5], 0],
  ['Round', [2.5], 3],
  ['Round', [-2.5], -3],
  ['Round', [2.4], 2],
  ['Round', [-0.4], 0],
  ['Round', [1.005, 2], 1.01],
  ['Round', [2.345, 2], 2.35],
  ['Round', [0.1 + 0.2, 15], 0.3],
  ['Round', [1.45e-7, 8], 1.5e-7],
  ['Round', [5e-324, 15], 0],
  ['Round', [1e300, 15], 1e300],
  ['Round', [1.5, 16], NO_VALUE],
  ['Round', [1.5, -1], NO_VALUE],
  ['Round', [1.5, 0.5], NO_VALUE],
  ['Round', ['1.5'], NO_VALUE],
])('%s of %j is %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

test('a rounded number is the nearest one with so many digits', () => {
  const money = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(money, fc.integer({ min: 0, max: 4 }), (units, digits) => {
      const value = units / 10_000;
      const rounded = Number(call('Round', value, digits));
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-9);
      expect(call('Round', rounded, digits)).toBe(rounded);
    }),
    { seed: SEED },
  );
});

describe('the type', () => {
  test('of an extreme is that of what is compared', () => {
    expect(typeOf('Maximum', INT, INT)).toEqual(INT);
    expect(typeOf('Maximum', INT, FLOAT)).toEqual(FLOAT);
    expect(typeOf('Minimum', TIME, TIME)).toEqual(TIME);
    expect(typeOf('Minimum', DURATION)).toEqual(DURATION);
  });

  test('of an extreme is none where two things are compared that have nothing in common', () => {
    expect(typeOf('Maximum', INT, FLOAT, TIME)).toEqual({
      fault: 'Maximum compares values of one type; this is a time',
      argument: 2,
    });
    expect(typeOf('Maximum', STRING)).toMatchObject({ argument: 0 });
    expect(typeOf('Maximum')).toMatchObject({ argument: 0 });
  });

  test('of what is rounded is int, and float where digits stay', () => {
    expect([typeOf('Round', FLOAT), typeOf('Floor', FLOAT), typeOf('Ceiling', FLOAT)]).toEqual([INT, INT, INT]);
    expect(typeOf('Round', FLOAT, INT)).toEqual(FLOAT);
    expect(typeOf('Round', FLOAT, FLOAT)).toMatchObject({ argument: 1 });
    expect(typeOf('Floor', BOOL)).toMatchObject({ argument: 0 });
  });

  test('of what has no sign stays, but is no money any more', () => {
    expect(typeOf('Abs', DURATION)).toEqual(DURATION);
    expect(typeOf('Abs', { kind: 'float', money: { currencyInput: null } })).toEqual(FLOAT);
  });
});
