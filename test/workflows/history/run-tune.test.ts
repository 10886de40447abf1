import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { NO_FACTS } from '../../../src/core/domain/facts.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../../../src/core/domain/signals.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { type AimWishes, DEFAULT_WISHES } from '../../../src/core/history/aim-results.ts';
import type { PolicyResult } from '../../../src/core/history/result.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import type { TuneResult, WhatIf } from '../../../src/core/history/tune-result.ts';
import { whatIf } from '../../../src/core/history/what-if.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { runTune, type TuneOptions } from '../../../src/workflows/history/run-tune.ts';
import { ALL, backtestOf, historyOf, MINUTE, MONDAY, pastRow } from '../../support/past-rows.ts';
import { policyOf, profilePolicy } from '../../support/policy.ts';

const bare = { createStore: openTimelines, conceal: (text: string) => text };

async function tuneOf(
  rows: readonly HistoryRow[],
  policy: Policy,
  options: Partial<TuneOptions> = {},
): Promise<TuneResult> {
  const done = await runTune(historyOf(rows), {
    ...{ policy, portfolio: null, labels: 'final', window: ALL, ...bare },
    ...options,
  });
  if (done.kind !== 'done') throw new Error(done.problem);
  return done.result;
}

const words = (bound: fc.Arbitrary<unknown>) =>
  fc.record({ decline: bound, challenge: bound, review: bound }, { requiredKeys: [] });
const whole = fc.integer({ min: 0, max: 100 });
const fine = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10);
const level = fc.constantFrom(...RISK_LEVELS);
const likely = fc.constantFrom(...DISPUTABILITIES);
const reaction = fc.constantFrom('ignore', 'review', 'challenge', 'decline');
const shift = fc.integer({ min: -400, max: 400 }).map((tenths) => ({ fraud_risk_score: tenths / 10 }));

const thresholdsOf = (score: fc.Arbitrary<number>) =>
  fc.record(
    {
      fraud_risk_score: words(score),
      merchant_dispute_risk_level: words(level),
      card_testing_risk_level: words(level),
      fraud_disputability: words(likely),
    },
    { requiredKeys: [] },
  );
const rest = fc.record({
  on_missing: fc.record(
    { fraud_risk_score: reaction, card_testing_risk_level: reaction, fraud_disputability: reaction },
    { requiredKeys: [] },
  ),
  disputability: fc.record({ very_unlikely: shift, neutral: shift, very_likely: shift }, { requiredKeys: [] }),
  challenge: fc.record({
    channel: fc.constantFrom('stripe', 'none'),
    otherwise: fc.constantFrom('approve', 'decline'),
  }),
});
// A threshold of a signal that no cell has is part of the rest.
const other = fc.record({ merchant_dispute_rate: words(fc.constantFrom(30, 60)) }, { requiredKeys: [] });

const RULES = `rules:
  - { id: friend, rule: "Allow if :merchant: = 'friend'" }
  - { id: foe, rule: "Block if :merchant: = 'foe'" }
  - { id: never, rule: "Block if :merchant: = 'never'", always: true }
  - { id: who, rule: "Challenge if :merchant: = 'stranger'" }
  - { id: look, rule: "Review if :amount: > 50" }
  - { id: idea, rule: "Block if :amount: > 20", mode: shadow }
  - { id: elsewhere, rule: "Allow if :amount: > 90", mode: shadow }
`;

function policyWith(profile: object): Policy {
  return policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': stringify(profile),
    'rules/a.yaml': RULES,
  });
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3, nil: missing('not_assessed') });

const row = fc
  .record({
    score: maybe(fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)),
    signals: fc.record({
      merchantDisputeRiskLevel: maybe(level),
      cardTestingRiskLevel: maybe(level),
      fraudDisputability: maybe(likely),
      merchantDisputeRatePercent: maybe(whole),
    }),
    merchant: fc.constantFrom('shop', 'shop', 'friend', 'foe', 'never', 'stranger'),
    amountMinor: fc.integer({ min: 0, max: 10_000 }),
    currency: fc.constantFrom('usd', 'eur'),
    isVerifiedByFraudChallenge: fc.constantFrom(false, false, false, true),
    isIncremental: fc.boolean(),
    hasPhone: fc.boolean(),
    facts: fc.constantFrom(
      null,
      null,
      { ...NO_FACTS, allowance: 'allow_1' },
      { ...NO_FACTS, hasRejectedChallenge: true },
      { ...NO_FACTS, unaskable: 'daily_limit' as const },
    ),
    isFraud: fc.option(fc.boolean()),
    wasApproved: fc.boolean(),
  })
  .map(({ score, signals, merchant, facts, isFraud, wasApproved, hasPhone, ...fields }) => (index: number) => {
    const made = pastRow({
      ...{ id: `iauth_${index}`, atMs: MONDAY + index * 60 * MINUTE, merchant, facts, isFraud, wasApproved },
      changes: fields,
    });
    const { authorization } = made;
    return {
      ...made,
      authorization: {
        ...authorization,
        signals: { ...authorization.signals, ...signals, fraudRiskScore: score },
        cardholder: { ...authorization.cardholder, id: 'ich_1', hasPhone, phoneNumber: null },
      },
    };
  });
