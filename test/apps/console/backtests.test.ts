import { describe, expect, it } from 'vitest';
import { rulesCsv } from '../../../src/apps/console/backtests/csv.ts';
import {
  choicesOf,
  policyOf,
  profilesOf,
  requestOf,
  type Settings,
  startSettings,
} from '../../../src/apps/console/backtests/run-request.ts';
import { RULE_SORTS, readRunSearch, readStartSearch, searchOf } from '../../../src/apps/console/backtests/search.ts';
import { sortRules } from '../../../src/apps/console/backtests/sort-rules.ts';
import { keyOf, sayLabels, sayRule } from '../../../src/apps/console/backtests/words.ts';
import { sayRoughly } from '../../../src/apps/console/parts/say-roughly.ts';
import { saySigned } from '../../../src/apps/console/parts/say-signed.ts';
import { draftOf, withFile } from '../../../src/apps/console/workspace/draft.ts';
import { sayCount, sayPoints } from '../../../src/core/domain/figures.ts';
import type { RuleResult, Sums } from '../../../src/core/history/result.ts';
import { shareOf } from '../../../src/core/history/share.ts';
import type { Backtest } from '../../../src/sdk/index.ts';

const NOTHING: Sums = { count: 0, fraud: 0, good: 0, money: [] };

function sums(fraud: number, good: number): Sums {
  return { count: fraud + good, fraud, good, money: [{ currency: 'usd', fraud: fraud * 100, good: good * 10 }] };
}

function rule(id: string, changes: Partial<RuleResult> = {}): RuleResult {
  const { matched = NOTHING } = changes;
  return {
    ...{ id, action: 'block', kind: 'rule', profile: null, mode: 'live', matched, alone: NOTHING, marginal: NOTHING },
    precision: shareOf(matched.fraud, matched.fraud + matched.good),
    groups: { disputed: 1, refunded: 2, declined: 3, legitimate: 4 },
    ...{ weeks: [], missing: 0, errors: 0 },
    ...changes,
  };
}

describe('the rules of a run', () => {
  const often = rule('often', { matched: sums(1, 99), marginal: sums(1, 9) });
  const sure = rule('sure', { matched: sums(9, 1), marginal: sums(9, 1), errors: 2 });
  const never = rule('never');
  const ids = (rules: readonly RuleResult[]) => rules.map(({ id }) => id);

  it('stand with the largest figure first, by any of them, and the other way round', () => {
    expect(ids(sortRules([never, often, sure], 'matched', false))).toEqual(['often', 'sure', 'never']);
    expect(ids(sortRules([never, often, sure], 'matched', true))).toEqual(['never', 'sure', 'often']);
    expect(ids(sortRules([never, often, sure], 'precision', false))).toEqual(['sure', 'often', 'never']);
    expect(ids(sortRules([often, never, sure], 'missing', false))).toEqual(['sure', 'never', 'often']);
    expect(ids(sortRules([sure, often, never], 'id', false))).toEqual(['never', 'often', 'sure']);
    expect(ids(sortRules([sure, often, never], 'id', true))).toEqual(['sure', 'often', 'never']);
  });

  it('of equal figures stand by name, whatever their order was', () => {
    const [one, other] = [rule('a', { matched: sums(1, 1) }), rule('b', { matched: sums(2, 0) })];
    expect(ids(sortRules([other, one], 'matched', false))).toEqual(['a', 'b']);
    expect(ids(sortRules([one, other], 'matched', true))).toEqual(['a', 'b']);
  });

  it('keep what is theirs whatever they are sorted by, and change no list that was given', () => {
    const given = Object.freeze([often, never, sure]);
    for (const sort of RULE_SORTS) expect(new Set(sortRules(given, sort, true))).toEqual(new Set(given));
  });

  it('are told apart though two profiles name a threshold alike', () => {
    const [one, other] = ['balanced', 'strict'].map((profile) => rule('fraud_risk_score.decline', { profile }));
    expect([one, other].map((each) => each && keyOf(each))).toEqual([
      'fraud_risk_score.decline@balanced',
      'fraud_risk_score.decline@strict',
    ]);
    expect(one && sayRule(one)).toBe('threshold of balanced, blocks');
    expect(sayRule(rule('tried', { mode: 'shadow', action: 'review' }))).toBe('reviews, in shadow');
  });
});

