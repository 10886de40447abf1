import type { JsonValue } from '../../../core/features/scowl-value.ts';
import { type Layout, ROW_ARRIVAL } from '../../../core/features/timeline/layout.ts';
import type { OutcomeCode } from '../../../core/features/timeline/outcome.ts';
import type { Rows } from '../../../core/features/timeline/rows.ts';

/** Rows that were read in the order of writing, by time, then arrival, then as they were. Mostly they are already. */
export function inOrder(layout: Layout, rows: Rows): Rows {
  const { rowNumbers } = layout;
  const { numbers, count } = rows;
  for (let row = 1; row < count; row++) {
    if (compare(numbers, (row - 1) * rowNumbers, row * rowNumbers) > 0) return sorted(layout, rows);
  }
  return rows;
}

function compare(numbers: readonly number[], a: number, b: number): number {
  return (numbers[a] ?? 0) - (numbers[b] ?? 0) || (numbers[a + ROW_ARRIVAL] ?? 0) - (numbers[b + ROW_ARRIVAL] ?? 0);
}

function sorted({ rowNumbers, rowOthers }: Layout, { numbers, others, outcomes, count }: Rows): Rows {
  const order: number[] = [];
  for (let row = 0; row < count; row++) {
    // Nearly all stand right already, or nearly so.
    let place = row;
    while (place > 0 && compare(numbers, (order[place - 1] ?? 0) * rowNumbers, row * rowNumbers) > 0) place--;
    order.splice(place, 0, row);
  }
  const ordered: { numbers: number[]; others: JsonValue[]; outcomes: OutcomeCode[] } = {
    numbers: [],
    others: [],
    outcomes: [],
  };
  for (const row of order) {
    for (let at = row * rowNumbers; at < (row + 1) * rowNumbers; at++) ordered.numbers.push(numbers[at] ?? Number.NaN);
    for (let at = row * rowOthers; at < (row + 1) * rowOthers; at++) ordered.others.push(others[at] ?? null);
    ordered.outcomes.push(outcomes[row] ?? 0);
  }
  return { count, ...ordered };
}