const rows = fc.array(row, { minLength: 1, maxLength: 60 }).map((made) => made.map((each, index) => each(index)));

function told({
  confusion,
  money,
  precision,
  recall,
  false_positive_rate,
  approval_rate,
  outcomes,
  capacity,
}: WhatIf | PolicyResult): WhatIf {
  return { confusion, money, precision, recall, false_positive_rate, approval_rate, outcomes, capacity };
}

describe('what if', () => {
  test('under the thresholds of the profile says what a backtest says, to the unit', async () => {
    await fc.assert(
      fc.asyncProperty(rows, thresholdsOf(fine), other, rest, async (past, own, others, profile) => {
        const policy = policyWith({ thresholds: { ...own, ...others }, ...profile });
        const result = await tuneOf(past, policy);
        const expected = told(await backtestOf(past, policy));
        expect(result.current).toEqual(expected);
        if (result.settings === null) throw new Error('no settings');
        expect(whatIf(result.cells, result.settings, result.window.days)).toEqual(expected);
      }),
    );
  });

  test('under any others in whole numbers says what a backtest would', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.tuple(thresholdsOf(fine), thresholdsOf(whole)),
        rest,
        async (past, [own, wanted], profile) => {
          const result = await tuneOf(past, policyWith({ thresholds: own, ...profile }));
          const wish = policyWith({ thresholds: wanted, ...profile });
          const settings = wish.profiles.get('only')?.settings;
          if (!settings) throw new Error('no settings');
          expect(whatIf(result.cells, settings, result.window.days)).toEqual(told(await backtestOf(past, wish)));
        },
      ),
    );
  });
});

const DAY = 24 * 60 * MINUTE;
const TRAVEL = policyOf({
  'portfolios.yaml':
    'portfolios: [{ name: travel, when: ":card: = \'ic_far\'", profile: strict }, { name: rest, profile: calm }]\n',
  'profiles/strict.yaml': 'thresholds: { fraud_risk_score: { decline: 20 } }\n',
  'profiles/calm.yaml': 'thresholds: { fraud_risk_score: { decline: 80 } }\n',
  'rates.yaml': 'rates: [{ currency: eur, from: 2025-01-01, usd: 2 }]\n',
});

/** Six weeks of a fraud of 100.00 at 80 and two good purchases of 50.00, at 70 and at 10. */
const SIX_WEEKS = [0, 1, 2, 3, 4, 5].flatMap((week) =>
  [
    { score: 80, isFraud: true, amountMinor: 10_000 },
    { score: 70, isFraud: false, amountMinor: 5_000 },
    { score: 10, isFraud: false, amountMinor: 5_000 },
  ].map(({ amountMinor, ...each }, index) =>
    pastRow({
      ...each,
      id: `iauth_${week}_${index}`,
      card: index === 2 ? 'ic_near' : 'ic_far',
      atMs: MONDAY + week * 7 * DAY + index * MINUTE,
      changes: { amountMinor },
    }),
  ),
);
const WEEKS = { window: { fromMs: MONDAY, toMs: MONDAY + 42 * DAY } };

