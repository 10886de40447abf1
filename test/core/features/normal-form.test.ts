import { expect, test } from 'vitest';
import { termText } from '../../../src/core/features/normal-form.ts';
import { STRING } from '../../../src/core/features/scowl-type.ts';
import type { SeenTypes } from '../../../src/core/features/seen-types.ts';
import { checked, eventOf } from './check/sample.ts';

/** The canonical text of a feature, with the texts of all features that it reads in it. */
function textOf(text: string, event: string, feature: string, seen?: SeenTypes): string {
  const { program } = checked(text, seen);
  if (!program) throw new Error('unsound');
  const definition = (at: string, name: string): string => {
    const term = program.events.get(at)?.features.find((other) => other.name === name)?.term;
    if (!term) throw new Error(`no feature ${at}.${name}`);
    return termText(term, definition, { program, event: at });
  };
  return definition(event, feature);
}

const LOGIN = `event login
-- how many fail
failed := Count(by ip where not ok and score > 5 last 1 hour)
event purchase
x := Max<login>(failed by user_id after since last 2 days exclusive) / 2
`;

test('the text of a term says all that its value depends on', () => {
  expect(textOf(LOGIN, 'login', 'failed')).toBe(
    '(Count "login" (by (input "ip" unknown) (input "ip" unknown)) ' +
      '(where (and (not (input "ok" bool)) (> (input "score" float) (int 5)))) (last 3600000))',
  );
  expect(textOf(LOGIN, 'purchase', 'x')).toBe(
    `(/ (Max "login" (feature ${JSON.stringify(textOf(LOGIN, 'login', 'failed'))}) ` +
      '(by (input "user_id" unknown) (input "user_id" unknown)) (after (input "since" time)) ' +
      '(last 172800000) exclusive) (int 2))',
  );
});

// What may be changed without another value coming of it.
const SAME: readonly (readonly [string, (text: string) => string])[] = [
  ['another name of a feature', (text) => text.replaceAll('failed', 'lost')],
  ['another comment', (text) => text.replace('how many fail', 'something else')],
  ['another layout', (text) => text.replaceAll(' where', '\n  where')],
  ['a window in another unit', (text) => text.replace('2 days', '48 hours')],
  ['another feature beside it', (text) => text.replace('event purchase', 'y := 1\nevent purchase')],
  ['an input that is declared as what it is', (text) => text.replace('failed :=', 'ok := $.ok as bool?\nfailed :=')],
  [
    'an input under another name',
    (text) => text.replaceAll('ok', 'fine').replace('failed :=', 'fine := $.ok as bool?\nfailed :='),
  ],
];

test.each(SAME)('it stays as it is with %s', (_, change) => {
  expect(textOf(change(LOGIN), 'purchase', 'x')).toBe(textOf(LOGIN, 'purchase', 'x'));
});

test('it stays as it is when the events that came show what an input is', () => {
  const seen = new Map([['login', new Map([['ip', STRING]])]]);
  expect(eventOf(LOGIN, 'login', seen).inputs[0]).toMatchObject({ name: 'ip', type: STRING });
  expect(textOf(LOGIN, 'purchase', 'x', seen)).toBe(textOf(LOGIN, 'purchase', 'x'));
});

test('that what it is matched with is personal is part of it, whatever earlier events showed', () => {
  const matched = LOGIN.replace('by user_id', 'by full_name as customer');
  const seen = new Map([['login', new Map([['customer', STRING]])]]);
  expect(textOf(matched, 'purchase', 'x', seen)).toBe(textOf(matched, 'purchase', 'x'));
  expect(textOf(matched, 'purchase', 'x')).toContain('(input "customer" personal-string)');
});

// What makes another value of it.
const OTHER: readonly (readonly [string, (text: string) => string])[] = [
  ['a constant of a feature that it reads', (text) => text.replace('score > 5', 'score > 6')],
  ['a text in place of a number', (text) => text.replace('score > 5', 'score > "5"')],
  ['an operator', (text) => text.replace('score > 5', 'score >= 5')],
  ['an aggregate', (text) => text.replace('Max<', 'Min<')],
  ['a window', (text) => text.replace('2 days', '3 days')],
  ['exclusive', (text) => text.replace(' exclusive', '')],
  ['a key', (text) => text.replace('by user_id', 'by user_id as account')],
  ['after', (text) => text.replace(' after since', '')],
  ['another path of an input', (text) => text.replace('failed :=', 'ok := $.fine as bool?\nfailed :=')],
  ['a fallback', (text) => text.replace('failed :=', 'ok := $.ok as bool ? true\nfailed :=')],
  ['another type of an input', (text) => text.replace('failed :=', 'ip := $.ip as int?\nfailed :=')],
  ['an input that is personal', (text) => text.replace('failed :=', 'ip := $.ip as personal?\nfailed :=')],
];

test.each(OTHER)('it is another one with another %s', (_, change) => {
  expect(change(LOGIN)).not.toBe(LOGIN);
  expect(textOf(change(LOGIN), 'purchase', 'x')).not.toBe(textOf(LOGIN, 'purchase', 'x'));
});

test('what becomes of events is part of it, and so is the currency of an amount', () => {
  const text = (where: string, amount: string) =>
    textOf(`event authorization\nx := Sum(${amount} by card where ${where} last 1 day)`, 'authorization', 'x');
  const texts = [
    text('is_approved', 'amount'),
    text('not is_approved', 'amount'),
    text('is_approved', 'amount_in_usd'),
  ];
  expect(new Set(texts).size).toBe(3);
  expect(texts[0]).toContain('(outcomes approved pending)');
  expect(texts[0]).toContain('(input "amount" (money "currency"))');
});

// One of each sort of expression: different ones never have one text.
const EXPRESSIONS = [
  'null',
  'true',
  '1',
  '-1',
  '1.5',
  '"1"',
  '"a b"',
  '"a\\" b"',
  '1 second',
  'a',
  '-a',
  'not a',
  'a and b',
  'a or b',
  'b and a',
  'a = b',
  'a != b',
  'a + b',
  'a - b',
  'a is null',
  'a is not null',
  'a is true',
  'a is false',
  'a in [b]',
  'a not in [b]',
  '[a, b]',
  '[]',
  '{a, b}',
  '{a: b, b: a}',
  'map{"a": a, "b": b}',
  '{a, b}.a',
  '{a, b}.b',
  '[a, b][0]',
  '[a, b][1]',
  'map{"a": a, "b": b}["a"]',
  'Case(when a then b)',
  'Case(when a then b default c)',
  'Case(when a then b when c then d)',
  'If(a, b, c)',
  'Coalesce(a, b)',
  'Coalesce(a, b, c)',
  'Count()',
  'Count(a by b)',
  'Count(by b where a)',
  'CountUnique(a, b by c)',
  'CountUnique(b, a by c)',
  'LatestTime(by c)',
];

test('different expressions have different texts', () => {
  const texts = EXPRESSIONS.map((expression) => textOf(`event login\nx := ${expression}`, 'login', 'x'));
  expect(new Set(texts).size).toBe(EXPRESSIONS.length);
});
