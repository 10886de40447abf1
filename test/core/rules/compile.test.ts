import { describe, expect, test } from 'vitest';
import { missing } from '../../../src/core/domain/value.ts';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import { parseCondition } from '../../../src/core/rules/parse.ts';
import { authorizationWith, catalogue, compiled, inputsWith } from './sample.ts';

const MISS = ":digital_wallet: = 'apple_pay'";
const YES = ':livemode:';
const NO = ':is_zero_amount:';

/** The sample authorization, without its wallet: what reads it is missing. */
const inputs = inputsWith({ wallet: null });

function truthOf(text: string) {
  return compiled(text).evaluate(inputs).truth;
}

describe('missing values are carried as Kleene has it', () => {
  test.each([
    [MISS, YES, 'missing', true],
    [MISS, NO, false, 'missing'],
    [MISS, MISS, 'missing', 'missing'],
    [YES, YES, true, true],
    [YES, NO, false, true],
    [NO, NO, false, false],
  ])('%s and, or %s', (a, b, both, either) => {
    expect(truthOf(`${a} and ${b}`)).toBe(both);
    expect(truthOf(`${b} and ${a}`)).toBe(both);
    expect(truthOf(`${a} or ${b}`)).toBe(either);
    expect(truthOf(`${b} or ${a}`)).toBe(either);
  });

  test.each([
    [`not (${MISS})`, 'missing'],
    [":digital_wallet: != 'apple_pay'", 'missing'],
    [":digital_wallet: in ('apple_pay')", 'missing'],
    [":digital_wallet: not in ('apple_pay')", 'missing'],
    [":digital_wallet: includes 'pay'", 'missing'],
    [":digital_wallet: like '%pay'", 'missing'],
    [':merchant_name: != :digital_wallet:', 'missing'],
    ['::unknown:: > 5', 'missing'],
    ['::unknown:: != 5', 'missing'],
    [`not (${MISS} and ${NO})`, true],
    [`not (${MISS} or ${YES})`, false],
    ['is_missing(:digital_wallet:)', true],
    ['not is_missing(:digital_wallet:)', false],
    ['is_missing(:merchant_name:)', false],
    ['is_missing(::unknown::)', true],
    ['is_missing(::card:unknown::) and is_missing(:digital_wallet:)', true],
  ])('%s is %s', (text, truth) => {
    expect(truthOf(text)).toBe(truth);
  });
});

test.each([
  [':amount: = 12.5', true],
  [':amount: != 12.5', false],
  [':amount: < 12.5', false],
  [':amount: <= 12.5', true],
  [':amount: > 12.49', true],
  [':amount: >= 12.51', false],
  [':amount: > :previously_approved_amount:', true],
  [':hour_of_day: in (13, 14)', true],
  [':hour_of_day: in (13)', false],
  [":merchant_name: = 'CORNER shop'", true],
  [":merchant_country: = 'us'", true],
  [":merchant_country: != 'us'", false],
  [":merchant_country: in ('de', 'us')", true],
  [":merchant_category: = 'GROCERY_stores_supermarkets'", true],
  [":merchant: = 'Merch_1'", true],
  [":merchant: = 'merch_1'", false],
  [":merchant: in ('merch_1', 'MERCH_1')", false],
  [":merchant_name: includes 'NER S'", true],
  [":card: includes 'IC'", false],
  [":merchant_name: like 'corner%'", true],
  [":merchant_name: like '%SHOP'", true],
  [":merchant_name: like 'c%r%p'", true],
  [":merchant_name: like 'c%z%p'", false],
  [":merchant: like 'merch%'", false],
  ["::card:program:: = 'Travel'", true],
  ["::card:program:: = 'travel'", false],
  ["::card:program:: like 'T%'", true],
  ['::card:limit:: > 250', true],
  ['::card:limit:: = 250.50', true],
  ["::card:limit:: = '250.50'", false],
  ['::card:program:: > 5', 'missing'],
  ['::card:program:: != 5', 'missing'],
  ["::card:tier:: in (1, 'gold')", true],
  ["::card:tier:: in (1, 'silver')", 'missing'],
  ["::card:limit:: in (250.5, 'silver')", true],
  ["::card:limit:: in (1, 'silver')", false],
  [':amount: < ::card:limit::', true],
  ['::card:limit:: > :amount:', true],
  ['::cardholder:Customer Age:: > ::Basket Size::', true],
  ['::order:: = ::card:program::', false],
  [':merchant_country: = :cardholder_country:', false],
  [':merchant_country: != :cardholder_country:', true],
  [':livemode: and not :is_zero_amount:', true],
  [":livemode: = 'true'", true],
  [":livemode: != 'true'", false],
])('%s is %s', (text, truth) => {
  expect(truthOf(text)).toBe(truth);
});