describe('tuning', () => {
  test('finds for each aim the lowest threshold that meets it, its interval and its month', async () => {
    const { aims, current, settings, truths } = await tuneOf(SIX_WEEKS, profilePolicy('thresholds: {}'), WEEKS);
    expect(truths).toMatchObject({ fraud: 6, good: 12 });
    expect(settings).toEqual({ thresholds: {}, on_missing: {}, disputability: {} });
    expect(current?.confusion).toEqual({ tp: 0, fp: 0, fn: 6, tn: 12 });
    expect(aims.map(({ aim, threshold, low, high }) => [aim, threshold, low, high])).toEqual([
      // A third of all is fraud, and half of what is above 10.
      ['maximize_approval', 10, 10, 10],
      ['balanced', 0, 0, 0],
      ['minimize_fraud', 0, 0, 0],
    ]);
    const [{ point, monthly, policy, wish } = {} as never] = aims;
    expect(wish).toBe('the lowest threshold with a precision of at least 35 %');
    expect(point).toMatchObject({ threshold: 10, confusion: { tp: 6, fp: 6, fn: 0, tn: 6 } });
    expect(policy).toMatchObject({ confusion: { tp: 6, fp: 6, fn: 0, tn: 6 } });
    // 600.00 of fraud and 300.00 of good, of which a tenth is lost, in a bit more than 35 days.
    expect(monthly).toEqual([
      { currency: 'usd', fraud_missed: 0, fraud_stopped: 51_427, good_stopped: 25_713, cost: 2_571 },
    ]);
  });

  test('meets a wish of one’s own, with costs of one’s own', async () => {
    const wishes = (fraud_missed: number, good_stopped: number): AimWishes => ({
      ...DEFAULT_WISHES,
      own: { leastPrecision: null, mostDeclineRate: 0.5, isCheapest: true },
      shares: { fraud_missed, good_stopped },
    });
    const own = async (fraudMissed: number, goodStopped: number) => {
      const policy = profilePolicy('thresholds: {}');
      const { aims } = await tuneOf(SIX_WEEKS, policy, { ...WEEKS, wishes: wishes(fraudMissed, goodStopped) });
      return aims.at(-1);
    };
    expect(await own(1, 0.1)).toMatchObject({
      aim: 'own',
      wish:
        'the threshold that stops at most 50 % of all and with the least cost, 100 % of the fraud missed and 10 % of ' +
        'the good stopped',
      threshold: 79,
    });
    expect(await own(0, 0.1)).toMatchObject({ threshold: 100 });
  });

  test('judges the cards of one portfolio, under its own profile, or all of them together', async () => {
    const of = async (portfolio: string | null) => tuneOf(SIX_WEEKS, TRAVEL, { ...WEEKS, portfolio });
    const travel = await of('travel');
    expect(travel).toMatchObject({ profile: 'strict', window: { rows: 12 }, truths: { fraud: 6, good: 6 } });
    expect(travel.current?.confusion).toEqual({ tp: 6, fp: 6, fn: 0, tn: 0 });
    expect(await of('rest')).toMatchObject({ profile: 'calm', truths: { fraud: 0, good: 6 } });
    const all = await of(null);
    expect(all).toMatchObject({ profile: null, settings: null, current: null, window: { rows: 18 } });
    expect(all.aims.map(({ policy }) => policy)).toEqual([null, null, null]);
  });

  test('tells signals by how well they predict, and amounts in dollars where currencies mix', async () => {
    const { signals } = await tuneOf(SIX_WEEKS, TRAVEL, WEEKS);
    expect(signals.slice(0, 2).map(({ signal, auc }) => [signal, auc])).toEqual([
      ['fraud_risk_score', 1],
      ['amount', 1],
    ]);
    expect(signals.at(-1)).toMatchObject({ known: 0, missing: 18, auc: null, curve: [] });
    const euros = pastRow({ id: 'eur', isFraud: true, atMs: MONDAY, changes: { currency: 'eur', amountMinor: 2_600 } });
    const mixed = (await tuneOf([...SIX_WEEKS, euros], TRAVEL, WEEKS)).signals;
    expect(mixed.map(({ signal }) => signal)).not.toContain('amount');
    const amount = mixed.find(({ signal }) => signal === 'amount_in_usd');
    expect(amount).toMatchObject({ auc: 1, known: 19 });
    expect(amount?.curve.map(({ threshold }) => threshold)).toEqual([100, 52, 50, 0]);
  });

  test('can tell no costs of several currencies without their rates', async () => {
    const wishes = { ...DEFAULT_WISHES, own: { leastPrecision: null, mostDeclineRate: null, isCheapest: true } };
    const yen = pastRow({ id: 'jpy', isFraud: true, atMs: MONDAY, changes: { currency: 'jpy' } });
    const { aims } = await tuneOf([...SIX_WEEKS, yen], TRAVEL, { ...WEEKS, wishes });
    expect(aims.at(-1)).toMatchObject({ threshold: null, low: null, point: null, monthly: [] });
    expect(aims.at(-1)?.wish).toContain("can't be told, since 1 row has no rate in rates.yaml");
  });

  test('is the same whatever the order of its rows', async () => {
    const result = await tuneOf(SIX_WEEKS, TRAVEL, WEEKS);
    expect(await tuneOf(SIX_WEEKS.toReversed(), TRAVEL, WEEKS)).toEqual(result);
  });

  test('of an unknown portfolio, of no rows, or when it is stopped, says so', async () => {
    const policy = profilePolicy('{}');
    const row = historyOf([pastRow({ id: 'a' })]);
    expect(await runTune(row, { policy, portfolio: 'al', ...bare })).toEqual({
      kind: 'no_portfolio',
      problem: 'There is no portfolio "al"; did you mean "all"?',
    });
    expect(await runTune(historyOf([]), { policy, portfolio: null, ...bare })).toMatchObject({ kind: 'no_rows' });
    const signal = AbortSignal.abort();
    expect(await runTune(row, { policy, portfolio: null, ...bare, window: ALL, signal })).toMatchObject({
      kind: 'aborted',
    });
  });
});
