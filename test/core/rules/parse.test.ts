import { expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { createReporter } from '../../../src/core/language/reporter.ts';
import { createCursor } from '../../../src/core/rules/cursor.ts';
import { lex } from '../../../src/core/rules/lex.ts';
import { parseCondition, parseTokens } from '../../../src/core/rules/parse.ts';
import { printCondition } from '../../../src/core/rules/print.ts';
import { faultsOf } from './sample.ts';

function canonical(text: string): string {
  const { condition, diagnostics } = parseCondition({ path: 'rule', text });
  expect(diagnostics).toEqual([]);
  return condition ? printCondition(condition) : '';
}

test.each([
  [':livemode:', ':livemode:'],
  [':amount:>1000.50', ':amount: > 1000.5'],
  [':amount: > -5', ':amount: > -5'],
  [':amount: != 007', ':amount: != 7'],
  [":CARD_type: = 'A'", ":CARD_type: = 'A'"],
  [':merchant_country: != :cardholder_country:', ':merchant_country: != :cardholder_country:'],
  [':card: IN (\'a\',"b" , 3)', ":card: in ('a', 'b', 3)"],
  [':card: in @my-list', ':card: in @my-list'],
  [":card: NOT IN ('a')", "not (:card: in ('a'))"],
  [":card: not like 'a%'", "not (:card: like 'a%')"],
  [":merchant_name: Includes 'x'", ":merchant_name: includes 'x'"],
  ['is_missing ( :card: )', 'is_missing(:card:)'],
  ["::Customer Age:: < 30 and ::card:program:: = 'x'", "::Customer Age:: < 30 and ::card:program:: = 'x'"],
  ["::CARDHOLDER:vip:: = 'y' and ::card:: = 'z'", "::cardholder:vip:: = 'y' and ::card:: = 'z'"],
  [`:merchant_name: = "it's"`, `:merchant_name: = "it's"`],
  [`:merchant_name: = "plain"`, `:merchant_name: = 'plain'`],
  [`:merchant_name: = 'say "hi"'`, `:merchant_name: = 'say "hi"'`],
  [":merchant_name: = ':amount: ='", ":merchant_name: = ':amount: ='"],
  [':livemode: # a comment\n  AND -- another\n :is_3d_secure:', ':livemode: and :is_3d_secure:'],
  [':livemode:&&!:is_3d_secure:||:is_zero_amount:', ':livemode: and not :is_3d_secure: or :is_zero_amount:'],
  [':a: or not :b: and :c:', ':a: or not :b: and :c:'],
  ['(:a: or (not (:b:)) and ((:c:)))', ':a: or not :b: and :c:'],
  ['(:a: or :b:) and :c:', '(:a: or :b:) and :c:'],
  [':a: and (:b: and :c:) and :d:', ':a: and :b: and :c: and :d:'],
  ['not (:a: and :b:)', 'not (:a: and :b:)'],
  ['not not :a:', 'not not :a:'],
  ['not :amount: > 5', 'not (:amount: > 5)'],
  ['not (:amount: > 5) and :a:', 'not (:amount: > 5) and :a:'],
])('%s is %s', (text, expected) => {
  expect(canonical(text)).toBe(expected);
});

test('not binds tighter than and, and tighter than or', () => {
  const { condition } = parseCondition({ path: 'rule', text: ':a: or not :b: and :c:' });
  expect(condition).toMatchObject({
    kind: 'or',
    operands: [{ kind: 'attribute' }, { kind: 'and', operands: [{ kind: 'not' }, { kind: 'attribute' }] }],
  });
});

test('an and within an and is the same and, in parentheses or not', () => {
  const { condition } = parseCondition({ path: 'rule', text: ':a: and (:b: and (:c:)) and (:d: or (:e: or :f:))' });
  expect(condition).toMatchObject({ kind: 'and', operands: [{}, {}, {}, { kind: 'or', operands: [{}, {}, {}] }] });
});

test('parentheses beside each other do not count as nested', () => {
  const text = Array.from({ length: limits.maxConditionDepth * 2 }, () => '(:livemode:)').join(' and ');
  expect(faultsOf(text)).toBe('');
});

test.each([':amount: between 1 and 5', ':amount: between (1, 5)', ':amount: between 1, 5'])(
  '%s is read as the two comparisons that it stands for, so that checking goes on',
  (text) => {
    const { condition } = parseCondition({ path: 'rule', text });
    expect(condition && printCondition(condition)).toBe(':amount: >= 1 and :amount: <= 5');
  },
);

test('a part of a text is read by itself, with places in the whole text', () => {
  const text = 'Block if :amount: > x; Allow if :livemode:';
  const span = { start: 9, end: text.indexOf(';') };
  const { condition, diagnostics } = parseCondition({ path: 'rule', text }, span);
  expect(condition?.span).toEqual({ start: 9, end: 21 });
  expect(diagnostics.map((found) => text.slice(found.span.start, found.span.end))).toEqual(['x']);
});

test('a condition that is too long is refused at once', () => {
  const text = `:amount: > 5 ${' '.repeat(limits.maxConditionLength)}`;
  const { condition, diagnostics } = parseCondition({ path: 'rule', text });
  expect(condition).toBeNull();
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'a condition has at most 10000 characters, this one 10013',
  ]);
});

test.each(['(', 'not ', '!'])(
  'nesting by %j is read down to the limit and refused below it, with one fault',
  (opener) => {
    const closer = opener === '(' ? ')' : '';
    const nested = (depth: number) => `${opener.repeat(depth)}:livemode:${closer.repeat(depth)}`;
    expect(faultsOf(nested(limits.maxConditionDepth))).toBe('');
    expect(faultsOf(nested(limits.maxConditionDepth + 1))).toMatch(
      /^rule:1:\d+: parentheses and nots are nested at most 200/,
    );
    expect(faultsOf(nested(limits.maxConditionDepth + 1))).not.toMatch(/never closed/);
  },
);

test('a row of faults is cut, and still refused', () => {
  const { diagnostics } = parseCondition({ path: 'rule', text: ':a: == 1 and '.repeat(100) });
  expect(diagnostics).toHaveLength(limits.maxConditionFaults);
});

test('warnings never crowd out an error', () => {
  const text = `${':card: = ‘x’ and '.repeat(50)} :amount: == 1`;
  const { diagnostics } = parseCondition({ path: 'rule', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(1);
});

test.each([
  ':amount: > 5 and ',
  '(:livemode: or ',
  ":card: in ('a', 'b', ",
  '((((((((((',
  ')',
  'then decline ',
  '= = = ',
  "'a' 'b' ",
  '1,000',
])('reading %j over and over takes steps in proportion to its length', (piece) => {
  const perToken = [50, 100, 200, 400].map((times) => readsPerToken(piece.repeat(times)));
  expect(Math.max(...perToken)).toBeLessThan(20);
});

/** How often a token is looked at while parsing, on average. */
function readsPerToken(text: string): number {
  let reads = 0;
  const reporter = createReporter({ path: 'rule', text }, Number.POSITIVE_INFINITY);
  const tokens = lex(text, { start: 0, end: text.length }, reporter);
  const counted = new Proxy(tokens, {
    get(target, key) {
      if (key !== 'length') reads++;
      return Reflect.get(target, key);
    },
  });
  parseTokens(createCursor(text, counted, createReporter({ path: 'rule', text }, 25)));
  return reads / tokens.length;
}
