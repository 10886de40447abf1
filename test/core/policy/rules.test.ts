import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { bundleOf, policyOf } from '../../support/policy.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: travel, profile: a, when: ":livemode:" }, { name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'lists/risky.yaml': 'type: merchant\nentries: []\n',
};

function faults(rules: string, files: Readonly<Record<string, string>> = {}): string[] {
  return bundleOf({ ...SOUND, 'rules/r.yaml': rules, ...files }).diagnostics.map(formatDiagnostic);
}

test('a rule of id and text alone is live, for every card, for good', () => {
  const { rules } = policyOf({ ...SOUND, 'rules/r.yaml': 'rules: [{ id: r, rule: "block  if :livemode:" }]' });
  expect(rules).toMatchObject([
    {
      id: 'r',
      action: 'block',
      text: 'Block if :livemode:',
      mode: 'live',
      isAlways: false,
      samplePercent: null,
      portfolios: null,
      tags: [],
      expiresMs: null,
      note: null,
    },
  ]);
});

test('all that a rule may say is read', () => {
  const { rules } = policyOf({
    ...SOUND,
    'rules/r.yaml': `rules:
  - id: r
    rule: "Block if :merchant: in @risky"
    mode: shadow
    always: true
    sample_percent: 12.5
    portfolios: [travel]
    tags: [likely]
    expires: 2026-12-01
    note: Why.
`,
  });
  expect(rules).toMatchObject([
    {
      mode: 'shadow',
      isAlways: true,
      samplePercent: 12.5,
      portfolios: new Set(['travel']),
      tags: ['likely'],
      expiresMs: Date.UTC(2026, 11, 1),
      note: 'Why.',
    },
  ]);
});

test('rules come by their ids, from whatever files', () => {
  const files = {
    ...SOUND,
    'rules/a.yaml': 'rules: [{ id: z, rule: "Block if :livemode:" }, { id: m, rule: "Review if :is_zero_amount:" }]',
    'rules/b.yaml': 'rules: [{ id: b, rule: "Challenge if :is_incremental:" }]',
  };
  expect(policyOf(files).rules.map(({ id }) => id)).toEqual(['b', 'm', 'z']);
});

// What each trouble with a file of rules says: the last line of it, or the whole.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a list that there is not',
    'rules:\n  - id: r\n    rule: "Block if :merchant: in @risk"\n',
    'p/rules/r.yaml:3:35: there is no list @risk\n  3 |     rule: "Block if :merchant: in @risk"\n                                        ^^^^^\n  hint: did you mean @risky?',
  ],
  [
    'a portfolio that there is not',
    'rules: [{ id: r, rule: "Block if :livemode:", portfolios: [all, travl] }]',
    'p/rules/r.yaml:1:65: there is no portfolio "travl"\n  1 | rules: [{ id: r, rule: "Block if :livemode:", portfolios: [all, travl] }]\n                                                                      ^^^^^\n  hint: did you mean "travel"?',
  ],
  [
    'an attribute that there is not',
    'rules: [{ id: r, rule: "Block if :amout: > 5" }]',
    'p/rules/r.yaml:1:34: there is no attribute :amout:\n  1 | rules: [{ id: r, rule: "Block if :amout: > 5" }]\n                                       ^^^^^^^\n  hint: did you mean :amount:?',
  ],
  [
    'another tool’s action',
    'rules: [{ id: r, rule: "Decline if :amount: > 5" }]',
    'p/rules/r.yaml:1:25: there is no action "Decline"\n  1 | rules: [{ id: r, rule: "Decline if :amount: > 5" }]\n                              ^^^^^^^\n  hint: write Block if …',
  ],
  [
    'two rules of one id',
    'rules:\n  - { id: r, rule: "Block if :livemode:" }\n  - { id: r, rule: "Review if :livemode:" }\n',
    'p/rules/r.yaml:3:11: there is another rule "r"\n  3 |   - { id: r, rule: "Review if :livemode:" }\n                ^\n  hint: the first one is in p/rules/r.yaml',
  ],
  [
    'a mode that there is not',
    'rules: [{ id: r, rule: "Block if :livemode:", mode: shdow }]',
    'p/rules/r.yaml:1:53: mode must be one of: live, shadow, off\n  1 | rules: [{ id: r, rule: "Block if :livemode:", mode: shdow }]\n                                                          ^^^^^\n  hint: did you mean shadow?',
  ],
  [
    'a share of more than all',
    'rules: [{ id: r, rule: "Block if :livemode:", sample_percent: 101 }]',
    'p/rules/r.yaml:1:63: sample_percent must be at most 100\n  1 | rules: [{ id: r, rule: "Block if :livemode:", sample_percent: 101 }]\n                                                                    ^^^',
  ],
  [
    'an end that is no time',
    'rules: [{ id: r, rule: "Block if :livemode:", expires: soon }]',
    'p/rules/r.yaml:1:56: expires: a time is 2026-01-31 or 2026-01-31T18:00:00Z\n  1 | rules: [{ id: r, rule: "Block if :livemode:", expires: soon }]\n                                                             ^^^^',
  ],
  [
    'no rule',
    'rules: [{ id: r }]',
    'p/rules/r.yaml:1:9: rule is required\n  1 | rules: [{ id: r }]\n              ^^^^^^^^^',
  ],
  [
    'a setting that there is not',
    'rules: [{ id: r, rule: "Block if :livemode:", tag: [x] }]',
    'p/rules/r.yaml:1:47: there is no setting "tag" here\n  1 | rules: [{ id: r, rule: "Block if :livemode:", tag: [x] }]\n                                                    ^^^\n  hint: did you mean "tags"?',
  ],
  [
    'always for what is no block',
    'rules: [{ id: r, rule: "Review if :livemode:", always: true }]',
    'p/rules/r.yaml:1:48: warning: always changes nothing here: it keeps a block from being overridden\n  1 | rules: [{ id: r, rule: "Review if :livemode:", always: true }]\n                                                     ^^^^^^\n  hint: take it out, or write Block if …',
  ],
  [
    'a rule of Radar’s that says something else here',
    'rules: [{ id: r, rule: "Request 3DS if :livemode:", mode: shadow }]',
    'p/rules/r.yaml:1:25: warning: "Request 3DS" is read as Challenge: here it declines, and asks the cardholder by SMS\n  1 | rules: [{ id: r, rule: "Request 3DS if :livemode:", mode: shadow }]\n                              ^^^^^^^^^^^\n  hint: write Challenge if …',
  ],
];