test('text is compared without case if either side is, exactly if neither is', () => {
  const card = { ...authorizationWith().card, metadata: { shop: 'CORNER SHOP', id: 'merch_1' } };
  const evaluate = (text: string) => compiled(text).evaluate(inputsWith({ card })).truth;
  expect(evaluate(':merchant_name: = ::card:shop::')).toBe(true);
  expect(evaluate('::card:shop:: = :merchant_name:')).toBe(true);
  expect(evaluate(':merchant: = ::card:id::')).toBe(false);
});

describe('like', () => {
  test.each([
    ['%', '', true],
    ['%', 'anything', true],
    ['', '', true],
    ['', 'a', false],
    ['a', 'a', true],
    ['a%', 'a', true],
    ['%a', 'ba', true],
    ['a%a', 'a', false],
    ['a%a', 'aa', true],
    ['ab%bc', 'abc', false],
    ['%b%b%', 'b', false],
    ['%b%b%', 'abcb', true],
    ['a_c', 'abc', false],
    ['a.c', 'abc', false],
    ['a%%c', 'abc', true],
    ['%bc%c', 'abc', false],
  ])('%j on %j is %s', (pattern, text, matches) => {
    const card = { ...authorizationWith().card, metadata: { text } };
    expect(compiled(`::card:text:: like '${pattern}'`).evaluate(inputsWith({ card })).truth).toBe(matches);
  });
});

describe('the reasons are the comparisons that settled it', () => {
  const a = ':amount: > 5';
  const no = ':amount: > 500';
  const b = ':livemode:';
  test.each([
    [`${a} and ${b}`, true, [a, b]],
    [`${a} and ${a}`, true, [a]],
    [`${MISS} and ${no} and :is_zero_amount:`, false, [no]],
    [`${a} and ${MISS} and ${b}`, 'missing', [MISS]],
    [`${no} or ${MISS} or ${b} or ${a}`, true, [b]],
    [`${no} or :is_zero_amount:`, false, [no, ':is_zero_amount:']],
    [`${no} or ${MISS}`, 'missing', [MISS]],
    [`not (${no})`, true, [`not (${no})`]],
    [`not (${a} and ${no})`, true, [`not (${no})`]],
    [`not (${a} and ${b})`, false, [`not (${a})`, `not ${b}`]],
    [`(${no} or ${b}) and ${a}`, true, [b, a]],
    [`not ((${no} or ${b}) and ${a})`, false, [`not ${b}`, `not (${a})`]],
    [`(${no} and ${b}) or (:is_zero_amount: and ${b})`, false, [no, ':is_zero_amount:']],
    [`${b} = 'true'`, true, [b]],
  ])('of %s', (text, truth, because) => {
    expect(compiled(text).evaluate(inputs)).toEqual({ truth, because });
  });

  test('and are the same objects every time, where they are always the same reasons', () => {
    const condition = compiled(`not (${a} and ${b}) or ${no}`);
    expect(condition.evaluate(inputs)).toBe(condition.evaluate(inputs));
  });
});

test('the attributes are each named once, as a condition prints them, and can be read', () => {
  const { attributes } = compiled(
    ":amount: > 5 and (:amount: < :merchant_amount: or ::card:tier:: in ('gold')) and is_missing(:digital_wallet:)",
  );
  expect(attributes.map(({ name, read }) => [name, read(inputs)])).toEqual([
    [':amount:', 12.5],
    [':merchant_amount:', 1900],
    ['::card:tier::', 'gold'],
    [':digital_wallet:', missing('not_sent')],
  ]);
  expect(attributes[0]?.definition.name).toBe('amount');
});

test('a value of another type than its attribute has is missing, not an error', () => {
  const signals = { ...authorizationWith().signals, fraudRiskScore: 'high', fraudRiskLevel: 3 };
  expect(compiled(':fraud_risk_score: > 5').evaluate(inputsWith({ signals })).truth).toBe('missing');
  expect(compiled(":fraud_risk_level: = 'low'").evaluate(inputsWith({ signals })).truth).toBe('missing');
});

test.each([':merchant: in @risky', ':livemode: = true', ":merchant_name: > 'a'", ':no_such: > 5'])(
  'what the checker refuses does not compile: %s',
  (text) => {
    const { condition } = parseCondition({ path: 'rule', text });
    expect(() => condition && compileCondition(condition, catalogue)).toThrow(/checker/);
  },
);
