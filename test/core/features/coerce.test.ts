import { describe, expect, test } from 'vitest';
import { missing } from '../../../src/core/domain/value.ts';
import { compileCoercion } from '../../../src/core/features/engine/coerce.ts';
import { timeToText } from '../../../src/core/features/engine/coerce-time.ts';
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
} from '../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../src/core/features/scowl-value.ts';

function coerced(raw: unknown, type: ScowlType): { value: ScowlValue; problems: string[] } {
  const problems: string[] = [];
  return { value: compileCoercion(type)(raw, (problem) => problems.push(problem)), problems };
}

const AT = Date.parse('2026-01-02T03:04:05Z');

describe('what is of the type, or says it otherwise', () => {
  test.each<[unknown, ScowlType, ScowlValue]>([
    [5, INT, 5],
    ['5', INT, 5],
    [5.0, INT, 5],
    [' -12 ', INT, -12],
    ['5.0', INT, 5],
    [5.6, FLOAT, 5.6],
    ['5.6', FLOAT, 5.6],
    ['1e3', FLOAT, 1000],
    [1500, DURATION, 1500],
    [true, BOOL, true],
    ['false', BOOL, false],
    ['text', STRING, 'text'],
    ['', STRING, ''],
    [5, STRING, '5'],
    [true, STRING, 'true'],
    ['2026-01-02T03:04:05Z', TIME, AT],
    ['2026-01-02T04:04:05+01:00', TIME, AT],
    ['2026-01-02', TIME, Date.parse('2026-01-02T00:00:00Z')],
    [AT / 1000, TIME, AT],
    [String(AT / 1000), TIME, AT],
    [AT, TIME, AT],
    [5.5, UNKNOWN, 5.5],
    ['5', UNKNOWN, '5'],
    [false, UNKNOWN, false],
    [['1', 2], { kind: 'array', item: INT }, [1, 2]],
    [{ a: '1' }, { kind: 'map', value: INT }, new Map([['a', 1]])],
    [{ a: '1', b: 2 }, { kind: 'struct', fields: new Map([['a', INT]]) }, new Map([['a', 1]])],
  ])('%j as %j', (raw, type, value) => {
    expect(coerced(raw, type)).toEqual({ value, problems: [] });
  });
});

describe('what is not there', () => {
  test.each([null, undefined, 'null'])('%s is null of every type, and no fault', (raw) => {
    for (const type of [INT, STRING, TIME, UNKNOWN, { kind: 'array', item: INT } as const]) {
      expect(coerced(raw, type)).toEqual({ value: missing('not_sent'), problems: [] });
    }
  });

  test('neither is a field of a struct, or an item', () => {
    const struct = { kind: 'struct', fields: new Map([['a', INT]]) } as const;
    expect(coerced({}, struct)).toEqual({ value: new Map([['a', missing('not_sent')]]), problems: [] });
    expect(coerced([null], { kind: 'array', item: INT }).value).toEqual([missing('not_sent')]);
  });
});

describe('what can not be read is null, and a fault that does not tell the value', () => {
  test.each<[unknown, ScowlType, string]>([
    [5.6, INT, 'is a fraction, not a whole number'],
    ['5.6', INT, 'is text, not a whole number'],
    ['bar', INT, 'is text, not a whole number'],
    ['', FLOAT, 'is text, not a number'],
    ['0x10', FLOAT, 'is text, not a number'],
    [Number.NaN, FLOAT, 'is no finite number, not a number'],
    ['yes', BOOL, 'is text, not true or false'],
    [1, BOOL, 'is a number, not true or false'],
    [{}, STRING, 'is an object, not text'],
    ['yesterday', TIME, 'is text, not a time'],
    ['2026-02-30', TIME, 'is text, not a time'],
    ['2026-01-02T03:04:05', TIME, 'is text, not a time'],
    [1e18, TIME, 'is a number, not a time'],
    [[1], UNKNOWN, 'is a list, not a single value'],
    [{ missing: 'cold' }, UNKNOWN, 'is an object, not a single value'],
    ['x', { kind: 'array', item: INT }, 'is text, not a list'],
    [[1], { kind: 'map', value: INT }, 'is a list, not an object'],
  ])('%j as %j', (raw, type, problem) => {
    expect(coerced(raw, type)).toEqual({ value: missing('no_value'), problems: [problem] });
  });

  test('a part of a list or struct is null by itself', () => {
    const { value, problems } = coerced([1, 'bar'], { kind: 'array', item: INT });
    expect(value).toEqual([1, missing('no_value')]);
    expect(problems).toEqual(['has at 1 what is text, not a whole number']);
    const device = { kind: 'struct', fields: new Map([['version', INT]]) } as const;
    expect(coerced({ version: 'new' }, device).problems).toEqual([
      'has a field version that is text, not a whole number',
    ]);
  });
});

test('what every object has is no field', () => {
  const struct = { kind: 'struct', fields: new Map([['constructor', STRING]]) } as const;
  expect(coerced({}, struct).value).toEqual(new Map([['constructor', missing('not_sent')]]));
});

test('a null that is declared stays null', () => {
  expect(coerced(5, NULL).value).toEqual(missing('no_value'));
});

test('a concealed text stands for a value of any type', () => {
  for (const type of [INT, STRING, UNKNOWN, TIME, { kind: 'array', item: INT } as const]) {
    expect(coerced('hmac_abc', type)).toEqual({ value: 'hmac_abc', problems: [] });
  }
});

test('a time reads as it was written, as far as it has milliseconds', () => {
  for (const at of [0, AT, -1_000_000_000_000, 86_400_000, 253_402_300_799_999]) {
    expect(coerced(timeToText(at), TIME).value).toBe(at);
  }
  expect(timeToText(Number.MAX_VALUE)).toBe('9999-12-31T23:59:59.999Z');
});
