import { describe, expect, test } from 'vitest';
import { missing } from '../../../src/core/domain/value.ts';
import type { Frame } from '../../../src/core/features/compile/frame.ts';
import { compileTerm } from '../../../src/core/features/compile.ts';
import { createConcealing } from '../../../src/core/features/engine/conceal.ts';
import type { ScowlValue } from '../../../src/core/features/scowl-value.ts';
import { conceal, programOf } from './evaluated.ts';

const INPUTS = `
event e
yes := $.yes as bool
no := $.no as bool
unsure := $.unsure as bool?
nothing := $.nothing as string?
gone := $.gone as int?
word := $.word as string
number := $.number as int
since := $.since as time
later := $.later as time
list := $.list as [int]
open := $.open as [int]
names := $.names as map{string: string}
device := $.device as {os: string, version: int}
email := $.email as email
`;

const VALUES: Readonly<Record<string, ScowlValue>> = {
  yes: true,
  no: false,
  unsure: missing('not_assessed'),
  nothing: missing('not_sent'),
  gone: missing('cold'),
  word: 'Word',
  number: 5,
  since: 1_000_000,
  later: 1_060_000,
  list: [1, 5],
  open: [1, missing('no_value')],
  names: new Map([['first', 'Ann']]),
  device: new Map<string, ScowlValue>([
    ['os', 'linux'],
    ['version', 6],
  ]),
  email: conceal('ann@example.com'),
};

/** The value of an expression over these inputs. */
function evaluated(expression: string, values = VALUES): ScowlValue {
  const event = programOf(`${INPUTS}\nx := ${expression}`).events.get('e');
  const term = event?.features.find(({ name }) => name === 'x')?.term;
  if (!event || !term) throw new Error('no such feature');
  const names = Object.keys(values);
  const slotOf = (inner: { readonly kind: string }) => names.indexOf('name' in inner ? String(inner.name) : '');
  const frame: Frame = {
    atMs: 2_000_000,
    slots: Object.values(values),
    derived: null,
    conceal: createConcealing(conceal),
  };
  return compileTerm(term, { slotOf, derivedText: () => null })(frame);
}

const UNSURE = missing('not_assessed');
const COLD = missing('cold');

describe('null is carried as Kleene has it, with the cause of the first operand', () => {
  test.each<[string, ScowlValue]>([
    ['yes and no', false],
    ['yes and yes', true],
    ['unsure and no', false],
    ['no and unsure', false],
    ['unsure and yes', UNSURE],
    ['yes and unsure', UNSURE],
    ['unsure and gone > 1', UNSURE],
    ['gone > 1 and unsure', COLD],
    ['unsure or yes', true],
    ['no or unsure', UNSURE],
    ['gone > 1 or unsure', COLD],
    ['not unsure', UNSURE],
    ['not no', true],
    ['unsure is null', true],
    ['unsure is not null', false],
    ['unsure is true', false],
    ['unsure is not true', true],
    ['no is false', true],
    ['gone + 1', COLD],
    ['1 + gone', COLD],
    ['-gone', COLD],
    ['gone = 1', COLD],
    ['number != gone', COLD],
    ['gone in [1]', COLD],
    ['EmailDomain(nothing)', missing('not_sent')],
    ['Coalesce(gone, 7)', 7],
  ])('%s', (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });
});

describe('comparisons', () => {
  test.each<[string, ScowlValue]>([
    ['word = "Word"', true],
    ['word = "word"', false],
    ['word != "word"', true],
    ['number >= 5', true],
    ['number < 5.5', true],
    ['number > 5', false],
    ['number <= 4', false],
    ['later > since', true],
    ['later - since = 1 minute', true],
    ['later - since < 59 seconds', false],
    ['number in list', true],
    ['number not in list', false],
    ['1 in open', true],
    ['5 in open', missing('no_value')],
    ['5 not in open', missing('no_value')],
    ['word in ["a", "Word"]', true],
    ['word in []', false],
  ])('%s', (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  test.each([
    'email = "ann@example.com"',
    '"ann@example.com" = email',
    'email in ["bob@example.com", "ann@example.com"]',
  ])('%s: a concealed text equals what it was made of', (text) => {
    expect(evaluated(text)).toBe(true);
  });

  test('nothing else can be told of a concealed text', () => {
    expect(evaluated('EmailDomain(email)')).toEqual(missing('not_recorded'));
    expect(evaluated('email < "b"')).toEqual(missing('not_recorded'));
    expect(evaluated('email = "bob@example.com"')).toBe(false);
    expect(evaluated('IsNull(email)')).toBe(false);
    expect(evaluated('Coalesce(email, word)')).toBe(VALUES.email);
  });
});

describe('arithmetic', () => {
  test.each<[string, ScowlValue]>([
    ['1 + 2 * 3', 7],
    ['number / 2', 2.5],
    ['number / 0', missing('no_value')],
    ['0 / 0', missing('no_value')],
    ['-number', -5],
    ['-(number - 5)', 0],
    ['0 * -number', 0],
    ['since + 2 seconds', 1_002_000],
    ['since - 2 seconds', 998_000],
    ['later - since', 60e9],
    ['2 hours - 1 hour', 3600e9],
    ['1 hour / 1 minute', 60],
  ])('%s', (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });
});

describe('parts and choices', () => {
  test.each<[string, ScowlValue]>([
    ['list[1]', 5],
    ['list[2]', missing('no_value')],
    ['list[-1]', missing('no_value')],
    ['names["first"]', 'Ann'],
    ['names["constructor"]', missing('not_sent')],
    ['device.os', 'linux'],
    ['{a: number, b: gone}.b', COLD],
    ['[number, gone][1]', COLD],
    ['map{"a": 1}["a"]', 1],
    ['Case(when no then 1 when unsure then 2 when yes then 3)', 3],
    ['Case(when no then 1 default 4)', 4],
    ['Case(when no then 1)', missing('no_value')],
    ['If(number > 4, "many", "few")', 'many'],
  ])('%s', (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  test('a struct keeps its nulls', () => {
    expect(evaluated('{number, gone}')).toEqual(
      new Map<string, ScowlValue>([
        ['number', 5],
        ['gone', COLD],
      ]),
    );
  });
});

test('a value of the wrong type is null, not a fault', () => {
  const wrong = { ...VALUES, number: 'five', list: 5, word: new Map(), yes: 'true' };
  for (const text of ['number + 1', 'number > 1', 'number = 1', '-number', 'list[0]', '1 in list', 'word < "a"']) {
    expect(evaluated(text, wrong), text).toEqual(missing('no_value'));
  }
  expect(evaluated('yes and yes', wrong)).toEqual(missing('no_value'));
  expect(evaluated('not yes', wrong)).toEqual(missing('no_value'));
});
