import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listsAt, NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { isSampled } from '../../../src/core/policy/sample.ts';
import { authorizationOf, verdictOf } from '../../support/asks.ts';
import { policyOf } from '../../support/policy.ts';

const PORTFOLIOS = `portfolios:
  - { name: travel, profile: a, when: "::card:program:: = 'travel'" }
  - { name: all, profile: a }
`;

function policyWith(rules: readonly string[], files: Readonly<Record<string, string>> = {}): Policy {
  return policyOf({
    'portfolios.yaml': PORTFOLIOS,
    'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
    'lists/risky.yaml': 'type: merchant\nentries: ["1234567890"]\n',
    'rules/r.yaml': `rules: [${rules.join(', ')}]\n`,
    ...files,
  });
}

function decided(policy: Policy, changes: Record<string, unknown> = {}) {
  const authorization = authorizationOf(changes);
  return verdictOf(authorization, policy, { lists: listsAt(policy, NO_ENTRIES, authorization.askedAtMs) });
}

const ids = (policy: Policy, changes: Record<string, unknown> = {}) =>
  decided(policy, changes)
    .considered.map(({ id }) => id)
    .filter((id) => !id.includes('.'));

const YES = ":currency: = 'usd'";

describe('a rule', () => {
  test.each([
    ['', 'decline', ['r']],
    [', mode: shadow', 'approve', ['nothing_matched']],
    [', mode: off', 'approve', ['nothing_matched']],
  ])('in its mode%s gives %s', (mode, outcome, reasons) => {
    const verdict = decided(policyWith([`{ id: r, rule: "Block if ${YES}"${mode} }`]));
    expect([verdict.outcome, verdict.reasons]).toEqual([outcome, reasons]);
  });

  test('in shadow is recorded as one that decided nothing, and one that is off is not recorded', () => {
    const rules = [`{ id: r, rule: "Block if ${YES}", mode: shadow }`, `{ id: s, rule: "Block if ${YES}", mode: off }`];
    const { considered } = decided(policyWith(rules));
    expect(considered.filter(({ id }) => !id.includes('.'))).toEqual([
      { id: 'r', action: 'block', result: 'matched', because: [YES], isShadow: true },
    ]);
  });

  test('marked always declines what was verified, but not from the shadow', () => {
    const verified = { verified_by_fraud_challenge: true };
    const always = (mode: string) => policyWith([`{ id: r, rule: "Block if ${YES}", always: true, mode: ${mode} }`]);
    expect(decided(always('live'), verified)).toMatchObject({ outcome: 'decline', reasons: ['r'] });
    expect(decided(always('shadow'), verified).outcome).toBe('approve');
    const plain = policyWith([`{ id: r, rule: "Block if ${YES}" }`]);
    expect(decided(plain, verified)).toMatchObject({ outcome: 'approve', overridden: ['r'] });
  });

  test('runs for the cards of its portfolios', () => {
    const policy = policyWith([`{ id: r, rule: "Block if ${YES}", portfolios: [travel] }`]);
    const of = (program: string) => ids(policy, { card: { metadata: { program } } });
    expect([of('travel'), of('home')]).toEqual([['r'], []]);
  });

  test('runs until it expires, by the time of the ask', () => {
    const policy = policyWith([`{ id: r, rule: "Block if ${YES}", expires: 2026-06-01T00:00:00Z }`]);
    const at = (time: string) => ids(policy, { created: Date.parse(time) / 1000 });
    expect([at('2026-05-31T23:59:59Z'), at('2026-06-01T00:00:00Z')]).toEqual([['r'], []]);
  });

  test('with a sample runs for the cards in it, and says of the others that they are not', () => {
    const policy = policyWith([`{ id: r, rule: "Block if ${YES}", sample_percent: 50 }`]);
    const results = new Set<string>();
    for (let number = 0; number < 20; number += 1) {
      const { considered, outcome } = decided(policy, { card: { id: `ic_${number}` } });
      const finding = considered.find(({ id }) => id === 'r');
      const isIn = isSampled('r', `ic_${number}`, 50);
      expect([finding?.result, outcome]).toEqual(isIn ? ['matched', 'decline'] : ['not_sampled', 'approve']);
      results.add(String(finding?.result));
    }
    expect([...results].sort()).toEqual(['matched', 'not_sampled']);
  });

  test('with a sample leaves out a card without an id', () => {
    const policy = policyWith([`{ id: r, rule: "Block if ${YES}", sample_percent: 99, mode: shadow }`]);
    const { considered } = decided(policy, { card: null });
    expect(considered.at(-1)).toEqual({ id: 'r', action: 'block', result: 'not_sampled', because: [], isShadow: true });
  });
});

