import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { parseRule, printRule } from '../../../src/core/rules/parse-rule.ts';

test.each([
  ['Block if :amount: > 100', 'Block if :amount: > 100'],
  ['ALLOW IF :livemode:', 'Allow if :livemode:'],
  ['challenge\n  if :livemode:', 'Challenge if :livemode:'],
  ['# why\nReview -- of course\n if :livemode: # done', 'Review if :livemode:'],
  ['Block if(:livemode: or :is_zero_amount:)', 'Block if :livemode: or :is_zero_amount:'],
  ['block if:livemode:', 'Block if :livemode:'],
  ['Block if not :livemode:', 'Block if not :livemode:'],
])('%j is %s', (text, printed) => {
  const { rule, diagnostics } = parseRule({ path: 'rule', text });
  expect(diagnostics).toEqual([]);
  expect(rule && printRule(rule)).toBe(printed);
});

test('the action, the condition and their place are told', () => {
  const text = ' Review if :amount: > 5 ';
  const { rule } = parseRule({ path: 'rule', text });
  expect(rule).toMatchObject({ action: 'review', condition: { kind: 'compare' }, span: { start: 1, end: 23 } });
});

test('a part of a text is read by itself, with places in the whole text', () => {
  const text = 'rule: Block if :amount: > x # end';
  const { rule, diagnostics } = parseRule({ path: 'rule', text }, { start: 6, end: text.length });
  expect(rule?.span).toEqual({ start: 6, end: 27 });
  expect(diagnostics.map(({ span }) => text.slice(span.start, span.end))).toEqual(['x']);
});

test.each(['Request 3D Secure', 'request 3ds', 'REQUEST 3D-SECURE'])('%s is a challenge, with a warning', (action) => {
  const { rule, diagnostics } = parseRule({ path: 'rule', text: `${action} if :livemode:` });
  expect(rule?.action).toBe('challenge');
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
});

// What each trouble says, whole.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    "Radar's request for 3D Secure",
    'Request 3D Secure if :livemode:',
    `
rule:1:1: warning: "Request 3D Secure" is read as Challenge: here it declines, and asks the cardholder by SMS
  1 | Request 3D Secure if :livemode:
      ^^^^^^^^^^^^^^^^^
  hint: write Challenge if …
`,
  ],
  [
    'decline',
    'Decline if :livemode:',
    `
rule:1:1: there is no action "Decline"
  1 | Decline if :livemode:
      ^^^^^^^
  hint: write Block if …
`,
  ],
  [
    'a slip of the keys',
    'Blok if :livemode:',
    `
rule:1:1: there is no action "Blok"
  1 | Blok if :livemode:
      ^^^^
  hint: write Block if …
`,
  ],
  [
    'more words than the action',
    'Always block payment if :livemode:',
    `
rule:1:1: there is no action "Always block payment"
  1 | Always block payment if :livemode:
      ^^^^^^^^^^^^^^^^^^^^
  hint: write Block if …
`,
  ],
  [
    'an action in two',
    'Re view if :livemode:',
    `
rule:1:1: there is no action "Re view"
  1 | Re view if :livemode:
      ^^^^^^^
  hint: write Review if …
`,
  ],
  [
    'an action like none',
    'Surprise if :livemode:',
    `
rule:1:1: there is no action "Surprise"
  1 | Surprise if :livemode:
      ^^^^^^^^
  hint: a rule begins with one of Allow, Block, Challenge, Review
`,
  ],
  [
    'a condition alone',
    ':livemode:',
    `
rule:1:1: a rule begins with its action
  1 | :livemode:
      ^
  hint: write e.g. Block if :fraud_risk_score: > 75
`,
  ],
  [
    'if alone',
    'if :livemode:',
    `
rule:1:1: a rule begins with its action
  1 | if :livemode:
      ^^
  hint: write e.g. Block if :fraud_risk_score: > 75
`,
  ],
  [
    'nothing',
    '  # only a comment',
    `
rule:1:19: the rule is empty
  1 |   # only a comment
                        ^
  hint: write e.g. Block if :fraud_risk_score: > 75
`,
  ],
  [
    'an action without if',
    'Block :livemode:',
    `
rule:1:1: "if" is missing after the action
  1 | Block :livemode:
      ^^^^^
  hint: write Block if
`,
  ],
  [
    'a request without if',
    'Request 3DS :livemode:',
    `
rule:1:1: warning: "Request 3DS" is read as Challenge: here it declines, and asks the cardholder by SMS
  1 | Request 3DS :livemode:
      ^^^^^^^^^^^
  hint: write Challenge if …
rule:1:1: "if" is missing after the action
  1 | Request 3DS :livemode:
      ^^^^^^^^^^^
  hint: write Challenge if
`,
  ],
  [
    'a colon before if',
    'Block: if :livemode:',
    `
rule:1:1: nothing stands between the action and "if"
  1 | Block: if :livemode:
      ^^^^^^^^^
  hint: write Block if
`,
  ],
  [
    'when',
    'Block when :livemode:',
    `
rule:1:7: there is no "when" in a rule
  1 | Block when :livemode:
            ^^^^
  hint: write if
`,
  ],
  [
    'unless',
    'Block unless :livemode:',
    `
rule:1:7: there is no "unless" in a rule
  1 | Block unless :livemode:
            ^^^^^^
  hint: write if not (…)
`,
  ],
  [
    'if without a condition',
    'Block if',
    `
rule:1:9: the condition is empty
  1 | Block if
              ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'two rules in one text',
    'Allow if :livemode:\nRequest 3D Secure if :amount: == 5',
    `
rule:2:1: "Request" can't stand here
  2 | Request 3D Secure if :amount: == 5
      ^^^^^^^
  hint: one rule ends here: write the next one apart
`,
  ],
  [
    'the action twice',
    'Block if Block if :livemode:',
    `
rule:1:10: only the condition is wanted here
  1 | Block if Block if :livemode:
               ^^^^^^^^
  hint: leave out "Block if"
`,
  ],
  [
    'a fault in the condition',
    'Block if :amount: == 5',
    `
rule:1:19: there is no operator "=="
  1 | Block if :amount: == 5
                        ^^
  hint: write =
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  const { diagnostics } = parseRule({ path: 'rule', text });
  expect(diagnostics.map(formatDiagnostic).join('\n')).toBe(said.trim());
});

test('a rule without an action is no rule, and one without a condition is none either', () => {
  expect(parseRule({ path: 'rule', text: 'Decline if :livemode:' }).rule).toBeNull();
  expect(parseRule({ path: 'rule', text: 'Block if' }).rule).toBeNull();
});