describe('the rules as CSV', () => {
  it('have a line each, and columns for the money of each currency', () => {
    const yen = { ...sums(1, 0), money: [{ currency: 'jpy', fraud: 7, good: 0 }] };
    const [head, first, second] = rulesCsv([rule('a', { matched: sums(1, 3) }), rule('b', { matched: yen })])
      .split('\r\n')
      .map((line) => line.split(','));
    const at = (name: string) => head?.indexOf(name) ?? -1;
    expect(head?.slice(0, 7)).toEqual(['id', 'profile', 'action', 'kind', 'mode', 'matched_count', 'matched_fraud']);
    expect(first?.[at('matched_count')]).toBe('4');
    expect(first?.[at('matched_good_minor_usd')]).toBe('30');
    expect(first?.[at('matched_fraud_minor_jpy')]).toBe('0');
    expect(second?.[at('matched_fraud_minor_jpy')]).toBe('7');
    expect(first?.[at('precision')]).toBe('0.25');
    expect(head?.length).toBe(first?.length);
  });

  it('leave a share of nothing empty, and quote what would break a line', () => {
    const [head, line] = rulesCsv([rule('a,"b"')]).split('\r\n');
    expect(line?.startsWith('"a,""b""",,block,rule,live,')).toBe(true);
    const [, other] = rulesCsv([rule('a', { profile: '=1+1', marginal: sums(-1, 0) })]).split('\r\n');
    expect(other?.startsWith("a,'=1+1,block,")).toBe(true);
    expect(other).toContain(',-1,-1,0,');
    expect(head).toContain('precision,precision_low,precision_high');
    expect(line).toContain(',,,1,2,3,4,');
  });
});

