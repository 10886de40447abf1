import { describe, expect, test } from 'vitest';
import { defineFunction, takes } from '../../../../src/core/features/functions/define.ts';
import { BOOL, DURATION, FLOAT, INT, NULL, STRING, TIME, UNKNOWN } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { NO_VALUE } from './call.ts';

const sample = defineFunction({
  name: 'Sample',
  parameters: [takes('text', 'string'), takes('size', 'int', 'float'), takes('whole', 'string', 'array', 'map')],
  optional: 1,
  description: 'a sample',
  example: 'Sample("", 0) = 1',
  result: (args) => (args.length === 3 ? BOOL : INT),
  evaluate: () => 1,
});

const counted = defineFunction({
  name: 'Counted',
  parameters: [takes('first', 'string'), takes('others', 'int')],
  optional: 1,
  isVariadic: true,
  description: 'a sample',
  example: 'Counted("") = 0',
  result: FLOAT,
  evaluate: (args) => args.length,
});

describe('the types of the arguments', () => {
  test('that are accepted give the type of the result', () => {
    expect(sample.resultType([STRING, INT])).toEqual(INT);
    expect(sample.resultType([STRING, FLOAT, { kind: 'array', item: INT }])).toEqual(BOOL);
  });

  test('may be null or unknown everywhere', () => {
    expect(sample.resultType([NULL, UNKNOWN, NULL])).toEqual(BOOL);
  });

  test.each([
    [[INT, INT], 'Sample takes a string as text; this is an int', 0],
    [[STRING, STRING], 'Sample takes a number as size; this is a string', 1],
    [[STRING, TIME], 'Sample takes a number as size; this is a time', 1],
    [[STRING, INT, DURATION], 'Sample takes a string, an array or a map as whole; this is a duration', 2],
  ])('%j are refused at the first that does not fit', (args, fault, argument) => {
    expect(sample.resultType(args)).toEqual({ fault, argument });
  });

  test('that are too few are refused', () => {
    expect(sample.resultType([STRING])).toEqual({ fault: 'Sample needs size, too', argument: 1 });
    expect(sample.resultType([])).toEqual({ fault: 'Sample needs text, too', argument: 0 });
  });

  test('of a last parameter that repeats are all looked at', () => {
    expect(counted.resultType([STRING])).toEqual(FLOAT);
    expect(counted.resultType([STRING, INT, INT, INT])).toEqual(FLOAT);
    expect(counted.resultType([STRING, INT, INT, BOOL])).toMatchObject({ argument: 3 });
  });
});

describe('a result', () => {
  const giving = (value: ScowlValue) =>
    defineFunction({
      name: 'Giving',
      parameters: [],
      description: 'a sample',
      example: 'Giving() = 0',
      result: FLOAT,
      evaluate: () => value,
    }).evaluate([], { atMs: 0 });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is no value', (value) => {
    expect(giving(value)).toBe(NO_VALUE);
  });

  test('of zero has no sign', () => {
    expect(Object.is(giving(-0), 0)).toBe(true);
  });

  test.each([5, -1.5, 'text', '', true, false])('%j stays as it is', (value) => {
    expect(giving(value)).toBe(value);
  });
});
