import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import type { DeclaredLists } from '../../../src/core/rules/check-list.ts';
import { lintRule, lintRules } from '../../../src/core/rules/lint.ts';
import { lintedRule } from './linted.ts';
import { catalogue } from './sample.ts';

const lists: DeclaredLists = new Map([['names', 'string']]);

function warningsOf(text: string): string[] {
  return lintRule(lintedRule('r', text, catalogue, lists), catalogue).map(({ message }) => message);
}

describe('a rule that can never match is said to be one', () => {
  test.each([
    ':amount: > 50 and :amount: < 5',
    ':amount: > 50 and :amount: <= 50',
    ':amount: = 5 and :amount: != 5',
    ':amount: = 5 and :amount: in (6, 7)',
    ':amount: in (5, 6) and not (:amount: in (6, 5))',
    'not (:amount: > 5) and :amount: > 6',
    ':fraud_risk_score: > 100',
    ':fraud_risk_score: < 0',
    'not (:fraud_risk_score: <= 100)',
    ':hour_of_day: = 24',
    ":fraud_risk_level: = 'low' and :fraud_risk_level: = 'highest'",
    ":fraud_risk_level: in ('low', 'normal') and :fraud_risk_level: in ('elevated', 'highest')",
    "not (:fraud_risk_level: in ('low', 'normal', 'elevated', 'highest'))",
    ":merchant_country: = 'us' and :merchant_country: != 'US'",
    ":merchant: = 'a' and :merchant: = 'A'",
    "::k:: = 'a' and ::k:: = 'A'",
    '::k:: > 5 and ::k:: < 4',
    "::k:: in (1, 'a') and not (::k:: in (1, 2)) and ::k:: != 'a'",
    ':livemode: and not :livemode:',
    'is_missing(:fraud_risk_score:) and :fraud_risk_score: > 5',
    'is_missing(:fraud_risk_score:) and not is_missing(:fraud_risk_score:)',
    'is_missing(:merchant_country:) and :merchant_country: != :cardholder_country:',
    'is_missing(:merchant_name:) and :merchant_name: in @names',
    'is_missing(:amount:)',
    ":merchant_name: = 'Shop' and :merchant_name: like 'z%'",
    ":merchant_name: = 'Shop' and not (:merchant_name: includes 'HOP')",
    ":merchant_name: like 'a%' and not (:merchant_name: like 'A%')",
    ':merchant_name: in @names and :merchant_name: not in @names',
    ':amount: < :merchant_amount: and :amount: >= :merchant_amount:',
    '(:amount: > 50 or :amount: > 60) and :amount: < 5',
    'not (:amount: <= 50 or :amount: >= 5)',
  ])('%s', (condition) => {
    expect(warningsOf(`Block if ${condition}`)).toContain('this can never match');
  });
});

describe('a rule that matches at times is not said never to', () => {
  test.each([
    ':amount: >= 5 and :amount: <= 5',
    ':amount: > 5 and :merchant_amount: < 5',
    "::k:: = 'a' and ::card:k:: = 'b'",
    "::k:: = '5' and ::k:: = 5",
    ":merchant_name: = 'Shop' and :merchant_name: like '%P'",
    ":merchant_name: like 'a%' and :merchant_name: like '%b'",
    "not (:cvc_check: in ('match', 'mismatch', 'not_provided'))",
    'is_missing(:fraud_risk_score:) or :fraud_risk_score: > 5',
    ':merchant_amount: = :amount: and :merchant_amount: <= :amount:',
    ':livemode: and not :is_zero_amount:',
  ])('%s', (condition) => {
    expect(warningsOf(`Block if ${condition}`)).toEqual([]);
  });
});

describe('a rule that always matches is said to be one, unless something may be missing', () => {
  test.each([
    [':livemode: or not :livemode:', true],
    [':amount: > 5 or :amount: <= 5', true],
    [':hour_of_day: >= 0', true],
    [':fraud_risk_score: >= 0 or is_missing(:fraud_risk_score:) or not is_missing(:fraud_risk_score:)', true],
    [':fraud_risk_score: >= 0', false],
    ['::k:: in (1) or not (::k:: in (1)) or is_missing(::k::)', false],
    [':is_card_present: or not :is_card_present:', false],
    [':merchant_name: in @names or :merchant_name: not in @names', false],
  ])('%s: %s', (condition, isAlways) => {
    expect(warningsOf(`Block if ${condition}`).includes('this matches every authorization')).toBe(isAlways);
  });
});