describe('what is asked for', () => {
  const draft = withFile(draftOf('pol_00000000000000aa', { 'a.yaml': 'a: 1\n' }), 'a.yaml', 'a: 2\n');

  it('is what is in force, in the last mature window, where nothing is chosen', () => {
    expect(requestOf(startSettings({}), null)).toEqual({ policy: 'live', velocity: 'replay' });
  });

  it('is everything that is chosen, days as their beginning in UTC, a draft as its files', () => {
    const settings: Settings = {
      ...startSettings({ policy: 'pol_00000000000000aa', against: 'draft', profile: 'balanced' }),
      ...({ from: '2026-06-01', to: '2026-09-01', labels: 'final', velocity: 'counterfactual' } as const),
    };
    expect(requestOf(settings, draft)).toEqual({
      policy: 'pol_00000000000000aa',
      against: [{ name: 'a.yaml', text: 'a: 2\n' }],
      ...{ profile: 'balanced', labels: 'final', velocity: 'counterfactual' },
      ...{ from: '2026-06-01T00:00:00.000Z', to: '2026-09-01T00:00:00.000Z' },
    });
  });

  it('is, of another run like one, all that was asked for then', () => {
    const run = {
      ...{ policy: { of: 'version', version: 'pol_00000000000000aa' }, against: { of: 'files', version: 'pol_b' } },
      ...{ profile: 'balanced', labels: 'known', velocity: 'counterfactual', recount: true, maturity_days: 30 },
      ...{ from: '2026-06-01T00:00:00.000Z', to: '2026-09-01T12:30:00.000Z' },
    } as const;
    const address = readStartSearch({ ...searchOf(run as unknown as Backtest) });
    expect(requestOf(startSettings(address), draft)).toEqual({
      policy: 'pol_00000000000000aa',
      against: [{ name: 'a.yaml', text: 'a: 2\n' }],
      ...{ profile: 'balanced', labels: 'known', velocity: 'counterfactual', recount: true, maturity_days: 30 },
      ...{ from: '2026-06-01T00:00:00.000Z', to: '2026-09-01T12:30:00.000Z' },
    });
    const usual = {
      ...{ policy: { of: 'live', version: 'pol_a' }, against: null, profile: null, labels: null, from: null, to: null },
      ...{ velocity: 'replay', recount: false, maturity_days: 60 },
    };
    expect(searchOf(usual as unknown as Backtest)).toEqual({ policy: 'live' });
  });

  it('can not be a draft that is not there', () => {
    expect(requestOf(startSettings({ policy: 'draft' }), null)).toBeNull();
    expect(requestOf(startSettings({ against: 'draft' }), null)).toBeNull();
    expect(policyOf('draft', null)).toBeNull();
    expect(policyOf('draft', draft)).toEqual([{ name: 'a.yaml', text: 'a: 2\n' }]);
  });

  it('can be a draft where there is one, any stored version, and what the address names', () => {
    const stored = { version: 'pol_00000000000000bb', note: 'spring', created_at: '2026-06-01T00:00:00.000Z' };
    const values = (chosen: readonly string[], of = draft as typeof draft | null) =>
      choicesOf([stored], of, chosen).map(({ value }) => value);
    expect(values(['live', ''])).toEqual(['live', 'draft', 'pol_00000000000000bb']);
    expect(values(['live'], null)).toEqual(['live', 'pol_00000000000000bb']);
    expect(values(['draft'], null)).toEqual(['live', 'draft', 'pol_00000000000000bb']);
    expect(values(['pol_00000000000000cc'], null)).toEqual(['live', 'pol_00000000000000bb', 'pol_00000000000000cc']);
    expect(choicesOf([stored], null, []).at(-1)?.label).toMatch(/^pol_00000000000000bb · .* · spring$/);
    expect(profilesOf(['b', 'a'], 'gone').map(({ value }) => value)).toEqual(['a', 'b', 'gone']);
  });
});

describe('the address', () => {
  it('of a run keeps what means something, and nothing else', () => {
    const kept = {
      by: 'purchases',
      sort: 'alone',
      reverse: true,
      rule: 'a@b',
      cell: 'fp',
      matched: 'a',
      changed: false,
    };
    expect(readRunSearch({ ...kept, table: true, more: 1 })).toEqual({ ...kept, table: true });
    expect(
      readRunSearch({ by: 'x', sort: 'x', reverse: 'yes', rule: 7, cell: 'x', changed: 'true', table: 1 }),
    ).toEqual({});
  });

  it('of the runs begins a new one with policies that can be', () => {
    expect(readStartSearch({ policy: 'draft', against: 'live', profile: 'balanced' })).toEqual({
      ...{ policy: 'draft', against: 'live', profile: 'balanced' },
    });
    expect(readStartSearch({ policy: 'latest', against: 'pol_1', profile: '' })).toEqual({});
    expect(
      readStartSearch({ from: 'June', to: 7, labels: 'x', velocity: 'replay', recount: 1, maturity: 'x' }),
    ).toEqual({});
  });
});

describe('figures', () => {
  it('are written with as many digits as mean something', () => {
    expect([2, -2, 0].map((count) => saySigned(count, sayCount))).toEqual(['+2', '−2', '0']);
    expect(saySigned(-0.0285, sayPoints)).toBe('−2.9 points');
    expect([sayRoughly(70_476_000, 'usd'), sayRoughly(950, 'jpy')]).toEqual(['704.8K', '950']);
  });

  it('say by which labels they are', () => {
    const labels = { newest: '2026-06-01T00:00:00.000Z', maturity_days: 60 };
    expect(sayLabels({ kind: 'known', ...labels })).toContain('younger than 60 days');
    expect(sayLabels({ kind: 'final', ...labels })).toContain('in truth');
  });
});
