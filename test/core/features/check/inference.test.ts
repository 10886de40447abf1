import { expect, test } from 'vitest';
import { BOOL, INT, type ScowlType, STRING, TIME } from '../../../../src/core/features/scowl-type.ts';
import { eventOf, faultsOf } from './sample.ts';

/** What is known of the inputs of `login`: `amount float, email string personal`. */
function inputsOf(text: string, seen?: Parameters<typeof eventOf>[2]): string {
  const { inputs } = eventOf(`event login\n${text}`, 'login', seen);
  const described = inputs.map(({ name, type }) => `${name} ${type.kind}${type.isPersonal ? ' personal' : ''}`);
  return described.join(', ');
}

// What an input is that nobody declared, by how it is used.
const USES: readonly (readonly [string, string, string])[] = [
  ['a condition', 'x := Count(by "k" where not ok last 1 day)', 'ok bool'],
  ['an operand of and', 'x := a and b', 'a bool, b bool'],
  ['a when', 'x := Case(when ok then 1)', 'ok bool'],
  ['is true', 'x := ok is not true', 'ok bool'],
  ['is null tells nothing', 'x := ok is null', 'ok unknown'],
  ['a condition of If', 'x := If(ok, 1, 2)', 'ok bool'],
  ['compared with a text', 'x := plan = "pro"', 'plan string'],
  ['compared with a whole number, it may be a fraction', 'x := 100 < amount', 'amount float'],
  ['compared with true', 'x := ok = true', 'ok bool'],
  ['compared with a time', 'x := changed > EventTime()', 'changed time'],
  ['compared with a duration', 'x := age > 5 days', 'age duration'],
  ['in a list', 'x := plan in ["a", "b"]', 'plan string'],
  ['a list that a text is in', 'x := "vip" in tags', 'tags array'],
  ['by index', 'x := items[0]', 'items array'],
  ['arithmetic', 'x := a * 2 + b / c', 'a float, b float, c float'],
  ['a negative', 'x := -a', 'a float'],
  ['taken from a time', 'x := EventTime() - t', 't time'],
  ['added to a time', 'x := EventTime() + d', 'd duration'],
  ['an argument of a function of texts', 'x := Lower(plan)', 'plan string'],
  ['an argument of a function of times', 'x := Hour(t)', 't time'],
  ['an argument of a function of numbers', 'x := Round(a)', 'a float'],
  ['an argument that may be many things', 'x := String(a)', 'a unknown'],
  ['beside a number in Coalesce', 'x := Coalesce(a, 0)', 'a float'],
  ['beside a text in Case', 'x := Case(when ok then a default "none")', 'ok bool, a string'],
  ['beside a text in a list', 'x := [a, "none"]', 'a string'],
  ['summed', 'x := Sum(a by ip last 1 day)', 'a float, ip unknown'],
  ['the greatest', 'x := Max(a by ip last 1 day)', 'a float, ip unknown'],
  ['after', 'x := Count(by ip after t last 1 day)', 'ip unknown, t time'],
  ['only counted', 'x := CountUnique(a by ip last 1 day)', 'a unknown, ip unknown'],
  ['through a feature', 'y := ok\nx := y and true', 'ok bool'],
  [
    'through functions and features',
    'y := Coalesce(a, b)\nz := If(ok, y, null)\nx := z > 5',
    'a float, b float, ok bool',
  ],
  ['through Latest', 'y := Latest(plan by ip last 1 day)\nx := y = "pro"', 'plan string, ip unknown'],
  ['from another that is learnt later', 'x := a = b\ny := b = c\nz := c = "text"', 'a string, b string, c string'],
  ['personal by its name', 'x := CountUnique(email by ip last 1 day)', 'email string personal, ip unknown'],
  ['a claim that is named like something personal', 'x := mobile and true', 'mobile bool'],
];

test.each(USES)('an undeclared input is known by its use: %s', (_, text, expected) => {
  expect(faultsOf(`event login\n${text}`)).toBe('');
  expect(inputsOf(text)).toBe(expected);
});

test('an implied input is an optional field at the top of the data', () => {
  expect(eventOf('event login\nx := Lower(plan)', 'login').inputs).toEqual([
    { name: 'plan', path: ['plan'], type: STRING, isRequired: false, fallback: null, isImplied: true },
  ]);
});