describe('list hits', () => {
  const hits = (rules: readonly string[], changes = {}) => decided(policyWith(rules), changes).facts.listHits;
  const hit = [{ list: 'risky', attribute: ':merchant:' }];

  test('are facts of the decision, once each, whatever the rules make of them', () => {
    expect(hits(['{ id: r, rule: "Block if :merchant: in @risky" }'])).toEqual(hit);
    expect(hits(['{ id: r, rule: "Block if :merchant: in @risky", mode: shadow }'])).toEqual(hit);
    expect(hits(['{ id: r, rule: "Block if :livemode: and :merchant: in @risky" }'])).toEqual(hit);
    const twice = [
      '{ id: r, rule: "Block if :merchant: in @risky" }',
      '{ id: s, rule: "Review if :merchant: in @risky" }',
    ];
    expect(hits(twice)).toEqual(hit);
    expect(hits(twice.map((rule) => rule.replace(' }', ', sample_percent: 100 }')))).toEqual(hit);
  });

  test('are none where the value is on no list, or the rule does not run', () => {
    const rule = '{ id: r, rule: "Block if :merchant: in @risky" }';
    expect(hits([rule], { merchant_data: { network_id: '5' } })).toEqual([]);
    expect(hits([rule], { merchant_data: { network_id: null } })).toEqual([]);
    expect(hits(['{ id: r, rule: "Block if :merchant: in @risky", mode: off }'])).toEqual([]);
  });
});

describe('laws', () => {
  const action = fc.constantFrom('Allow', 'Block', 'Challenge', 'Review');
  const condition = fc.constantFrom(
    YES,
    ':fraud_risk_score: > 3',
    ':network_risk_score: > 1',
    'not :livemode:',
    ':merchant: in @risky',
    ":card_type: = 'physical'",
  );
  const mode = fc.constantFrom('live', 'shadow', 'off');
  const anyRule = fc.record({ action, condition, mode, always: fc.boolean(), sample: fc.option(fc.nat(100)) });
  const written = (rules: readonly (typeof anyRule extends fc.Arbitrary<infer Rule> ? Rule : never)[]) =>
    rules.map(({ action, condition, mode, always, sample }, index) => {
      const share = sample === null ? '' : `, sample_percent: ${sample}`;
      return `{ id: r${index}, rule: "${action} if ${condition}", mode: ${mode}, always: ${always}${share} }`;
    });
  const verified = fc.boolean().map((isVerified) => ({ verified_by_fraud_challenge: isVerified }));

  test('neither the order of rules nor the file that they stand in ever matters', () => {
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 8 }),
        verified,
        fc.infiniteStream(fc.nat()),
        (rules, changes, ranks) => {
          const texts = written(rules);
          const shuffled = texts
            .map((text) => ({ text, rank: ranks.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ text }) => text);
          const half = Math.floor(shuffled.length / 2);
          const [first, second] = [shuffled.slice(0, half), shuffled.slice(half)];
          const other = policyWith(first, { 'rules/a.yaml': `rules: [${second.join(', ')}]` });
          const { policyVersion: _version, ...expected } = decided(policyWith(texts), changes);
          expect(decided(other, changes)).toMatchObject(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('rules in shadow change no answer', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 8 }), verified, (rules, changes) => {
        const answer = (list: typeof rules) => {
          const { outcome, review, reasons, overridden } = decided(policyWith(written(list)), changes);
          return { outcome, review, reasons, overridden };
        };
        const without = rules.map((rule) => (rule.mode === 'shadow' ? { ...rule, mode: 'off' as const } : rule));
        expect(answer(rules)).toEqual(answer(without));
      }),
      { numRuns: 150 },
    );
  });

  test('an expired entry of a list equals an absent one', () => {
    const rules = [
      '{ id: r, rule: "Block if :merchant: in @risky" }',
      '{ id: s, rule: "Review if :merchant: not in @risky" }',
    ];
    const time = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
    const absent = policyWith(rules, { 'lists/risky.yaml': 'type: merchant\nentries: []\n' });
    fc.assert(
      fc.property(time, time, (untilSeconds, created) => {
        const until = new Date(untilSeconds * 1000).toISOString();
        const entry = `type: merchant\nentries: [{ value: "1234567890", known_until: ${until} }]\n`;
        const { policyVersion: _one, ...verdict } = decided(policyWith(rules, { 'lists/risky.yaml': entry }), {
          created,
        });
        const { policyVersion: _other, ...without } = decided(absent, { created });
        if (created >= untilSeconds) expect(verdict).toEqual(without);
        else expect(verdict.outcome).toBe('decline');
      }),
      { numRuns: 150 },
    );
  });

  test('a rule that has expired equals one that is not there', () => {
    const time = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(time, time, condition, (untilSeconds, created, text) => {
        const rule = `{ id: r, rule: "Block if ${text}", expires: ${new Date(untilSeconds * 1000).toISOString()} }`;
        const { policyVersion: _one, ...verdict } = decided(policyWith([rule]), { created });
        const { policyVersion: _other, ...without } = decided(policyWith([]), { created });
        if (created >= untilSeconds) expect(verdict).toEqual(without);
        else expect(verdict.considered.at(-1)?.id).toBe('r');
      }),
      { numRuns: 100 },
    );
  });
});
