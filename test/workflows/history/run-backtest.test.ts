import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { runBacktest } from '../../../src/workflows/history/run-backtest.ts';
import { backtestOf, DAY, historyOf, MINUTE, MONDAY, pastRow } from '../../support/past-rows.ts';
import { profilePolicy } from '../../support/policy.ts';

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
      problem:
        'The window, from 2025-08-09T00:00:00.000Z to 2025-11-07T00:00:00.000Z, ends before the history begins. ' +
        'The history runs from 2026-01-05T00:00:00.000Z to 2026-01-06T00:00:00.000Z. Where none is chosen its end is ' +
        '60 days before that, so that disputes had time to come. Choose one within the history.',
    });
  });
});
