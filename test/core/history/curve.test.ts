import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSignalTally, pointOf } from '../../../src/core/history/curve.ts';
import {
  addRow,
  createCurrencies,
  FRAUD,
  GOOD,
  noSums,
  type SummedRow,
  UNKNOWN,
} from '../../../src/core/history/row-sums.ts';

interface Judged {
  readonly value: number | null;
  readonly side: SummedRow['side'];
  readonly amountMinor: number;
}

const judged: fc.Arbitrary<Judged> = fc.record({
  value: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 }),
  side: fc.constantFrom(FRAUD, GOOD, UNKNOWN),
  amountMinor: fc.integer({ min: 0, max: 1_000 }),
});
const past = fc.array(judged, { maxLength: 80 });
const STEPS = Array.from({ length: 21 }, (_, index) => ({ threshold: 20 - index, above: 20 - index }));

function summed({ side, amountMinor }: Judged): SummedRow {
  return { side, amountMinor, currency: 0, usd: amountMinor / 100 };
}

function tallyOf(rows: readonly Judged[], turn: 1 | -1 = 1, isMissingStopped = false) {
  const tally = createSignalTally();
  for (const row of rows) tally.add(row.value === null ? null : turn * row.value, isMissingStopped, summed(row));
  return tally;
}

function curveOf(rows: readonly Judged[], isMissingStopped = false) {
  const currencies = createCurrencies();
  currencies.indexOf('usd');
  const all = noSums();
  for (const row of rows) addRow(all, summed(row));
  const stopped = tallyOf(rows, 1, isMissingStopped).stopped(STEPS);
  return STEPS.map(({ threshold }, index) => pointOf(threshold, stopped[index] ?? [], all, currencies));
}

/** What is counted without any cleverness. */
function counted(rows: readonly Judged[], above: number) {
  const of = (side: number, isStopped: boolean) =>
    rows.filter((row) => row.side === side && (row.value !== null && row.value > above) === isStopped);
  const cells = { tp: of(FRAUD, true), fp: of(GOOD, true), fn: of(FRAUD, false), tn: of(GOOD, false) };
  const each = (count: (some: readonly Judged[]) => number) =>
    Object.fromEntries(Object.entries(cells).map(([cell, some]) => [cell, count(some)]));
  return {
    confusion: each((some) => some.length),
    money: each((some) => some.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
  };
}

describe('the curve of a signal', () => {
  test('tells at every threshold what counting the rows would', () => {
    fc.assert(
      fc.property(past, (rows) => {
        for (const point of curveOf(rows)) {
          const { confusion, money } = counted(rows, Number(point.threshold));
          expect(point.confusion).toEqual(confusion);
          const isAnyKnown = rows.some(({ side }) => side !== UNKNOWN);
          expect(point.money).toEqual(isAnyKnown ? [{ currency: 'usd', ...money }] : []);
        }
      }),
    );
  });

  test('has recall and approvals that never rise as more is let through, and never rise as more is stopped', () => {
    fc.assert(
      fc.property(past, (rows) => {
        const curve = curveOf(rows);
        for (const [index, point] of curve.entries()) {
          const stricter = curve[index + 1];
          if (!stricter) continue;
          expect(stricter.recall.value ?? 0).toBeGreaterThanOrEqual(point.recall.value ?? 0);
          expect(stricter.approval_rate.value ?? 0).toBeLessThanOrEqual(point.approval_rate.value ?? 0);
        }
      }),
    );
  });

  test('begins with nothing stopped and ends with all that is above nothing', () => {
    fc.assert(
      fc.property(past, (rows) => {
        const curve = curveOf(rows);
        expect(curve[0]?.confusion).toMatchObject({ tp: 0, fp: 0 });
        const above = rows.filter(({ value }) => value !== null && value > 0);
        const { tp = 0, fp = 0 } = curve.at(-1)?.confusion ?? {};
        expect([tp, fp]).toEqual([FRAUD, GOOD].map((side) => above.filter((row) => row.side === side).length));
      }),
    );
  });

  test('stops what misses the signal at every threshold, where the profile says so', () => {
    const rows: Judged[] = [
      { value: null, side: FRAUD, amountMinor: 7 },
      { value: 5, side: GOOD, amountMinor: 1 },
    ];
    expect(curveOf(rows)[0]?.confusion).toEqual({ tp: 0, fp: 0, fn: 1, tn: 1 });
    expect(curveOf(rows, true)[0]?.confusion).toEqual({ tp: 1, fp: 0, fn: 0, tn: 1 });
    expect(curveOf(rows, true).at(-1)?.confusion).toEqual({ tp: 1, fp: 1, fn: 0, tn: 0 });
  });
});

describe('how well a signal predicts alone', () => {
  test('is the share of pairs of fraud and good that it orders, ties counted half', () => {
    fc.assert(
      fc.property(past, (rows) => {
        const values = (side: number) => rows.flatMap((row) => (row.side === side ? (row.value ?? []) : []));
        const pairs = values(FRAUD).flatMap((fraud) =>
          values(GOOD).map((good) => (fraud > good ? 1 : fraud === good ? 0.5 : 0)),
        );
        const auc = tallyOf(rows).auc();
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(pairs.reduce((sum: number, won) => sum + won, 0) / pairs.length, 12);
      }),
    );
  });

  test('of a reversed signal is the rest to one', () => {
    fc.assert(
      fc.property(past, (rows) => {
        const auc = tallyOf(rows).auc();
        const reversed = tallyOf(rows, -1).auc();
        if (auc === null) expect(reversed).toBeNull();
        else expect(reversed).toBeCloseTo(1 - auc, 12);
      }),
    );
  });

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(past, (rows) => {
        expect(tallyOf(rows.toReversed()).auc()).toBe(tallyOf(rows).auc());
        expect(tallyOf(rows.toReversed()).quantiles(5)).toEqual(tallyOf(rows).quantiles(5));
      }),
    );
  });

  test('counts those that have it and those that miss it, of which is known what they were', () => {
    const tally = tallyOf([
      { value: 1, side: FRAUD, amountMinor: 0 },
      { value: 2, side: UNKNOWN, amountMinor: 0 },
      { value: null, side: GOOD, amountMinor: 0 },
      { value: null, side: UNKNOWN, amountMinor: 0 },
    ]);
    expect([tally.known(), tally.missing(), tally.isEmpty()]).toEqual([1, 1, false]);
    expect(tallyOf([]).isEmpty()).toBe(true);
  });
});