describe('an allow rule without a ceiling of risk is said to be one', () => {
  test.each([
    [':livemode:', 'this allows whatever the risk is'],
    [':fraud_risk_score: > 5', 'this allows whatever the risk is'],
    [':fraud_risk_score: <= 100', 'this allows whatever the risk is'],
    ['is_missing(:fraud_risk_score:)', 'this allows whatever the risk is'],
    ['is_missing(:fraud_risk_level:)', 'this allows whatever the risk is'],
    [":fraud_risk_level: != 'low'", 'this allows whatever the risk is'],
    [':merchant_dispute_rate: < 1', 'this allows whatever the risk is'],
    [':fraud_risk_score: < 50 or :livemode:', 'one way in which this matches allows whatever the risk is'],
    [':fraud_risk_score: < 50', null],
    ['not (:fraud_risk_score: > 50) and :livemode:', null],
    [":fraud_risk_level: != 'highest'", null],
    [":fraud_risk_level: in ('low', 'normal')", null],
    [":fraud_risk_score: < 50 or :fraud_risk_level: = 'low' and :livemode:", null],
  ])('%s: %s', (condition, said) => {
    const warnings = warningsOf(`Allow if ${condition}`).map((warning) => warning.split(':')[0]);
    expect(warnings).toEqual(said === null ? [] : [said]);
  });

  test('and no other rule is', () => {
    expect(warningsOf('Review if :livemode:')).toEqual([]);
  });
});

describe('a not around several comparisons is warned about where one of them may be missing', () => {
  test.each([
    ['not (:fraud_risk_score: > 5 and :livemode:)', true],
    ['not (:livemode: or :merchant_country: != :cardholder_country:)', true],
    [':is_zero_amount: or not ((:livemode: and ::k:: = 5) or :amount: > 5)', true],
    ['not (:livemode: and :amount: > 5)', false],
    ['not (:fraud_risk_score: > 5)', false],
    ['not :is_card_present:', false],
    ['not (is_missing(:fraud_risk_score:) or :fraud_risk_score: > 5)', false],
    ['not (:fraud_risk_score: > 5 and :livemode:) and not is_missing(:fraud_risk_score:)', false],
    ['is_missing(:fraud_risk_score:) or not (:fraud_risk_score: > 5 and :livemode:)', false],
  ])('%s: %s', (condition, isWarned) => {
    const warnings = warningsOf(`Block if ${condition}`);
    expect(warnings.some((message) => message.includes('"not"'))).toBe(isWarned);
  });
});

// What each warning says, whole.
const WARNINGS: readonly (readonly [string, string, string])[] = [
  [
    'a contradiction',
    'Block if :amount: > 50 and :livemode: and :amount: < 5',
    `
r:1:10: warning: this can never match
  1 | Block if :amount: > 50 and :livemode: and :amount: < 5
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: :amount: > 50 and :amount: < 5 exclude each other: write "or" between them if either is meant
`,
  ],
  [
    'a part in vain',
    'Block if :livemode: or :fraud_risk_score: > 100',
    `
r:1:24: warning: this part can never be true
  1 | Block if :livemode: or :fraud_risk_score: > 100
                             ^^^^^^^^^^^^^^^^^^^^^^^^
  hint: :fraud_risk_score: runs from 0 to 100
`,
  ],
  [
    'what is always there',
    'Block if is_missing(:livemode:)',
    `
r:1:10: warning: this can never match
  1 | Block if is_missing(:livemode:)
               ^^^^^^^^^^^^^^^^^^^^^^
  hint: :livemode: is always there: take it out
`,
  ],
  [
    'everything',
    'Block if :amount: >= 5 or :amount: < 5',
    `
r:1:10: warning: this matches every authorization
  1 | Block if :amount: >= 5 or :amount: < 5
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write a comparison that some do not match
`,
  ],
  [
    'an open allow',
    'Allow if :livemode:',
    `
r:1:1: warning: this allows whatever the risk is: an allow overrides every block but those marked always
  1 | Allow if :livemode:
      ^^^^^^^^^^^^^^^^^^^
  hint: write and :fraud_risk_score: <= 50, or and :fraud_risk_level: != 'highest'
`,
  ],
  [
    'a not around an and',
    'Block if not (:is_zero_amount: and :fraud_risk_score: < 5)',
    `
r:1:10: warning: where :fraud_risk_score: is missing, this "not" is true only if another part is false
  1 | Block if not (:is_zero_amount: and :fraud_risk_score: < 5)
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: to match then, write is_missing(:fraud_risk_score:) or not (…); not to, write not is_missing(:fraud_risk_score:) and not (…)
`,
  ],
  [
    'a not around an or',
    "Block if not (:livemode: or :cvc_check: = 'match')",
    `
r:1:10: warning: where :cvc_check: is missing, this "not" is never true
  1 | Block if not (:livemode: or :cvc_check: = 'match')
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: to match then, write (is_missing(:cvc_check:) or not (:cvc_check: = 'match')) and not (… the others); not to, write not is_missing(:cvc_check:) and not (…)
`,
  ],
];