describe('a file of rules', () => {
  test.each(TROUBLES)('with %s says so at its place', (_trouble, rules, expected) => {
    expect(faults(rules)).toEqual([expected]);
  });

  test('with a block marked always has no fault, nor one that says that it is not', () => {
    expect(faults('rules: [{ id: r, rule: "Block if :livemode:", always: true }]')).toEqual([]);
    expect(faults('rules: [{ id: r, rule: "Review if :livemode:", always: false }]')).toEqual([]);
  });

  test('tells of one id in two files', () => {
    const other = { 'rules/s.yaml': 'rules: [{ id: r, rule: "Review if :livemode:" }]' };
    const [fault] = faults('rules: [{ id: r, rule: "Block if :livemode:" }]', other);
    expect(fault).toContain('p/rules/s.yaml:1:15: there is another rule "r"');
    expect(fault).toContain('the first one is in p/rules/r.yaml');
  });

  test('with one fault of shape still has the text of every rule looked at', () => {
    const found = faults('rules:\n  - { id: R!, rule: "Block if :amout: > 5" }\n  - { id: s, rule: "Block :x:" }\n');
    expect(found.join('\n')).toMatch(/a name is lower case[\s\S]*:amout:[\s\S]*"if" is missing/);
  });

  test('points into a rule that is folded over lines', () => {
    const yaml = 'rules:\n  - id: r\n    rule: >\n      Block if :livemode: and\n      :amout: > 5\n';
    const [fault] = bundleOf({ ...SOUND, 'rules/r.yaml': yaml }).diagnostics;
    expect(fault && yaml.slice(fault.span.start, fault.span.end)).toBe(':amout:');
  });
});

describe('lint over a policy', () => {
  const covered = (changes: string) =>
    faults(`rules:
  - { id: wide, rule: "Block if :amount: > 5" }
  - { id: narrow, rule: "Block if :amount: > 9"${changes} }
`).join('\n');

  test('tells of a rule that another one covers', () => {
    expect(covered('')).toContain(
      'warning: narrow matches only where wide does, which does the same\n  3 |   - { id: narrow, rule: "Block if :amount: > 9" }',
    );
  });

  test.each([
    ', mode: shadow',
    ', mode: off',
    ', portfolios: [travel]',
    ', sample_percent: 5',
    ', expires: 2030-01-01',
  ])('does not where the rule runs for other asks:%s', (changes) => {
    expect(covered(changes)).toBe('');
  });

  test('tells of an allow rule without a ceiling, and of a list in it all the same', () => {
    const [fault] = faults('rules: [{ id: r, rule: "Allow if :merchant: in @risky" }]');
    expect(fault).toContain('this allows whatever the risk is');
  });
});
