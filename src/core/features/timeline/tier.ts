import type { JsonValue } from '../scowl-value.ts';
import {
  type ColumnPlace,
  type Layout,
  ROW_ARRIVAL,
  ROW_AT_MS,
  TILE_ARRIVAL,
  TILE_AT_MS,
  TILE_COUNT,
  TILE_OUTCOME,
} from './layout.ts';
import type { Row } from './rows.ts';
import type { Tier } from './tiles.ts';

/** Adds entries to the tiles of one width; the tier that was given is not changed. */
export interface TierWriter {
  add(row: Row, outcome: number): void;
  /** Takes an entry from counts and sums again, if a tile of its time and outcome is there. */
  remove(row: Row, outcome: number): void;
  /** The tier without the tiles that end before this. */
  close(forgetBeforeMs: number): Tier;
}

/** Opens the tiles of one width for writing, or none yet. */
export function writeTier(layout: Layout, widthMs: number, tier: Tier | null): TierWriter {
  const numbers = tier?.numbers.slice() ?? [];
  const others = tier?.others.slice() ?? [];
  const { tileNumbers, tileOthers } = layout;
  let count = tier?.count ?? 0;

  /** The last tile that is not behind this time and outcome, or -1. Most entries belong to the newest. */
  function find(start: number, outcome: number): number {
    let tile = count - 1;
    while (tile >= 0) {
      const difference = (numbers[tile * tileNumbers] ?? 0) - start;
      if (difference < 0 || (difference === 0 && (numbers[tile * tileNumbers + TILE_OUTCOME] ?? 0) <= outcome)) break;
      tile--;
    }
    return tile;
  }

  function isAt(tile: number, start: number, outcome: number): boolean {
    const at = tile * tileNumbers;
    return tile >= 0 && numbers[at] === start && numbers[at + TILE_OUTCOME] === outcome;
  }

  function insert(tile: number, start: number, outcome: number): void {
    const blank = [start, outcome, ...new Array<number>(tileNumbers - TILE_COUNT).fill(0)];
    numbers.splice(tile * tileNumbers, 0, ...blank);
    others.splice(tile * tileOthers, 0, ...new Array<JsonValue>(tileOthers).fill(null));
    count++;
  }

  return {
    add(row, outcome) {
      const start = Math.floor((row.numbers[ROW_AT_MS] ?? 0) / widthMs);
      let tile = find(start, outcome);
      if (!isAt(tile, start, outcome)) insert(++tile, start, outcome);
      addEntry(numbers, tile * tileNumbers, row);
      for (const place of layout.columns) {
        addColumn(place, numbers, tile * tileNumbers, others, tile * tileOthers, row);
      }
    },
    remove(row, outcome) {
      const start = Math.floor((row.numbers[ROW_AT_MS] ?? 0) / widthMs);
      const tile = find(start, outcome);
      if (!isAt(tile, start, outcome)) return;
      const at = tile * tileNumbers;
      bump(numbers, at + TILE_COUNT, -1);
      for (const place of layout.columns) removeColumn(place, numbers, at, row);
    },
    close(forgetBeforeMs) {
      let gone = 0;
      while (gone < count && ((numbers[gone * tileNumbers] ?? 0) + 1) * widthMs <= forgetBeforeMs) gone++;
      numbers.splice(0, gone * tileNumbers);
      others.splice(0, gone * tileOthers);
      return { widthMs, count: count - gone, numbers, others };
    },
  };
}

function addEntry(numbers: number[], at: number, row: Row): void {
  const arrival = row.numbers[ROW_ARRIVAL] ?? 0;
  if (numbers[at + TILE_COUNT] === 0 || arrival >= (numbers[at + TILE_ARRIVAL] ?? 0)) {
    numbers[at + TILE_ARRIVAL] = arrival;
    numbers[at + TILE_AT_MS] = row.numbers[ROW_AT_MS] ?? 0;
  }
  bump(numbers, at + TILE_COUNT, 1);
}

/** Adds what a column's kind keeps: see the sizes in layout.ts. */
function addColumn(place: ColumnPlace, numbers: number[], at: number, others: JsonValue[], other: number, row: Row) {
  const count = at + place.tileNumber;
  if (!holds(place, row)) return;
  const isFirst = numbers[count] === 0;
  bump(numbers, count, 1);
  if (place.kind === 'mark') addNewest(numbers, count + 1, isFirst, row);
  if (place.kind === 'value') addValue(place, numbers, count + 1, isFirst, others, other + place.tileOther, row);
  if (place.kind !== 'number' && place.kind !== 'money') return;
  const value = row.numbers[place.rowNumber] ?? 0;
  numbers[count + 1] = isFirst ? value : (numbers[count + 1] ?? 0) + value;
  numbers[count + 2] = isFirst ? value : Math.min(numbers[count + 2] ?? 0, value);
  numbers[count + 3] = isFirst ? value : Math.max(numbers[count + 3] ?? 0, value);
  if (place.kind !== 'money') return;
  const currency = row.others[place.rowOther] ?? '';
  const known = other + place.tileOther;
  others[known] = isFirst || others[known] === currency ? currency : '';
}

function addNewest(numbers: number[], at: number, isFirst: boolean, row: Row): boolean {
  const arrival = row.numbers[ROW_ARRIVAL] ?? 0;
  if (!isFirst && arrival < (numbers[at] ?? 0)) return false;
  numbers[at] = arrival;
  numbers[at + 1] = row.numbers[ROW_AT_MS] ?? 0;
  return true;
}

function addValue(
  place: ColumnPlace,
  numbers: number[],
  at: number,
  isFirst: boolean,
  others: JsonValue[],
  other: number,
  row: Row,
): void {
  const arrival = row.numbers[ROW_ARRIVAL] ?? 0;
  const value = row.others[place.rowOther] ?? null;
  if (isFirst || arrival < (numbers[at] ?? 0)) {
    numbers[at] = arrival;
    others[other] = value;
  }
  if (addNewest(numbers, at + 1, isFirst, row)) others[other + 1] = value;
}

function removeColumn(place: ColumnPlace, numbers: number[], at: number, row: Row): void {
  const count = at + place.tileNumber;
  if (!holds(place, row) || (numbers[count] ?? 0) === 0) return;
  bump(numbers, count, -1);
  if (place.kind === 'number' || place.kind === 'money') bump(numbers, count + 1, -(row.numbers[place.rowNumber] ?? 0));
}

function holds({ kind, rowNumber, rowOther }: ColumnPlace, row: Row): boolean {
  return kind === 'value' ? (row.others[rowOther] ?? null) !== null : !Number.isNaN(row.numbers[rowNumber]);
}

function bump(numbers: number[], at: number, by: number): void {
  numbers[at] = (numbers[at] ?? 0) + by;
}
