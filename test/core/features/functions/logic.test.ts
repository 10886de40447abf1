import { describe, expect, test } from 'vitest';
import { missing } from '../../../../src/core/domain/value.ts';
import { BOOL, FLOAT, INT, NULL, type ScowlType, STRING, UNKNOWN } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, functionNamed, NO_VALUE, NOT_SENT, typeOf } from './call.ts';

const COLD = missing('cold');

describe('If', () => {
  test('gives what its condition chooses', () => {
    expect(call('If', true, 'a', 'b')).toBe('a');
    expect(call('If', false, 'a', 'b')).toBe('b');
  });

  test('does not mind a null that is not chosen', () => {
    expect(call('If', true, 'a', COLD)).toBe('a');
    expect(call('If', false, COLD, 'b')).toBe('b');
    expect(call('If', true, COLD, 'b')).toBe(COLD);
  });

  test('is null, for the same cause, where the condition is', () => {
    expect(call('If', NOT_SENT, 'a', 'b')).toBe(NOT_SENT);
    expect(call('If', 'yes', 'a', 'b')).toBe(NO_VALUE);
  });

  test('is of the type that both have in common', () => {
    expect(typeOf('If', BOOL, INT, FLOAT)).toEqual(FLOAT);
    expect(typeOf('If', BOOL, NULL, STRING)).toEqual(STRING);
    expect(typeOf('If', BOOL, INT, STRING)).toEqual({
      fault: 'If gives one type: an int before, and this is a string',
      argument: 2,
    });
    expect(typeOf('If', STRING, INT, INT)).toMatchObject({ argument: 0 });
  });
});

describe('Coalesce and IfNull', () => {
  test('give the first value that is not null', () => {
    expect(call('Coalesce', NOT_SENT, COLD, 0, 1)).toBe(0);
    expect(call('Coalesce', false, true)).toBe(false);
    expect(call('Coalesce', '')).toBe('');
    expect(call('IfNull', NOT_SENT, 'x')).toBe('x');
    expect(call('IfNull', 5, 7)).toBe(5);
  });

  test('of nothing but nulls are null: Coalesce for the first cause, IfNull for that of its fallback', () => {
    expect(call('Coalesce', NOT_SENT, COLD)).toBe(NOT_SENT);
    expect(call('IfNull', NOT_SENT, COLD)).toBe(COLD);
  });

  test('take values of one type', () => {
    expect(typeOf('Coalesce', INT, NULL, FLOAT)).toEqual(FLOAT);
    expect(typeOf('Coalesce', STRING, UNKNOWN)).toEqual(UNKNOWN);
    expect(typeOf('Coalesce', INT, INT, STRING, BOOL)).toMatchObject({ argument: 2 });
    expect(typeOf('IfNull', STRING, INT)).toMatchObject({ argument: 1 });
  });

  test('give what is personal where one of the values is', () => {
    const email: ScowlType = { kind: 'string', isPersonal: true };
    expect(typeOf('Coalesce', STRING, email)).toEqual(email);
    expect(functionNamed('Coalesce').keepsPersonal).toBe(true);
  });
});

test('IsNull tells null from everything that may look like it', () => {
  expect(call('IsNull', NOT_SENT)).toBe(true);
  for (const value of [0, '', false, [], new Map<string, ScowlValue>(), 'null'])
    expect(call('IsNull', value)).toBe(false);
});

describe('And, Or, Not', () => {
  test.each<[string, readonly ScowlValue[], ScowlValue]>([
    ['And', [], true],
    ['And', [true, true, true], true],
    ['And', [true, false, NOT_SENT], false],
    ['And', [NOT_SENT, COLD, true], NOT_SENT],
    ['And', [true, COLD], COLD],
    ['And', ['yes', true], NO_VALUE],
    ['And', [1, false], false],
    ['Or', [], false],
    ['Or', [false, NOT_SENT, true], true],
    ['Or', [false, false], false],
    ['Or', [false, NOT_SENT, COLD], NOT_SENT],
    ['Not', [true], false],
    ['Not', [false], true],
    ['Not', [COLD], COLD],
    ['Not', ['true'], NO_VALUE],
  ])('%s of %j is %j', (name, args, expected) => {
    expect(call(name, ...args)).toBe(expected);
  });

  test('take bools alone', () => {
    expect(typeOf('And')).toEqual(BOOL);
    expect(typeOf('Or', BOOL, UNKNOWN, NULL)).toEqual(BOOL);
    expect(typeOf('And', BOOL, INT)).toEqual({ fault: 'And takes a bool as condition; this is an int', argument: 1 });
    expect(typeOf('Not')).toMatchObject({ argument: 0 });
  });
});