test.each(WARNINGS)('%s is named, located and mended', (_warning, text, said) => {
  const warnings = lintRule(lintedRule('r', text), catalogue);
  expect(warnings.map(formatDiagnostic).join('\n')).toBe(said.trim());
});

describe('a rule is covered by another of the same action that matches whenever it does', () => {
  test.each([
    ['Block if :fraud_risk_score: > 80', 'Block if :fraud_risk_score: > 75'],
    ['Block if :fraud_risk_score: > 75 and :livemode:', 'Block if :fraud_risk_score: >= 75'],
    ["Block if :merchant_country: = 'us'", "Block if :merchant_country: in ('DE', 'US')"],
    ["Block if :merchant_country: = 'us'", "Block if :merchant_country: != 'de'"],
    ['Block if :fraud_risk_score: > 80', 'Block if not is_missing(:fraud_risk_score:)'],
    ["Block if :merchant_name: like 'a%' and :livemode:", "Block if :merchant_name: like 'A%'"],
    ['Block if :merchant_name: in @names and :livemode:', 'Block if :merchant_name: in @names or :is_zero_amount:'],
    ["Block if :fraud_risk_level: in ('highest')", "Block if not (:fraud_risk_level: in ('low', 'normal'))"],
    ['Allow if :livemode: and :amount: = 5', 'Allow if :livemode:'],
  ])('%s by %s', (narrow, wide) => {
    const rules = [lintedRule('narrow', narrow, catalogue, lists), lintedRule('wide', wide, catalogue, lists)];
    expect(lintRules(rules, catalogue).map(({ source }) => source.path)).toEqual(['narrow']);
    expect(lintRules(rules.toReversed(), catalogue).map(({ source }) => source.path)).toEqual(['narrow']);
  });

  test.each([
    ['another action', 'Review if :fraud_risk_score: > 80', 'Block if :fraud_risk_score: > 75'],
    ['a part only', 'Block if :fraud_risk_score: > 70 or :livemode:', 'Block if :fraud_risk_score: > 60'],
    ['something else beside it', 'Block if :fraud_risk_score: > 80', 'Block if :fraud_risk_score: > 75 and :livemode:'],
    ['another attribute', 'Block if :fraud_risk_score: > 80', 'Block if :network_risk_score: > 75'],
    ['what never matches', 'Block if :fraud_risk_score: > 100', 'Block if :fraud_risk_score: > 75'],
  ])('but not by %s', (_what, first, second) => {
    expect(lintRules([lintedRule('first', first), lintedRule('second', second)], catalogue)).toEqual([]);
  });

  test('of rules that match alike, all but the first', () => {
    const text = 'Block if :livemode: and :fraud_risk_score: > 80';
    const alike = 'Block if :fraud_risk_score: > 80 and :livemode:';
    const rules = [lintedRule('a', text), lintedRule('b', alike), lintedRule('c', text)];
    expect(lintRules(rules, catalogue).map(formatDiagnostic)).toEqual([
      `b:1:1: warning: b matches only where a does, which does the same
  1 | ${alike}
      ${'^'.repeat(alike.length)}
  hint: take out b, or narrow a`,
      `c:1:1: warning: c matches only where a does, which does the same
  1 | ${text}
      ${'^'.repeat(text.length)}
  hint: take out c, or narrow a`,
    ]);
  });
});
