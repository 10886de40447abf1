import type { JsonValue } from '../scowl-value.ts';
import type { Entry } from './entry.ts';
import { fingerprint } from './hash.ts';
import { type Layout, ROW_ARRIVAL, ROW_ID } from './layout.ts';
import type { OutcomeCode } from './outcome.ts';

/**
 * Entries side by side, in the order of time, then arrival, then writing. Where the layout says that a row has three
 * numbers, the second row's are `numbers[3]` to `numbers[5]`. Behind the last row there may be more: it is not theirs.
 */
export interface Rows {
  readonly count: number;
  readonly numbers: readonly number[];
  readonly others: readonly JsonValue[];
  readonly outcomes: readonly OutcomeCode[];
}

/** One entry as a row, without its outcome. */
export interface Row {
  readonly numbers: readonly number[];
  readonly others: readonly JsonValue[];
}

export const NO_ROWS: Rows = { count: 0, numbers: [], others: [], outcomes: [] };

/** An entry's id as a number of 53 bits: what stores keep of it, and compare. */
export function entryIdOf(id: string): number {
  // One event is written to several timelines, one after the other.
  if (id !== last.text) last = { text: id, id: fingerprint(id).first };
  return last.id;
}

let last = { text: '', id: fingerprint('').first };

/** The entry as a row. */
export function rowOf(layout: Layout, entry: Entry): Row {
  const numbers = [entry.atMs, entry.arrival, entryIdOf(entry.id)];
  const others: JsonValue[] = [];
  for (let column = 0; column < layout.columns.length; column++) {
    const kind = layout.columns[column]?.kind;
    const value = entry.values[column] ?? null;
    if (kind === 'identity') {
      const { first, second } = typeof value === 'string' ? fingerprint(value) : NO_IDENTITY;
      numbers.push(first, second);
    } else if (kind === 'money') {
      const [minor, currency] = Array.isArray(value) ? value : NO_MONEY;
      numbers.push(Number(minor));
      others.push(currency);
    } else if (kind === 'value') {
      others.push(value);
    } else {
      numbers.push(value === null ? Number.NaN : Number(value));
    }
  }
  return { numbers, others };
}

const NO_IDENTITY = { first: Number.NaN, second: Number.NaN };
const NO_MONEY = [Number.NaN, null] as const;

/** The first row whose time is later than this; `count` where there is none. */
export function firstAfter({ rowNumbers }: Layout, { numbers, count }: Rows, atMs: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle * rowNumbers] ?? 0) > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a row of this time and arrival is put in: behind all that are not later. */
export function placeFor({ rowNumbers }: Layout, { numbers, count }: Rows, atMs: number, arrival: number): number {
  let place = count;
  while (place > 0) {
    const at = (place - 1) * rowNumbers;
    const beforeMs = numbers[at] ?? 0;
    if (beforeMs < atMs || (beforeMs === atMs && (numbers[at + ROW_ARRIVAL] ?? 0) <= arrival)) break;
    place--;
  }
  return place;
}

/** The row of the entry with this id, or -1. The newest is looked at first: there it usually is. */
export function findRow({ rowNumbers }: Layout, { numbers, count }: Rows, id: number): number {
  for (let row = count - 1; row >= 0; row--) if (numbers[row * rowNumbers + ROW_ID] === id) return row;
  return -1;
}

/** The rows from this one on. */
export function rowsFrom({ rowNumbers, rowOthers }: Layout, rows: Rows, from: number): Rows {
  return {
    count: rows.count - from,
    numbers: rows.numbers.slice(from * rowNumbers, rows.count * rowNumbers),
    others: rows.others.slice(from * rowOthers, rows.count * rowOthers),
    outcomes: rows.outcomes.slice(from, rows.count),
  };
}

/** The rows of what had arrived by then: a store that is filled again holds what came later, too. */
export function rowsArrivedBy({ rowNumbers, rowOthers }: Layout, rows: Rows, arrival: number): Rows {
  const numbers: number[] = [];
  const others: JsonValue[] = [];
  const outcomes: OutcomeCode[] = [];
  for (let row = 0; row < rows.count; row++) {
    const at = row * rowNumbers;
    if ((rows.numbers[at + ROW_ARRIVAL] ?? 0) > arrival) continue;
    numbers.push(...rows.numbers.slice(at, at + rowNumbers));
    others.push(...rows.others.slice(row * rowOthers, (row + 1) * rowOthers));
    outcomes.push(rows.outcomes[row] ?? 0);
  }
  return outcomes.length === rows.count ? rows : { count: outcomes.length, numbers, others, outcomes };
}
