import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { ruleJumps, rulesToRetire } from '../../../src/core/history/advice.ts';
import type { RulePerformance } from '../../../src/core/history/over-time.ts';
import { shareOf } from '../../../src/core/history/share.ts';

const MONTH = { firstDay: '2026-10-01', lastDay: '2026-10-31' };

/** A rule that was there all month and did well, but for what is said of it. */
function ruleOf(said: Partial<RulePerformance> & { fraud?: number; rest?: number } = {}): RulePerformance {
  const { fraud = 40, rest = 60, ...fields } = said;
  const known = { fraud, good: 0, undisputed: rest, unknowable: 0, precision: shareOf(fraud, fraud + rest) };
  return {
    ...{ rule: 'velocity', action: 'block', kind: 'rule', mode: 'live', asks: 50_000 },
    ...{ first_day: '2026-10-01', last_day: '2026-10-31', matched: 100, decided: 100, overridden: 0, beside: 0 },
    ...{ shadow: 0, alone: 30, declines: 100, declines_confirmed: 100, declines_unconfirmed: 0, challenges: 0 },
    ...{ reviews: 0, money: [], so_far: known, at_age: { matched: 100, ...known }, good_customers_hit: 0 },
    ...{ undisputed_customers: 0, queue: { open: 0, legitimate: 0, fraud: 0 }, days: [] },
    ...fields,
  };
}

const reasonsOf = (rule: RulePerformance) => rulesToRetire([rule], MONTH).map(({ reason }) => reason);

describe('rules to retire', () => {
  it('are none of those that do their work', () => {
    expect(reasonsOf(ruleOf())).toEqual([]);
  });

  it('are those that matched nothing of a whole month', () => {
    const idle = ruleOf({ matched: 0, alone: 0, fraud: 0, rest: 0 });
    expect(reasonsOf(idle)).toEqual(['never_matched']);
    expect(rulesToRetire([idle], MONTH)[0]?.text).toBe('matched none of 50,000 asks: remove it, or find out why');
    expect(reasonsOf({ ...idle, first_day: '2026-10-20' })).toEqual([]);
    expect(reasonsOf({ ...idle, last_day: '2026-10-20' })).toEqual([]);
    expect(reasonsOf({ ...idle, asks: limits.retireMinAsks - 1 })).toEqual([]);
  });

  it('are told to become stricter where that is what they are: lower, but for how likely a dispute is won', () => {
    const textOf = (rule: string) => {
      const idle = ruleOf({ rule, kind: 'threshold', matched: 0, alone: 0, fraud: 0, rest: 0 });
      return rulesToRetire([idle], MONTH).map(({ text }) => text.replace(/^.*asks: /, ''));
    };
    expect(textOf('fraud_risk_score.decline')).toEqual(['lower it, or find out why']);
    expect(textOf('merchant_dispute_risk_level.review')).toEqual(['lower it, or find out why']);
    expect(textOf('fraud_disputability.challenge')).toEqual(['raise it, or find out why']);
    expect(textOf('fraud_risk_score.missing.review')).toEqual([]);
  });

  it('are those that surely hit far more good than fraud', () => {
    expect(reasonsOf(ruleOf({ fraud: 1, rest: 499 }))).toEqual(['imprecise']);
    expect(reasonsOf(ruleOf({ fraud: 0, rest: 10 }))).toEqual([]);
    expect(reasonsOf(ruleOf({ fraud: 1, rest: 499, action: 'allow' }))).toEqual([]);
  });

  it('are those that never were alone, and reviews for nothing', () => {
    expect(reasonsOf(ruleOf({ alone: 0, matched: limits.neverAloneMinMatches }))).toEqual(['never_alone']);
    expect(reasonsOf(ruleOf({ alone: 0, matched: limits.neverAloneMinMatches - 1 }))).toEqual([]);
    expect(reasonsOf(ruleOf({ alone: 0, mode: 'shadow' }))).toEqual([]);
    expect(reasonsOf(ruleOf({ action: 'review', queue: { open: 3, legitimate: 39, fraud: 1 } }))).toEqual([
      'reviews_legitimate',
    ]);
    expect(reasonsOf(ruleOf({ action: 'review', queue: { open: 90, legitimate: 9, fraud: 0 } }))).toEqual([]);
  });
});

describe('jumps', () => {
  it('are of rules whose share of asks doubled at least, beyond chance', () => {
    const before = [ruleOf({ matched: 100, asks: 50_000 })];
    expect(ruleJumps([ruleOf({ matched: 400, asks: 50_000 })], before)).toEqual([
      { rule: 'velocity', matched: 400, matched_before: 100, per_thousand: 8, per_thousand_before: 2 },
    ]);
    expect(ruleJumps([ruleOf({ matched: 180, asks: 50_000 })], before)).toEqual([]);
    expect(ruleJumps([ruleOf({ matched: 400, asks: 200_000 })], before)).toEqual([]);
  });

  it('are none of rules that are new, or of a few matches', () => {
    expect(ruleJumps([ruleOf({ matched: 4_000 })], [])).toEqual([]);
    const rare = [ruleOf({ matched: 2 })];
    expect(ruleJumps([ruleOf({ matched: limits.jumpMinMatches - 1 })], rare)).toEqual([]);
  });

  it('never are where nothing changed', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 1_000_000 }), (matched, asks) => {
        const same = [ruleOf({ matched, asks: asks + matched })];
        expect(ruleJumps(same, same)).toEqual([]);
      }),
    );
  });
});
