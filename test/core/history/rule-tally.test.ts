import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_FACTS } from '../../../src/core/domain/facts.ts';
import type { RuleResult, Sums } from '../../../src/core/history/result.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { DAY, MONDAY, pastRow, ruledPolicy, tallied } from '../../support/past-rows.ts';
import { policyOf } from '../../support/policy.ts';

const SMALL = 'Block if :amount: < 5';
const LARGE = 'Block if :amount: > 50';
const ASKING = 'challenge: { channel: stripe }';

/** Rows of so many major units, good ones; of less than nothing fraud. */
function rowsOf(...amounts: readonly number[]): HistoryRow[] {
  return amounts.map((amount, index) =>
    pastRow({
      id: `a${index}`,
      atMs: MONDAY + index * DAY,
      isFraud: amount < 0,
      changes: { amountMinor: Math.abs(amount) * 100 },
    }),
  );
}

function ruleOf(rows: readonly HistoryRow[], policy: Policy, id: string): RuleResult {
  const found = tallied(rows, policy).rules.find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}

const counts = ({ count, fraud, good }: Sums) => [count, fraud, good];

/** How many it matched, matched alone, and stops because of it. */
function effects(rows: readonly HistoryRow[], policy: Policy, id: string): number[] {
  const { matched, alone, marginal } = ruleOf(rows, policy, id);
  return [matched.count, alone.count, marginal.count];
}

