import { sharesOf } from './confusion.ts';
import type { SummedRow } from './row-sums.ts';
import {
  addRow,
  addSums,
  at,
  type Currencies,
  FRAUD,
  GOOD,
  moneyOf,
  noSums,
  type RowSums,
  rowsOf,
} from './row-sums.ts';
import { shareOf } from './share.ts';
import type { CurvePoint } from './tune-result.ts';

/** A threshold as it is told, and the number above which (strictly) it stops. */
export interface Step {
  readonly threshold: number | string;
  readonly above: number;
}

/** The rows of a history by the value that one signal has for them. */
export interface SignalTally {
  /** `value` null: it is missing, and `isStopped` where the profile stops what misses it. */
  add(value: number | null, isStopped: boolean, row: SummedRow): void;
  /** Fraud and good that have it, and that miss it. */
  known(): number;
  missing(): number;
  /** Whether no row has it. */
  isEmpty(): boolean;
  /**
   * Area under the ROC curve of those that have it, ties counted half, as by midranks (Hanley and McNeil 1982); null
   * where there is no fraud, or no good.
   */
  auc(): number | null;
  /** The values of fraud, and of good, at so many equal shares of them: ascending, each once. */
  quantiles(steps: number): readonly number[];
  /** What each threshold stops, from the strictest: `steps` descend. Sorts once, and walks once. */
  stopped(steps: readonly Step[]): readonly RowSums[];
}

/** A tally of nothing yet. */
export function createSignalTally(): SignalTally {
  const byValue = new Map<number, RowSums>();
  const missing = noSums();
  const missingStopped = noSums();
  let ascending: readonly (readonly [number, RowSums])[] = [];

  function sorted() {
    if (ascending.length !== byValue.size) ascending = [...byValue].sort(([one], [other]) => one - other);
    return ascending;
  }

  function totals(): RowSums {
    const sums = noSums();
    for (const each of byValue.values()) addSums(sums, each);
    return sums;
  }

  return {
    add(value, isStopped, row) {
      if (value === null) {
        addRow(missing, row);
        if (isStopped) addRow(missingStopped, row);
        return;
      }
      let sums = byValue.get(value);
      if (!sums) {
        sums = noSums();
        byValue.set(value, sums);
      }
      addRow(sums, row);
    },
    known() {
      const sums = totals();
      return at(sums, FRAUD) + at(sums, GOOD);
    },
    missing: () => at(missing, FRAUD) + at(missing, GOOD),
    isEmpty: () => byValue.size === 0,
    auc() {
      const all = totals();
      const pairs = at(all, FRAUD) * at(all, GOOD);
      if (pairs === 0) return null;
      let goodBelow = 0;
      let won = 0;
      for (const [, sums] of sorted()) {
        won += at(sums, FRAUD) * (goodBelow + at(sums, GOOD) / 2);
        goodBelow += at(sums, GOOD);
      }
      return won / pairs;
    },
    quantiles(steps) {
      const all = totals();
      const values = [FRAUD, GOOD].flatMap((side) => quantilesOf(sorted(), side, at(all, side), steps));
      return [...new Set(values)].sort((one, other) => one - other);
    },
    stopped(steps) {
      const descending = sorted();
      const stopped = [...missingStopped];
      let next = descending.length - 1;
      return steps.map(({ above }) => {
        for (let entry = descending[next]; entry && entry[0] > above; entry = descending[next]) {
          addSums(stopped, entry[1]);
          next -= 1;
        }
        return [...stopped];
      });
    },
  };
}

function quantilesOf(
  ascending: readonly (readonly [number, RowSums])[],
  side: number,
  count: number,
  steps: number,
): number[] {
  const values: number[] = [];
  let passed = 0;
  for (const [value, sums] of ascending) {
    const before = Math.floor((passed * steps) / count);
    passed += at(sums, side);
    if (Math.floor((passed * steps) / count) > before) values.push(value);
  }
  return values;
}

/** What a threshold that stops this, of so much, does. */
export function pointOf(
  threshold: CurvePoint['threshold'],
  stopped: RowSums,
  all: RowSums,
  currencies: Currencies,
): CurvePoint {
  const tp = at(stopped, FRAUD);
  const fp = at(stopped, GOOD);
  const confusion = { tp, fp, fn: at(all, FRAUD) - tp, tn: at(all, GOOD) - fp };
  const byCurrency = new Map(moneyOf(stopped, currencies).map((sums) => [sums.currency, sums]));
  const money = moneyOf(all, currencies).map(({ currency, fraud, good }) => {
    const { fraud: stoppedFraud = 0, good: stoppedGood = 0 } = byCurrency.get(currency) ?? {};
    return { currency, tp: stoppedFraud, fp: stoppedGood, fn: fraud - stoppedFraud, tn: good - stoppedGood };
  });
  const { precision, recall } = sharesOf(confusion);
  const rows = rowsOf(all);
  return { threshold, confusion, money, precision, recall, approval_rate: shareOf(rows - rowsOf(stopped), rows) };
}
