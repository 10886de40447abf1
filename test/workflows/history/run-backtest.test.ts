import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import { type BacktestOptions, runBacktest } from '../../../src/workflows/history/run-backtest.ts';
import { ALL, backtestOf, DAY, historyOf, MINUTE, MONDAY, pastRow } from '../../support/past-rows.ts';
import { profilePolicy } from '../../support/policy.ts';
import { policyWith } from './past.ts';

const ABOVE_50 = profilePolicy('thresholds: { fraud_risk_score: { decline: 50 } }');
const ABOVE_75 = profilePolicy('thresholds: { fraud_risk_score: { decline: 75 } }');

const bare = { profile: null, createStore: openTimelines, conceal: (text: string) => text };

describe('a backtest', () => {
  test('tells stopped from approved fraud and good, by count and by money', async () => {
    const rows = [
      pastRow({ id: 'a', score: 90, isFraud: true }),
      pastRow({ id: 'b', score: 60, isFraud: false, atMs: MONDAY + MINUTE }),
      pastRow({ id: 'c', score: 10, isFraud: true, atMs: MONDAY + 2 * MINUTE }),
      pastRow({ id: 'd', isFraud: false, atMs: MONDAY + 8 * DAY, changes: { amountMinor: 5, currency: 'eur' } }),
    ];
    const result = await backtestOf(rows, ABOVE_50, { against: { policy: ABOVE_75, profile: 'x' } });
    expect(result).toMatchObject({
      confusion: { tp: 1, fp: 1, fn: 1, tn: 1 },
      money: [
        { currency: 'eur', tp: 0, fp: 0, fn: 0, tn: 5 },
        { currency: 'usd', tp: 1234, fp: 1234, fn: 1234, tn: 0 },
      ],
      window: { rows: 4 },
      history: { rows: 4, from: '2026-01-05T00:00:00.000Z', unreadable: 0, duplicates: 0 },
      labels: { kind: 'final', maturity_days: 60 },
    });
    expect(result.against).toMatchObject({
      same: 3,
      changed: [{ from: 'decline', to: 'approve', count: 1, fraud: 0, good: 1 }],
      other: { policy: { profile: 'x' }, confusion: { tp: 1, fp: 0, fn: 1, tn: 2 } },
      samples: [{ authorization: 'b', outcome: 'decline', new_outcome: 'approve', truth: 'good' }],
    });
  });

  test('of a history without rows, or of a window beside it, says what there is', async () => {
    expect(await runBacktest(historyOf([]), { policy: ABOVE_50, ...bare })).toMatchObject({ kind: 'no_rows' });
    const source = historyOf([pastRow({ id: 'a' }), pastRow({ id: 'b', atMs: MONDAY + DAY })]);
    expect(await runBacktest(source, { policy: ABOVE_50, ...bare })).toEqual({
      kind: 'bad_window',
      window: { fromMs: Date.parse('2025-08-09T00:00:00Z'), toMs: Date.parse('2025-11-07T00:00:00Z') },
      problem:
        'The window, from 2025-08-09T00:00:00.000Z to 2025-11-07T00:00:00.000Z, ends before the history begins. ' +
        'The history runs from 2026-01-05T00:00:00.000Z to 2026-01-06T00:00:00.000Z. Where none is chosen its end is ' +
        '60 days before that, so that disputes had time to come. Choose one within the history.',
    });
  });

  test('goes by disputes where the history has some, and else by what is so in truth', async () => {
    const rows = [pastRow({ id: 'a', isFraud: true }), pastRow({ id: 'b', atMs: MONDAY + 70 * DAY })];
    const run = async (given: readonly HistoryRow[], options: Partial<BacktestOptions> = {}) => {
      const done = await runBacktest(historyOf(given), { policy: ABOVE_50, window: ALL, ...bare, ...options });
      return done.kind === 'done' ? [done.result.labels.kind, done.result.confusion.fn] : null;
    };
    expect(await run(rows)).toEqual(['final', 1]);
    const disputed = rows.map((row) => ({ ...row, disputedAtMs: MONDAY + 65 * DAY }));
    expect(await run(disputed)).toEqual(['known', 1]);
    expect(await run(disputed, { maturityMs: 71 * DAY })).toEqual(['known', 0]);
    expect(await run(disputed, { labels: 'final' })).toEqual(['final', 2]);
  });

  test('tells how far it is, up to all of it, and of each row with what both policies say', async () => {
    const rows = Array.from({ length: 20 }, (_, index) =>
      pastRow({ id: `a${index}`, atMs: MONDAY + index * DAY, score: 60 }),
    );
    const told: unknown[] = [];
    const progress: { readonly rows: number; readonly share: number }[] = [];
    const newestMs = MONDAY + 19 * DAY;
    await backtestOf(rows, ABOVE_50, {
      window: { fromMs: MONDAY, toMs: newestMs + 1 },
      against: { policy: ABOVE_75, profile: null },
      onProgress: (each) => progress.push(each),
      onRow: ({ authorization }, truth, verdict, other) =>
        told.push([authorization.id, truth, verdict.outcome, other?.outcome]),
    });
    expect(progress.map(({ rows: count }) => count)).toEqual([7, 14, 20]);
    expect(progress.at(-1)?.share).toBeCloseTo(1);
    expect(progress.map(({ share }) => share)).toEqual(progress.map(({ share }) => share).toSorted());
    expect(told).toHaveLength(20);
    expect(told[0]).toEqual(['a0', 'unlabelled', 'decline', 'approve']);
  });

  test('that is stopped says so, and reads no further', async () => {
    const stop = new AbortController();
    const rows = Array.from({ length: 20 }, (_, index) => pastRow({ id: `a${index}`, atMs: MONDAY + index }));
    let read = 0;
    const done = await runBacktest(historyOf(rows), {
      ...{ policy: ABOVE_50, window: ALL, signal: stop.signal },
      ...bare,
      onProgress: ({ rows: count }) => {
        read = count;
        stop.abort();
      },
    });
    expect([done.kind, read]).toEqual(['aborted', 7]);
  });

  test('names the features that it took from the history, those of either policy, unless it counted them all', async () => {
    const [one, two] = ['asks', 'tries'].map((name) =>
      policyWith(`event authorization\n  ${name} := Count(by card last 1 hour exclusive)\n`, {
        a: `Block if :${name}: > 3`,
      }),
    );
    if (!one || !two) throw new Error('no policies');
    const given = new Map(['tries', 'asks', 'other'].map((name) => [name, 9]));
    const rows = [pastRow({ id: 'a', given, isFraud: true })];
    const against = { policy: two, profile: null };
    const taken = await backtestOf(rows, one, { against });
    expect([taken.given_features, taken.confusion.tp, taken.against?.other.confusion.tp]).toEqual([
      ['asks', 'tries'],
      1,
      1,
    ]);
    const counted = await backtestOf(rows, one, { against, isRecounted: true });
    expect([counted.given_features, counted.confusion.tp]).toEqual([[], 0]);
  });

  test('by two policies gives each its own past: what one declines the other may have let through', async () => {
    const past = (decline: number) =>
      policyWith(
        'event authorization\n  approved := Count(by card where is_approved last 1 hour exclusive)\n',
        { spree: 'Block if :approved: >= 1' },
        `thresholds: { fraud_risk_score: { decline: ${decline} } }\n`,
      );
    const rows = [0, 1].map((minute) =>
      pastRow({ id: `a${minute}`, card: 'c', score: minute === 0 ? 60 : 1, atMs: MONDAY + minute * MINUTE }),
    );
    const against = { policy: past(75), profile: null };
    const changed = async (velocity: 'replay' | 'counterfactual') =>
      (await backtestOf(rows, past(50), { against, velocity })).against?.changed.map(({ from, to }) => `${from} ${to}`);
    expect(await changed('replay')).toEqual(['decline approve']);
    expect(await changed('counterfactual')).toEqual(['approve decline', 'decline approve']);
  });

  test('counts asks that stand there twice, and decides them once', async () => {
    const rows = [pastRow({ id: 'a' }), pastRow({ id: 'a' })];
    const { history, window } = await backtestOf(rows, ABOVE_50, { against: { policy: ABOVE_75, profile: null } });
    expect([history.rows, history.duplicates, window.rows]).toEqual([2, 1, 1]);
  });
});
