import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counts } from '../../../src/core/history/result.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import { DAY, MONDAY, pastRow, ruledPolicy, tallied } from '../../support/past-rows.ts';

const ASKING =
  'thresholds: { fraud_risk_score: { decline: 75, challenge: 50, review: 25 } }\nchallenge: { channel: stripe }';
const THREE = ruledPolicy({}, ASKING);
const KNOWN = { kind: 'known', newestMs: MONDAY + 70 * DAY } as const;

const scoresOf = (scores: readonly number[], changes: Partial<HistoryRow> = {}) =>
  scores.map((score, index) => pastRow({ id: `a${index}`, score, isFraud: score % 2 === 1, ...changes }));

describe('what a policy would have done', () => {
  test('is told by outcome, and by what each is worth', () => {
    const result = tallied(scoresOf([10, 11, 30, 31, 60, 61, 80, 82]), THREE);
    expect(result.confusion).toEqual({ tp: 1, fp: 3, fn: 2, tn: 2 });
    expect(result.approval_rate.value).toBe(0.5);
    const counts = Object.entries(result.outcomes).map(([name, { count, fraud, good }]) => [name, count, fraud, good]);
    expect(counts).toEqual([
      ['approve', 4, 2, 2],
      ['decline', 2, 0, 2],
      ['challenge', 2, 1, 1],
      ['review', 2, 1, 1],
    ]);
    expect(result.policy).toEqual({ version: THREE.version, profile: null });
  });

  test('is what people have to do a day, and how much of it is fraud', () => {
    const { capacity } = tallied(scoresOf([30, 31, 60, 61, 63, 80]), THREE);
    expect(capacity).toMatchObject({ days: 10, challenges_a_day: 0.3, reviews_a_day: 0.2 });
    expect(capacity.challenge_precision.value).toBeCloseTo(2 / 3);
    expect(capacity.review_precision.value).toBe(0.5);
  });

  test('is not scored of what was declined then, of what is young, and of what has no label: that stands apart', () => {
    const declined = { wasApproved: false } as const;
    const known = tallied(
      [
        ...scoresOf([80, 10], declined),
        pastRow({ id: 'young', score: 80, atMs: MONDAY + 20 * DAY, disputedAtMs: MONDAY + 21 * DAY }),
      ],
      THREE,
      KNOWN,
    );
    expect(known.confusion).toEqual({ tp: 0, fp: 0, fn: 0, tn: 0 });
    expect([known.precision.value, known.recall.value]).toEqual([null, null]);
    expect(known.apart).toEqual({
      unknowable: { count: 2, stopped: 1, money: [{ currency: 'usd', amount: 2_468, stopped: 1_234 }] },
      immature: { count: 1, stopped: 1, money: [{ currency: 'usd', amount: 1_234, stopped: 1_234 }] },
      unlabelled: { count: 0, stopped: 0, money: [] },
    });
    expect(tallied([pastRow({ id: 'a' })], THREE).apart.unlabelled.count).toBe(1);
    expect(known.approval_rate.value).toBeCloseTo(1 / 3);
  });

  test('is what it stops in the four groups of Radar, each row in the first that applies', () => {
    const stopped = (id: string, changes: Partial<HistoryRow>) => pastRow({ id, score: 80, ...changes });
    const rows = [
      stopped('a', { disputedAtMs: MONDAY + DAY, isRefunded: true }),
      stopped('b', { disputedAtMs: MONDAY + 71 * DAY }),
      stopped('c', { isRefunded: true, wasApproved: false }),
      stopped('d', { wasApproved: false }),
      stopped('e', { isFraud: true }),
      pastRow({ id: 'f', score: 10, isRefunded: true }),
    ];
    expect(tallied(rows, THREE, KNOWN).groups).toEqual({ disputed: 1, refunded: 1, declined: 1, legitimate: 2 });
    // By final labels b is fraud as well, and e.
    expect(tallied(rows, THREE).groups).toEqual({ disputed: 3, refunded: 1, declined: 1, legitimate: 0 });
  });

  test('is told by weeks from Monday, those without a row among them', () => {
    const rows = [-1, 0, 6, 14].map((day) => pastRow({ id: `a${day}`, atMs: MONDAY + day * DAY, isFraud: true }));
    expect(tallied(rows, THREE).weeks.map(({ from, rows: count, recall }) => [from, count, recall.value])).toEqual([
      ['2025-12-29T00:00:00.000Z', 1, 0],
      ['2026-01-05T00:00:00.000Z', 2, 0],
      ['2026-01-12T00:00:00.000Z', 0, null],
      ['2026-01-19T00:00:00.000Z', 1, 0],
    ]);
  });

  test('is shown by samples of each cell', () => {
    const { samples } = tallied([...scoresOf([80, 81, 10, 11]), pastRow({ id: 'unlabelled', score: 30 })], THREE);
    const shown = Object.entries(samples).map(([cell, some]) => [
      cell,
      ...some.map(({ authorization }) => authorization),
    ]);
    expect(shown).toEqual([
      ['tp', 'a1'],
      ['fp', 'a0'],
      ['fn', 'a3'],
      ['tn', 'a2'],
      ['unknowable'],
      ['immature'],
      ['unlabelled', 'unlabelled'],
    ]);
    expect(samples.fp[0]).toEqual({
      ...{ authorization: 'a0', asked_at: '2026-01-05T00:00:00.000Z', card: 'card_of_a0', merchant: 'shop' },
      ...{
        amount: 1_234,
        currency: 'usd',
        portfolio: 'all',
        outcome: 'decline',
        reasons: ['fraud_risk_score.decline'],
      },
    });
  });
});