describe('what a rule did', () => {
  test('is what it matched, with its money, how much of it was fraud, and when', () => {
    const rule = ruleOf(rowsOf(-60, 70, 10, -80, 1, 1, 1, 90), ruledPolicy({ large: LARGE }), 'large');
    expect(rule).toMatchObject({
      ...{ id: 'large', action: 'block', kind: 'rule', profile: null, mode: 'live', missing: 0, errors: 0 },
      matched: { count: 4, fraud: 2, good: 2, money: [{ currency: 'usd', fraud: 14_000, good: 16_000 }] },
      precision: { value: 0.5 },
      groups: { disputed: 2, refunded: 0, declined: 0, legitimate: 2 },
    });
    expect(rule.weeks).toEqual([
      { from: '2026-01-05T00:00:00.000Z', count: 3, fraud: 2, good: 1 },
      { from: '2026-01-12T00:00:00.000Z', count: 1, fraud: 0, good: 1 },
    ]);
  });

  test('stands there where it never matched, thresholds first; a rule that is off does not', () => {
    const policy = ruledPolicy(
      { b: LARGE, a: SMALL, off: { rule: SMALL, mode: 'off' }, late: { rule: SMALL, expires: '2020-01-01T00:00:00Z' } },
      'thresholds: { fraud_risk_score: { decline: 75 } }',
    );
    const { rules } = tallied(rowsOf(10, 10), policy);
    expect(rules.map(({ id, kind, profile }) => [id, kind, profile])).toEqual([
      ['fraud_risk_score.decline', 'threshold', 'only'],
      ['a', 'rule', null],
      ['b', 'rule', null],
      ['late', 'rule', null],
    ]);
    expect(rules.map(({ matched }) => matched.count)).toEqual([0, 0, 0, 0]);
    expect(rules[0]).toMatchObject({ missing: 2, precision: { value: null }, weeks: [{ count: 0 }] });
  });

  test('is found though an expired rule before it is not considered any more', () => {
    const policy = ruledPolicy({ a: { rule: LARGE, expires: '2020-01-01T00:00:00Z' }, b: LARGE });
    expect([effects(rowsOf(60), policy, 'a'), effects(rowsOf(60), policy, 'b')]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });

  test('of a threshold is told of each profile that has it', () => {
    const policy = policyOf({
      'portfolios.yaml': `portfolios:
  - { name: mine, profile: strict, when: ":card: = 'mine'" }
  - { name: rest, profile: loose }
`,
      'profiles/strict.yaml': 'thresholds: { fraud_risk_score: { decline: 25 } }',
      'profiles/loose.yaml': 'thresholds: { fraud_risk_score: { decline: 75 } }',
      'rules/a.yaml': `rules: [{ id: some, rule: "${SMALL}", portfolios: [mine] }]`,
    });
    const rows = ['mine', 'other'].map((card) => pastRow({ id: card, card, score: 50, changes: { amountMinor: 100 } }));
    const { rules } = tallied(rows, policy);
    expect(rules.map(({ id, profile, matched }) => [id, profile, matched.count])).toEqual([
      ['fraud_risk_score.decline', 'strict', 1],
      ['fraud_risk_score.decline', 'loose', 0],
      ['some', null, 1],
    ]);
  });

  test('of asks where it failed is counted apart, and what follows from the failure is its effect', () => {
    const policy = ruledPolicy({ broken: SMALL }, 'on_error: decline');
    const rules = policy.rules.map((rule) => ({
      ...rule,
      condition: {
        ...rule.condition,
        evaluate: () => {
          throw new Error('broken');
        },
      },
    }));
    const rule = ruleOf(rowsOf(10, -10), { ...policy, rules }, 'broken');
    expect([rule.errors, rule.matched.count, counts(rule.marginal)]).toEqual([2, 0, [2, 1, 1]]);
  });
});

describe('a rule beside others', () => {
  test('is alone where no other rule that decides says as much', () => {
    const policy = ruledPolicy(
      {
        block: LARGE,
        shadow: { rule: LARGE, mode: 'shadow' },
        ask: 'Challenge if :amount: > 20',
        look: 'Review if :amount: > 10',
        let: 'Allow if :amount: > 90',
      },
      ASKING,
    );
    const alone = (id: string) => ruleOf(rowsOf(15, 30, 60, 95), policy, id).alone.count;
    expect(['block', 'shadow', 'ask', 'look', 'let'].map(alone)).toEqual([2, 0, 1, 1, 1]);
  });

  test('stops because of it what nothing else would stop', () => {
    const both = ruledPolicy({ one: LARGE, two: 'Block if :amount: > 70' });
    expect([effects(rowsOf(60, 80), both, 'one'), effects(rowsOf(60, 80), both, 'two')]).toEqual([
      [2, 1, 1],
      [1, 0, 0],
    ]);
    const challenged = ruledPolicy({ one: LARGE, two: 'Challenge if :amount: > 50' }, ASKING);
    expect(effects(rowsOf(60), challenged, 'one')).toEqual([1, 1, 0]);
  });

  test('lets through because of it what would be stopped: less than nothing is stopped', () => {
    const policy = ruledPolicy({ block: LARGE, let: 'Allow if :amount: > 10' });
    const { marginal } = ruleOf(rowsOf(60, -80, 20), policy, 'let');
    expect(marginal).toEqual({
      ...{ count: -2, fraud: -1, good: -1 },
      money: [{ currency: 'usd', fraud: -8_000, good: -6_000 }],
    });
    expect(effects(rowsOf(60, -80, 20), policy, 'block')).toEqual([2, 2, 0]);
  });

  test('that nothing overrides stops what is allowed', () => {
    const policy = ruledPolicy({ hard: { rule: LARGE, always: true }, let: 'Allow if :amount: > 10' });
    expect(effects(rowsOf(60), policy, 'hard')).toEqual([1, 1, 1]);
    expect(effects(rowsOf(60), policy, 'let')).toEqual([1, 1, 0]);
    const both = ruledPolicy({ hard: { rule: LARGE, always: true }, soft: LARGE, let: 'Allow if :amount: > 10' });
    expect(effects(rowsOf(60), both, 'soft')).toEqual([1, 0, 0]);
    const tried = ruledPolicy({ hard: { rule: LARGE, always: true, mode: 'shadow' }, let: 'Allow if :amount: > 10' });
    expect(effects(rowsOf(60), tried, 'hard')).toEqual([1, 1, 1]);
  });

  test('stops nothing of what was verified, or has an allowance', () => {
    const verified = pastRow({ id: 'v', changes: { amountMinor: 9_900, isVerifiedByFraudChallenge: true } });
    const allowed = pastRow({ id: 'w', changes: { amountMinor: 9_900 }, facts: { ...NO_FACTS, allowance: 'alw_1' } });
    const policy = ruledPolicy({ block: LARGE });
    expect(effects([verified, allowed], policy, 'block')).toEqual([2, 2, 0]);
    const rejected = { ...allowed, facts: { ...NO_FACTS, hasRejectedChallenge: true } };
    expect(effects([rejected], policy, 'block')).toEqual([1, 1, 0]);
  });

  test('to challenge stops nothing where who cannot be asked is let through', () => {
    const policy = (otherwise: string) =>
      ruledPolicy({ ask: 'Challenge if :amount: > 50' }, `challenge: { channel: stripe, otherwise: ${otherwise} }`);
    const row = pastRow({ id: 'a', changes: { amountMinor: 9_900 }, facts: { ...NO_FACTS, unaskable: 'opted_out' } });
    expect(effects([row], policy('approve'), 'ask')).toEqual([1, 1, 0]);
    expect(effects([row], policy('decline'), 'ask')).toEqual([1, 1, 1]);
  });

  test('to review is worth what is reviewed because of it', () => {
    const policy = ruledPolicy({ block: 'Block if :amount: > 70', look: 'Review if :amount: > 50' });
    expect(effects(rowsOf(60, 80, 10), policy, 'look')).toEqual([2, 1, 1]);
  });

  test('in shadow would stop besides what the policy does not stop', () => {
    const policy = ruledPolicy({ live: LARGE, tried: { rule: 'Block if :amount: > 20', mode: 'shadow' } });
    expect(effects(rowsOf(60, 30, 10), policy, 'tried')).toEqual([2, 1, 1]);
    expect(effects(rowsOf(60, 30, 10), policy, 'live')).toEqual([1, 1, 1]);
    const letting = ruledPolicy({ live: LARGE, tried: { rule: 'Allow if :amount: > 20', mode: 'shadow' } });
    expect(effects(rowsOf(60, 30), letting, 'tried')).toEqual([2, 2, -1]);
  });
});

describe('the effect of a rule', () => {
  const rule = fc.record({
    action: fc.constantFrom('Block', 'Challenge', 'Allow', 'Review'),
    above: fc.integer({ min: 0, max: 90 }),
    mode: fc.constantFrom('live', 'shadow'),
  });
  const amounts = fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 30 });
  const stopped = ({ outcomes: { decline, challenge } }: ReturnType<typeof tallied>) => [
    decline.count + challenge.count,
    decline.fraud + challenge.fraud,
  ];
  const given = ({ action, above, mode }: { action: string; above: number; mode: string }) => ({
    ...{ rule: `${action} if :amount: > ${above}`, mode },
  });

  test('by itself is all that it matches', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 90 }), (each, above) => {
        const { matched, alone, marginal } = ruleOf(
          rowsOf(...each),
          ruledPolicy({ a: `Block if :amount: > ${above}` }),
          'a',
        );
        expect([alone, marginal]).toEqual([matched, matched]);
      }),
    );
  });

  test('is what the policy stops with it, less what it stops without it', () => {
    fc.assert(
      fc.property(amounts, rule, fc.array(rule, { maxLength: 4 }), (each, tried, others) => {
        const rows = rowsOf(...each);
        const rest = Object.fromEntries(others.map((other, index) => [`other_${index}`, given(other)]));
        const here = tallied(rows, ruledPolicy({ ...rest, tried: given({ ...tried, mode: 'live' }) }, ASKING));
        const there = tallied(rows, ruledPolicy(rest, ASKING));
        const [all = 0, fraud = 0] = stopped(here);
        const [allThere = 0, fraudThere = 0] = stopped(there);
        const wanted =
          tried.action === 'Review'
            ? [here.outcomes.review.count - there.outcomes.review.count]
            : [all - allThere, fraud - fraudThere];
        const found = ruleOf(rows, ruledPolicy({ ...rest, tried: given(tried) }, ASKING), 'tried').marginal;
        expect([found.count, found.fraud].slice(0, wanted.length)).toEqual(wanted);
      }),
    );
  });
});
