import { describe, expect, test } from 'vitest';
import { printExpression } from '../../../src/core/features/print.ts';
import { declarationsOf, faultsOf, parsed } from './parsed.ts';

/** What a text declares, each on one line; `=` where it was written so. */
function declared(text: string): string[] {
  return declarationsOf(text).map((declaration) => {
    if (declaration.kind === 'input') return `${declaration.name} := $`;
    return `${declaration.name} ${declaration.isEquals ? '=' : ':='} ${printExpression(declaration.expression)}`;
  });
}

describe('a new line', () => {
  test.each<[string, string, string[]]>([
    ['ends nothing by itself', 'a := b +\nc', ['a := b + c']],
    ['may come before an operator', 'a := b\n  + c\n  and d', ['a := b + c and d']],
    ['may come before a minus', 'a := b\n-5', ['a := b - 5']],
    ['may come after and', 'a := b and\nc = d', ['a := b and c = d']],
    ['may come after a sign of equality', 'a := b =\nc', ['a := b = c']],
    ['may come before a sign of equality', 'a := b\n  = c', ['a := b = c']],
    ['may come before not in', 'a := b\nnot in [c]', ['a := b not in [c]']],
    ['may come within is not null', 'a := b is\nnot\nnull', ['a := b is not null']],
    ['may come before the first value', 'a :=\n  b = c', ['a := b = c']],
    ['may come between a name and its sign', 'a\n:=\nb', ['a := b']],
    ['may come before a parenthesis', 'a := F\n(b)', ['a := F(b)']],
    ['may come between a number and its unit', 'a := 5\ndays', ['a := 5 days']],
    [
      'may come anywhere in parentheses',
      'a := Count(\nby\nx\nwhere\ny\n=\nz\nlast\nday)',
      ['a := Count(by x where y = z last 1 day)'],
    ],
    ['may be a carriage return', 'a := b\r\nc = d\re = f', ['a := b', 'c = d', 'e = f']],
    ['may be missing', 'a := b c := d', ['a := b', 'c := d']],
  ])('%s', (_, text, expected) => {
    expect(declared(text)).toEqual(expected);
  });
});

describe('name = at the beginning of a line', () => {
  test.each<[string, string, string[]]>([
    ['declares after a whole expression', 'a := b\nc = d', ['a := b', 'c = d']],
    ['declares after a comparison', 'a := b = c\nd = e = f', ['a := b = c', 'd = e = f']],
    ['declares after a closing parenthesis', 'a := (b)\nc = {a}', ['a := b', 'c = {a}']],
    ['declares after an aggregate', 'a := Count(by b)\nc = d', ['a := Count(by b)', 'c = d']],
    [
      'declares after a number, also if it is a unit',
      'a := 5\nday = 3\nb := 6\nhours := 4',
      ['a := 5', 'day = 3', 'b := 6', 'hours := 4'],
    ],
    ['declares after an input', 'a := $.a as int?\nb = 3', ['a := $', 'b = 3']],
    ['declares after is null', 'a := b is null\nc = d', ['a := b is null', 'c = d']],
    ['declares however far it is set in', 'a := b\n    c = d', ['a := b', 'c = d']],
    ['compares after an operator', 'a := b +\nc = d', ['a := b + c = d']],
    ['compares after not', 'a := not\nc = d', ['a := not c = d']],
    ['compares within parentheses', 'a := (\nb = c)', ['a := b = c']],
    ['compares within an aggregate', 'a := Count(where\nb = c)', ['a := Count(where b = c)']],
    ['compares with a struct within parentheses', 'a := F(\nb = {c})', ['a := F(b = {c})']],
    ['compares where it is not on a line of its own', 'a := b = c', ['a := b = c']],
  ])('%s', (_, text, expected) => {
    expect(declared(text)).toEqual(expected);
  });

  test('declares a struct, also where the value before it is missing', () => {
    expect(faultsOf('a := b +\nto_stripe = {a}')).toBe(`features:2:9: a value is missing here
  2 | a := b +
              ^
  hint: write e.g. amount > 100`);
  });
});

describe('comments', () => {
  test.each<[string, string]>([
    ['at the end of a line', 'a := b -- c\nd := e'],
    ['on lines of their own', '-- x\na := b\n--\n-- y := z\nd := e --'],
    ['within an expression', 'a := -- x\nb -- := (\nd :=\n-- "\ne'],
    ['right behind a value', 'a := b--c\nd := e'],
  ])('stand %s', (_, text) => {
    expect(declared(text)).toEqual(['a := b', 'd := e']);
  });

  test('do not begin within a string', () => {
    expect(declared('a := "b -- c"')).toEqual(['a := "b -- c"']);
  });
});

describe('events', () => {
  const events = (text: string) =>
    parsed(text).events.map(({ name, declarations }) => [name, ...declarations.map((declaration) => declaration.name)]);

  test.each<[string, string, string[][]]>([
    ['may have nothing', 'event a event b', [['a'], ['b']]],
    [
      'may stand on one line',
      'event a x := 1 y := 2 event b z := 3',
      [
        ['a', 'x', 'y'],
        ['b', 'z'],
      ],
    ],
    [
      'may come again',
      'event a\nx := 1\nevent b\ny := 2\nevent a\nz := 3',
      [
        ['a', 'x'],
        ['b', 'y'],
        ['a', 'z'],
      ],
    ],
    ['are found in any case', 'EVENT a\nx := 1', [['a', 'x']]],
    ['are no words that begin like it', 'event event_time\nevents := 1', [['event_time', 'events']]],
    ['may be read by that name', 'event a\nx := event = "y" or event in ["z"]', [['a', 'x']]],
    ['may be read by that name on a line of its own', 'event a\nx := Count(\nevent\nby ip)\ny := 1', [['a', 'x', 'y']]],
    ['may be none', ' -- nothing\n', []],
  ])('%s', (_, text, expected) => {
    expect(events(text)).toEqual(expected);
  });
});
