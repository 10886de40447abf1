import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backtestText } from '../../../../src/apps/cli/backtest/text.ts';
import type { RuleResult } from '../../../../src/core/history/result.ts';
import { ASKED, backtestResult, comparison, policyResult, rule, sample, scoresOf } from './results.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('the table of a backtest', () => {
  test('is what somebody has read', async () => {
    await expect(backtestText(backtestResult(), ASKED)).toMatchFileSnapshot('golden/backtest.txt');
  });

  test('of two policies is what somebody has read', async () => {
    const result = backtestResult({ against: comparison() });
    await expect(backtestText(result, { ...ASKED, against: 'stricter' })).toMatchFileSnapshot('golden/against.txt');
  });

  test('says what was left out, what was not counted, and what can not be settled', () => {
    const { history } = backtestResult();
    const text = backtestText(
      backtestResult({
        history: { ...history, unreadable: 3, duplicates: 1 },
        given_features: ['asks', 'spent'],
        unrecorded: { count: 12, attributes: [':spent:'] },
        labels: { kind: 'final', newest: history.to, maturity_days: 60 },
        velocity: 'counterfactual',
      }),
      ASKED,
    );
    expect(text.replace(/\s+/g, ' ')).toContain('3 rows could not be read; 1 row stood there twice');
    expect(text).toContain('2 taken as they stand in the history, not counted (--recount does): asks, spent');
    expect(text).toContain("of 12 authorizations it can't be settled: :spent: was not recorded");
    expect(text).toContain('final: fraud and good as is_fraud says');
    expect(text).toContain('counterfactual: what the policy answers is what later asks see');
  });

  test('has columns for two currencies, and a table of its own for more', () => {
    const sums = { tp: 1_234_500, fp: 99_000, fn: 120, tn: 7 };
    const money = ['eur', 'gbp', 'jpy', 'usd'].map((currency) => ({ currency, ...sums }));
    const marginal = {
      count: 2,
      fraud: 1,
      good: 1,
      money: money.map(({ currency }) => ({ currency, fraud: 5_000, good: 0 })),
    };
    const outcomes = { ...policyResult().outcomes, decline: marginal };
    const changed = [{ from: 'approve', to: 'decline', ...marginal } as const];
    const against = comparison({ changed, samples: [] });
    const result = backtestResult({ money, outcomes, against, rules: [rule('spree', { marginal })] });
    const text = backtestText(result, ASKED);
    expect(text).toMatch(/AUTHORIZATIONS +PURCHASES +EUR +GBP$/m);
    expect(text).toMatch(/^ +JPY +USD$/m);
    expect(text).toMatch(/^fraud stopped \(tp\) +1,234,500 +12,345\.00$/m);
    expect(text).toMatch(/^spree +JPY +5,000 +0$/m);
    expect(text).toMatch(/^decline +JPY +5,000 +0$/m);
    expect(text).toMatch(/^approve → decline +JPY +5,000 +0$/m);
    expect(widest(text)).toBeLessThanOrEqual(100);
  });

  test('of thresholds of several profiles tells them apart', () => {
    const thresholds = ['balanced', 'strict'].map((profile) => rule('fraud_risk_score.decline', { profile }));
    const text = backtestText(backtestResult({ rules: [...thresholds, rule('spree')] }), ASKED);
    const rows = /^RULE OR THRESHOLD[\s\S]*?\n\n/m
      .exec(text)?.[0]
      .split('\n')
      .map((line) => line.slice(0, 28).trimEnd());
    expect(rows?.slice(1, -2)).toEqual([
      'under balanced',
      '  fraud_risk_score.decline',
      'under strict',
      '  fraud_risk_score.decline',
      'rules',
      '  spree',
    ]);
  });

  test('of a policy that does nothing says so', () => {
    const { outcomes, capacity } = policyResult();
    const text = backtestText(
      backtestResult({
        rules: [],
        weeks: [],
        ...scoresOf({ tp: 0, fp: 0, fn: 0, tn: 0 }, 10, 0),
        outcomes: { ...outcomes },
        capacity: { ...capacity, challenges_a_day: 0, reviews_a_day: 0 },
      }),
      ASKED,
    );
    expect(text).toContain('The policy has no rules and no thresholds.');
    expect(text).toContain('Nobody is asked, and nothing is reviewed.');
    expect(text).toContain('there is nothing to score');
  });

  test('fits 100 columns and lets nobody move the cursor, whatever names are', () => {
    const name = fc.string({ minLength: 1, maxLength: 80, unit: 'binary' });
    const counts = fc.integer({ min: 1, max: 999_999 });
    const rules = fc.array(
      fc.tuple(name, counts, counts).map(([id, fraud, good]): RuleResult => rule(id, {}, fraud, good)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(rules, name, name, (some, file, id) => {
        const samples = { ...policyResult().samples, fp: [sample('x', { authorization: id, reasons: [id, file] })] };
        const result = backtestResult({ rules: some, samples, against: comparison() });
        const text = backtestText(result, { history: file, policies: file, against: id });
        // Words that are longer than a line alone may stand out of it.
        const lines = text
          .split('\n')
          .filter((line) => line.includes('  ') && !/^\s*(history|policy|against|Never) /.test(line));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
