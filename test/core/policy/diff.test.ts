import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { diffPolicies } from '../../../src/core/policy/diff.ts';
import { printDiff } from '../../../src/core/policy/print-diff.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const BASE = {
  'portfolios.yaml': `portfolios: [{ name: travel, when: ":card_type: = 'virtual'", profile: a }, { name: all, profile: a }]`,
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }',
};

/** The diff of the base, with these files, against the base with those. */
function diffOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  return diffPolicies(policyOf({ ...BASE, ...before }), policyOf({ ...BASE, ...after }));
}

function rules(...list: readonly object[]): Record<string, string> {
  return { 'rules/all.yaml': JSON.stringify({ rules: list }) };
}

/** What is printed below the line with the versions. */
function body(diff: ReturnType<typeof diffOf>): string {
  return printDiff(diff).split('\n').slice(2).join('\n');
}

describe('a diff', () => {
  test('of a policy and itself is empty', () => {
    const policy = policyOf(shippedFiles());
    const diff = diffPolicies(policy, policy);
    expect(diff).toMatchObject({ parts: [], portfolioOrder: null });
    expect(printDiff(diff)).toBe(`${policy.version} → ${policy.version}: the same version`);
  });

  test('tells nothing of layout, comments, aliases, the order of rules and keys, and defaults written out', () => {
    const [one, two] = [
      { id: 'one', rule: 'Block if :risk_score:>60', tags: ['likely', 'certain'] },
      { id: 'two', rule: 'Allow if :amount: < 5 and :fraud_risk_score: < 9' },
    ];
    const diff = diffOf(rules(one, two), {
      ...rules(two, { ...one, rule: 'Block if  (:fraud_risk_score: > 60)', tags: ['certain', 'likely'], mode: 'live' }),
      'profiles/a.yaml': '# fifty\non_error: review\nthresholds: { fraud_risk_score: { decline: 50 } }',
    });
    expect(diff.parts).toEqual([]);
    expect(printDiff(diff)).toBe(
      `${diff.before} → ${diff.after}: both say the same; only how the files are written differs`,
    );
  });

  test('tells rules that are new, gone, or say something else', () => {
    const kept = { id: 'kept', rule: 'Block if :amount: > 9' };
    const diff = diffOf(
      rules(kept, { id: 'gone', rule: 'Review if :amount: > 1' }, { id: 'risky', rule: 'Block if :amount: > 5' }),
      rules(
        kept,
        { id: 'fresh', rule: 'Challenge if :amount: > 3', mode: 'shadow', sample_percent: 10, expires: '2026-12-24' },
        {
          id: 'risky',
          rule: "Block if :amount: > 5 and :merchant_country: != 'US'",
          always: true,
          portfolios: ['travel'],
          note: 'Since\nMay.',
        },
      ),
    );
    expect(diff.parts.map(({ kind, name, change }) => [kind, name, change])).toEqual([
      ['rule', 'fresh', 'added'],
      ['rule', 'gone', 'removed'],
      ['rule', 'risky', 'changed'],
    ]);
    expect(body(diff)).toBe(`Rules
  + fresh
      rule: Challenge if :amount: > 3
      mode: shadow
      sample_percent: 10
      expires: 2026-12-24
  - gone
      rule: Review if :amount: > 1
      mode: live
  ~ risky
      rule:
        - Block if :amount: > 5
        + Block if :amount: > 5 and :merchant_country: != 'US'
      always: not set → yes
      portfolios: not set → travel
      note: not set → Since May.`);
  });

  test('tells thresholds and other settings of a profile, old and new', () => {
    const standIn = (answer: string) => `stand_in: { cases: [{ if: ":amount: < 5", answer: ${answer} }] }`;
    const diff = diffOf(
      { 'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: 50, review: 30 } }\n${standIn('approve')}` },
      {
        'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: 60 }, fraud_risk_level: { review: highest } }
deadline_ms: 900
${standIn('decline')}`,
      },
    );
    expect(body(diff)).toBe(`Profiles
  ~ a
      deadline_ms: 1200 → 900
      thresholds.fraud_risk_score.decline: 50 → 60
      thresholds.fraud_risk_score.review: 30 → not set
      stand_in.cases.1.answer: approve → decline
      thresholds.fraud_risk_level.review: not set → highest`);
  });

  test('tells portfolios by their conditions, profiles and order', () => {
    const virtual = `{ name: travel, when: ":card_type: = 'virtual'", profile: b }`;
    const physical = `{ name: plastic, when: ":card_type: = 'physical'", profile: a }`;
    const diff = diffOf(
      {},
      {
        'portfolios.yaml': `portfolios: [${physical}, ${virtual}, { name: all, profile: a }]`,
        'profiles/b.yaml': 'thresholds: { fraud_risk_score: { decline: 5 } }',
      },
    );
    expect(diff.portfolioOrder).toEqual({ before: ['travel', 'all'], after: ['plastic', 'travel', 'all'] });
    expect(body(diff).slice(body(diff).indexOf('Portfolios'))).toBe(`Portfolios
  + plastic
      when: :card_type: = 'physical'
      profile: a
  ~ travel
      profile: a → b
  ~ their order: travel, all → plastic, travel, all`);
  });

  test('tells types and first entries of lists, and cuts long ones short in print alone', () => {
    const many = Array.from({ length: limits.printedListEntries + 3 }, (_, index) => `m_${index}`);
    const entries = JSON.stringify([{ value: 'x', note: 'why', known_until: '2027-01-01' }, 'y']);
    const diff = diffOf(
      { 'lists/risky.yaml': 'type: string\nentries: [y, z]' },
      {
        'lists/risky.yaml': `type: case_sensitive_string\nentries: ${entries}`,
        'lists/many.yaml': `type: merchant\nentries: ${JSON.stringify(many)}`,
      },
    );
    expect(diff.parts[0]?.fields).toHaveLength(many.length + 1);
    const [first = '', second = ''] = body(diff).split('  ~ @risky\n');
    expect(first).toContain('Lists\n  + @many\n      type: merchant\n      entry "m_0": listed\n');
    expect(first.endsWith('      and 3 more entries\n')).toBe(true);
    expect(second).toBe(`      type: string → case_sensitive_string
      entry "z": listed → not set
      entry "x": not set → until 2027-01-01, why`);
  });

  test('tells rates by day, and cases by name and number', () => {
    const named = (...names: readonly string[]) => ({
      'cases/a.yaml': JSON.stringify({ cases: names.map((name) => ({ name, expect: { outcome: 'approve' } })) }),
    });
    const changed = { name: 'b', amount: 3, expect: { outcome: 'approve' } };
    const diff = diffOf(
      { 'rates.yaml': 'rates: [{ currency: eur, from: 2026-01-01, usd: 1.1 }]', ...named('a', 'b') },
      {
        'rates.yaml': 'rates: [{ currency: eur, from: 2026-01-01, usd: 1.2 }]',
        'cases/a.yaml': JSON.stringify({
          cases: [changed, ...['a', 'c'].map((name) => ({ name, expect: { outcome: 'approve' } }))],
        }),
      },
    );
    expect(diff.cases).toEqual({ before: 2, after: 3 });
    expect(body(diff)).toBe(`Rates
  ~ eur
      from 2026-01-01: 1.1 USD → 1.2 USD

Cases: 2 → 3
  ~ b
  + c`);
    const many = diffOf(named('a'), named(...'abcdefghi'));
    expect(body(many)).toBe(`Cases: 1 → 9
  + b
  + c
  + d
  + e
  + f
    and 3 more`);
  });
});
