import { expect, test } from 'vitest';
import { faultsOf, termOf } from './sample.ts';

const DECLARED = `event login
n := $.n as int
f := $.f as float
s := $.s as string
ok := $.ok as bool
t := $.t as time
u := $.u as time
d := t - u
list := $.list as [int]
map_of := $.map_of as map{string: float}
struct := $.struct as {city: string, tags: [string]}`;

// What is of which type.
const TYPES: readonly (readonly [string, string])[] = [
  ['n + 1', 'int'],
  ['n - f', 'float'],
  ['n * n', 'int'],
  ['n / n', 'float'],
  ['1.5 * n', 'float'],
  ['-n', 'int'],
  ['-f', 'float'],
  ['-d', 'duration'],
  ['t - u', 'duration'],
  ['t + 1 day', 'time'],
  ['t - d', 'time'],
  ['1 day + t', 'time'],
  ['d + 1 day', 'duration'],
  ['d - d', 'duration'],
  ['d / 2', 'duration'],
  ['d * f', 'duration'],
  ['2 * d', 'duration'],
  ['d / d', 'float'],
  ['x1 + x2', 'float'],
  ['x1 + n', 'float'],
  ['n = f', 'bool'],
  ['s > "a"', 'bool'],
  ['t <= u', 'bool'],
  ['d < 5 days', 'bool'],
  ['ok != false', 'bool'],
  ['[1] = [2]', 'bool'],
  ['s in ["a"]', 'bool'],
  ['f in [1, 2]', 'bool'],
  ['s not in map_of', 'bool'],
  ['s is null', 'bool'],
  ['ok is not false', 'bool'],
  ['not (ok and ok or ok)', 'bool'],
  ['list[0]', 'int'],
  ['map_of["a"]', 'float'],
  ['struct.city', 'string'],
  ['struct.tags[n]', 'string'],
  ['{a: 1}.a', 'int'],
  ['[1, 2.5]', 'array'],
  ['[1, 2.5][0]', 'float'],
  ['[]', 'array'],
  ['map{"a": 1}', 'map'],
  ['{n, s}', 'struct'],
  ['Case(when ok then 1 when not ok then 2.5 default null)', 'float'],
  ['Case(when ok then s)', 'string'],
  ['If(ok, n, 2.5)', 'float'],
  ['Coalesce(s, "none")', 'string'],
  ['s.Lower()', 'string'],
  ['5 days', 'duration'],
  ['null', 'null'],
  ['"text"', 'string'],
];

test.each(TYPES)('%s is of type %s', (expression, kind) => {
  const text = `${DECLARED}\nx := ${expression}`;
  expect(faultsOf(text)).toBe('');
  expect(termOf(text, 'login', 'x').type.kind).toBe(kind);
});

test('what is computed from an amount is one of no currency', () => {
  const kindOf = (expression: string) => termOf(`event authorization\nx := ${expression}`, 'authorization', 'x').type;
  expect(kindOf('amount')).toEqual({ kind: 'float', money: { currencyInput: 'currency' } });
  expect(kindOf('amount_in_usd')).toEqual({ kind: 'float', money: { currencyInput: null } });
  for (const computed of ['amount * 2', '-amount', 'Coalesce(amount, 0)', 'Case(when is_card_present then amount)']) {
    expect(kindOf(computed)).toEqual({ kind: 'float' });
  }
});

test('what is computed from something personal is personal where the function hands it on', () => {
  const isPersonal = (expression: string) =>
    termOf(`event login\nx := ${expression}`, 'login', 'x').type.isPersonal === true;
  const handedOn = [
    'email',
    'Lower(email)',
    'Coalesce(email, "none")',
    'If(ok, email, "none")',
    '[email][0]',
    '{email}.email',
  ];
  expect(handedOn.map(isPersonal)).toEqual(handedOn.map(() => true));
  const told = [
    'EmailDomain(email)',
    'email = "a@b.co"',
    'IsNull(email)',
    'If(email = "x", 1, 2)',
    'CountUnique(email by ip last 1 day)',
  ];
  expect(told.map(isPersonal)).toEqual(told.map(() => false));
});