describe('the sums of a backtest', () => {
  const row = fc.record({
    score: fc.integer({ min: 0, max: 100 }),
    day: fc.integer({ min: 0, max: 40 }),
    isFraud: fc.constantFrom(true, false, null),
    wasApproved: fc.constantFrom(true, false, null),
    isRefunded: fc.boolean(),
    amountMinor: fc.integer({ min: 0, max: 10_000 }),
    currency: fc.constantFrom('usd', 'eur'),
    card: fc.constantFrom('c1', 'c2', null),
  });
  const rows = fc
    .array(row, { maxLength: 60 })
    .map((given) =>
      given
        .sort((one, other) => one.day - other.day)
        .map(({ day, amountMinor, currency, ...rest }, index) =>
          pastRow({ id: `a${index}`, atMs: MONDAY + day * DAY, ...rest, changes: { amountMinor, currency } }),
        ),
    );
  const policy = ruledPolicy({ some: 'Block if :amount: > 50', let: 'Allow if :amount: > 90' }, ASKING);
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const three = ({ count, fraud, good }: Counts) => [count, fraud, good];

  test('agree: each row is in one cell, outcome, week and group', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { confusion, outcomes, apart, weeks, groups, purchases, money, rules } = tallied(given, policy);
        const scored = total(Object.values(confusion));
        const aside = total(Object.values(apart).map(({ count }) => count));
        expect(scored + aside).toBe(given.length);
        expect(outcomes.approve.count + outcomes.decline.count + outcomes.challenge.count).toBe(given.length);
        expect(total(weeks.map((week) => week.rows))).toBe(given.length);
        for (const cell of ['tp', 'fp', 'fn', 'tn'] as const) {
          expect(total(weeks.map((week) => week.confusion[cell]))).toBe(confusion[cell]);
        }
        expect(total(Object.values(groups))).toBe(outcomes.decline.count + outcomes.challenge.count);
        expect(purchases.count).toBeLessThanOrEqual(given.length);
        const known = given.filter(({ isFraud }) => isFraud !== null);
        const spent = total(known.map(({ authorization }) => authorization.amountMinor));
        expect(total(money.map(({ tp, fp, fn, tn }) => tp + fp + fn + tn))).toBe(spent);
        for (const rule of rules) {
          const sums = ['count', 'fraud', 'good'] as const;
          expect(sums.map((name) => total(rule.weeks.map((week) => week[name])))).toEqual(three(rule.matched));
          expect(total(Object.values(rule.groups))).toBe(rule.matched.count);
          expect(rule.alone.count).toBeLessThanOrEqual(rule.matched.count);
        }
      }),
    );
  });
});
