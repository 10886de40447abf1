import { countsRow, type OutcomeFilter } from './filter.ts';
import type { ColumnPlace } from './layout.ts';
import { addTotals, type Totals } from './totals.ts';
import type { View } from './view.ts';

/** Adds rows from `from` up to `to` to totals, the newest first. */
export type Scan = (totals: Totals, view: View, from: number, to: number) => void;

/** How the rows of a column are added. */
export function scanOf(place: ColumnPlace, filter: OutcomeFilter): Scan {
  if (place.kind === 'money') return scanMoney(place, filter);
  return place.kind === 'value' ? scanValues(place, filter) : scanNumbers(place, filter);
}

function scanNumbers({ rowNumber }: ColumnPlace, filter: OutcomeFilter): Scan {
  return (totals, view, from, to) => {
    const { rowNumbers } = view.layout;
    const { numbers } = view.rows;
    const agedMs = filter.agedMs(view.atMs);
    let { count, sum, min, max } = totals;
    for (let row = to - 1; row >= from; row--) {
      const value = numbers[row * rowNumbers + rowNumber] ?? Number.NaN;
      if (Number.isNaN(value) || row === view.ownRow || !countsRow(view, row, filter.mask, agedMs)) continue;
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    totals.count = count;
    totals.sum = sum;
    totals.min = min;
    totals.max = max;
  };
}

function scanMoney({ rowNumber, rowOther }: ColumnPlace, filter: OutcomeFilter): Scan {
  return (totals, view, from, to) => {
    const { rowNumbers, rowOthers } = view.layout;
    const { numbers, others } = view.rows;
    const agedMs = filter.agedMs(view.atMs);
    for (let row = to - 1; row >= from; row--) {
      const minor = numbers[row * rowNumbers + rowNumber] ?? Number.NaN;
      if (Number.isNaN(minor) || row === view.ownRow || !countsRow(view, row, filter.mask, agedMs)) continue;
      addTotals(totals, 1, minor, minor, minor, others[row * rowOthers + rowOther] as string);
    }
  };
}

function scanValues({ rowOther }: ColumnPlace, filter: OutcomeFilter): Scan {
  return (totals, view, from, to) => {
    const { rowOthers } = view.layout;
    const { others } = view.rows;
    const agedMs = filter.agedMs(view.atMs);
    for (let row = to - 1; row >= from; row--) {
      if (others[row * rowOthers + rowOther] === null || row === view.ownRow) continue;
      if (countsRow(view, row, filter.mask, agedMs)) totals.count++;
    }
  };
}
