import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { backtestOf, DAY, MONDAY, pastRow } from '../../support/past-rows.ts';
import { policyWith } from './past.ts';

const FEATURES = `event authorization
  asks := Count(by card last 1 day exclusive)
  approved := Count(by card where is_approved last 1 day exclusive)
`;
const RULES = { spree: 'Block if :asks: >= 3', known: 'Allow if :approved: >= 2', look: 'Review if :amount: > 50' };

const policies = new Map<number, Policy>();

function policy(decline = 50): Policy {
  const had = policies.get(decline);
  if (had) return had;
  const made = policyWith(FEATURES, RULES, `thresholds: { fraud_risk_score: { decline: ${decline} } }\n`);
  policies.set(decline, made);
  return made;
}

const row = fc.record({
  score: fc.option(fc.integer({ min: 0, max: 100 })),
  hour: fc.integer({ min: 0, max: 24 * 150 }),
  card: fc.constantFrom('c1', 'c2'),
  merchant: fc.constantFrom('m1', 'm2'),
  amountMinor: fc.constantFrom(1_000, 9_000),
  wasApproved: fc.constantFrom(true, true, false, null),
  isFraud: fc.constantFrom(true, false, null),
  disputedHours: fc.option(fc.integer({ min: 1, max: 24 * 200 })),
});

/** Rows of all kinds, no two of one second. */
const rows = fc.uniqueArray(row, { selector: ({ hour }) => hour, minLength: 1, maxLength: 40 }).map((given) =>
  given.map(({ hour, amountMinor, disputedHours, ...rest }): HistoryRow => {
    const atMs = MONDAY + (hour * DAY) / 24;
    const disputedAtMs = disputedHours === null ? null : atMs + (disputedHours * DAY) / 24;
    return pastRow({ id: `a${hour}`, atMs, disputedAtMs, ...rest, changes: { amountMinor } });
  }),
);
const velocity = fc.constantFrom('replay', 'counterfactual');
const labels = fc.constantFrom('known', 'final');

function shuffled(given: readonly HistoryRow[], seed: number): readonly HistoryRow[] {
  const at = ({ authorization }: HistoryRow) => Math.imul(authorization.askedAtMs / 1_000 + seed, 0x9e3779b1) >>> 0;
  return [...given].sort((one, other) => at(one) - at(other));
}

const RUNS = { numRuns: 40 };

describe('a backtest', () => {
  test('of a policy against itself changes nothing', () =>
    fc.assert(
      fc.asyncProperty(rows, velocity, labels, async (given, velocity, labels) => {
        const against = { policy: policy(), profile: null };
        const result = await backtestOf(given, policy(), { velocity, labels, against });
        const { against: compared, ...own } = result;
        expect(compared).toMatchObject({ same: given.length, changed: [], samples: [] });
        expect(own).toMatchObject({ ...compared?.other });
        // And is the same as by itself.
        expect(await backtestOf(given, policy(), { velocity, labels })).toEqual({ ...own, against: null });
      }),
      RUNS,
    ));

  test('compares every row: what stays and what changes is all of them', () =>
    fc.assert(
      fc.asyncProperty(rows, velocity, fc.integer({ min: 0, max: 100 }), async (given, velocity, decline) => {
        const result = await backtestOf(given, policy(), {
          velocity,
          against: { policy: policy(decline), profile: null },
        });
        const { same = 0, changed = [], other } = result.against ?? {};
        expect(changed.reduce((sum, { count }) => sum + count, same)).toBe(given.length);
        const moved = (from: string, to: string) =>
          changed.find((each) => each.from === from && each.to === to)?.count ?? 0;
        const gained = moved('decline', 'approve') - moved('approve', 'decline');
        expect((other?.outcomes.approve.count ?? 0) - result.outcomes.approve.count).toBe(gained);
      }),
      RUNS,
    ));

  test('never stops less fraud with a lower threshold, features being fixed', () =>
    fc.assert(
      fc.asyncProperty(rows, labels, fc.nat(100), fc.nat(100), async (given, labels, one, other) => {
        const lower = policy(Math.min(one, other));
        const against = { policy: policy(Math.max(one, other)), profile: null };
        const result = await backtestOf(given, lower, { velocity: 'replay', labels, against });
        expect(result.confusion.tp).toBeGreaterThanOrEqual(result.against?.other.confusion.tp ?? 0);
        expect(result.recall.value ?? 0).toBeGreaterThanOrEqual(result.against?.other.recall.value ?? 0);
        expect(result.against?.changed.every(({ from, to }) => from === 'decline' && to === 'approve')).toBe(true);
      }),
      RUNS,
    ));

  test('moves no decision by a label, least of all one from the future; that changes nothing at all', () =>
    fc.assert(
      fc.asyncProperty(rows, velocity, async (given, velocity) => {
        const before = await backtestOf(given, policy(), { velocity, labels: 'known' });
        const newestMs = Math.max(...given.map(({ authorization }) => authorization.askedAtMs));
        const isLate = (atMs: number | null) => atMs === null || atMs > newestMs;
        const later = given.map((each) =>
          isLate(each.disputedAtMs) ? { ...each, disputedAtMs: newestMs + 1 + each.authorization.askedAtMs } : each,
        );
        expect(await backtestOf(later, policy(), { velocity, labels: 'known' })).toEqual(before);
        const all = given.map((each) => ({ ...each, disputedAtMs: each.authorization.askedAtMs, isFraud: true }));
        const after = await backtestOf(all, policy(), { velocity, labels: 'known' });
        const counts = ({ outcomes }: typeof after) => Object.values(outcomes).map(({ count }) => count);
        expect(counts(after)).toEqual(counts(before));
        expect(after.rules.map(({ matched }) => matched.count)).toEqual(
          before.rules.map(({ matched }) => matched.count),
        );
      }),
      RUNS,
    ));

  test('gives the same of rows in another order, their times being different', () =>
    fc.assert(
      fc.asyncProperty(rows, velocity, labels, fc.nat(), async (given, velocity, labels, seed) => {
        const result = await backtestOf(given, policy(), { velocity, labels });
        expect(await backtestOf(shuffled(given, seed), policy(), { velocity, labels })).toEqual(result);
      }),
      RUNS,
    ));

  test('scores every row whose truth is known, and no other', () =>
    fc.assert(
      fc.asyncProperty(rows, labels, async (given, labels) => {
        const { confusion, apart, window } = await backtestOf(given, policy(), { labels });
        const { tp, fp, fn, tn } = confusion;
        const aside = apart.unknowable.count + apart.immature.count + apart.unlabelled.count;
        expect(tp + fp + fn + tn + aside).toBe(window.rows);
        expect(window.rows).toBe(given.length);
        const fraud = given.filter(({ isFraud, disputedAtMs }) => isFraud ?? disputedAtMs !== null);
        if (labels === 'final') expect(tp + fn).toBe(fraud.length);
      }),
      RUNS,
    ));
});