test('what no use tells is as earlier events showed it', () => {
  const types = { a: STRING, b: INT, c: TIME, d: BOOL, list: { kind: 'array', item: STRING } } as const;
  const seen = new Map([['login', new Map<string, ScowlType>(Object.entries(types))]]);
  const text = 'x := CountUnique(a, b, c, d, list, e by "all" last 1 day)';
  expect(inputsOf(text, seen)).toBe('a string, b float, c string, d bool, list unknown, e unknown');
  const { inputs } = eventOf(`event login\n${text}`, 'login', seen);
  expect(inputs.filter(({ isTypeSeen }) => isTypeSeen).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});

test('what earlier events showed never makes a fault', () => {
  const seen = new Map([
    [
      'login',
      new Map<string, ScowlType>([
        ['a', STRING],
        ['b', BOOL],
      ]),
    ],
  ]);
  expect(faultsOf('event login\nx := a = b', seen)).toBe('');
  expect(inputsOf('x := a = b', seen)).toBe('a unknown, b unknown');
});

test('a rule can read what an event showed', () => {
  const text =
    'event authorization\nx := Latest<login>(country by cardholder_email as user_id last 1 day)\nevent login';
  expect(faultsOf(text)).toContain("nothing tells what x is, so that rules can't read it");
  expect(faultsOf(text, new Map([['login', new Map([['country', STRING]])]]))).toBe('');
});

test('a use wins over what earlier events showed', () => {
  expect(inputsOf('x := a + 1', new Map([['login', new Map([['a', STRING]])]]))).toBe('a float');
});

test('what a key is matched with tells its type in the other event', () => {
  const text = 'event login\nevent purchase\nid := $.id as int\nx := Count<login>(by id as user_id last 1 day)';
  expect(eventOf(text, 'login').inputs.map(({ name, type }) => [name, type.kind])).toEqual([['user_id', 'float']]);
});

test('what is matched with something personal is personal, unless that is known by its looks', () => {
  const text = `event login
event purchase
x := Count<login>(by full_name as customer last 1 day)
y := Count<login>(by billing_email as account last 1 day)`;
  expect(eventOf(text, 'login').inputs.map(({ name, type }) => [name, type.isPersonal === true])).toEqual([
    ['customer', true],
    ['account', false],
  ]);
});

test('metadata that is matched with something personal is personal', () => {
  const text = `event login
event authorization
x := Count<login>(by cardholder_metadata["customer"] as full_name last 1 day)`;
  expect(faultsOf(text)).toBe('');
  expect(eventOf(text, 'authorization').inputs).toMatchObject([{ type: { kind: 'string', isPersonal: true } }]);
});

test('declared inputs are what they are declared as, read or not', () => {
  const text = `event login
ip := $.client.ip as string
port := $.client.port as int ? 443
at := $.at as time?
who := $.who as email?
all := $ as {tags: [string], meta: map{string: float}}`;
  expect(faultsOf(text)).toBe('');
  const personal = { ...STRING, isPersonal: true };
  const all = new Map([
    ['tags', { kind: 'array', item: STRING }],
    ['meta', { kind: 'map', value: { kind: 'float' } }],
  ]);
  const shared = { isRequired: false, fallback: null, isImplied: false };
  expect(eventOf(text, 'login').inputs).toEqual([
    { ...shared, name: 'ip', path: ['client', 'ip'], type: STRING, isRequired: true },
    { ...shared, name: 'port', path: ['client', 'port'], type: INT, fallback: 443 },
    { ...shared, name: 'at', path: ['at'], type: TIME },
    { ...shared, name: 'who', path: ['who'], type: personal },
    { ...shared, name: 'all', path: [], type: { kind: 'struct', fields: all }, isRequired: true },
  ]);
});

test('of the built-in event the inputs that are read are there, an amount with its currency', () => {
  const text = 'event authorization\nx := amount > 5\ny := cardholder_metadata["user_id"] = "u"';
  const { inputs, isBuiltIn } = eventOf(text, 'authorization');
  expect(isBuiltIn).toBe(true);
  expect(inputs.map(({ path }) => path)).toEqual([['amount'], ['currency'], ['cardholder_metadata', 'user_id']]);
  expect(inputs[2]).toEqual({
    name: 'cardholder_metadata["user_id"]',
    path: ['cardholder_metadata', 'user_id'],
    type: STRING,
    isRequired: false,
    fallback: null,
    isImplied: false,
  });
});

test('a round is not made for ever: what is open after so many of them stays open', () => {
  const names = Array.from({ length: 40 }, (_, index) => `a${index}`);
  const equal = names.slice(1).map((name, index) => `x${index} := a${index} = ${name}`);
  const text = `event login\n${equal.join('\n')}\nlast_one := a39 = "text"`;
  expect(faultsOf(text)).toBe('');
  const kinds = eventOf(text, 'login').inputs.map(({ type }) => type.kind);
  expect(kinds[39]).toBe('string');
  expect(kinds[0]).toBe('unknown');
});
