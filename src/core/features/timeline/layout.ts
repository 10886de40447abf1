import { limits } from '../../domain/limits.ts';
import type { ColumnKind, TimelineDefinition } from './definition.ts';
import { tileWidthMs } from './tile-width.ts';

/**
 * Where the parts of a timeline's entries stand. Entries lie side by side in two arrays, one of numbers and one of
 * everything else, as tiles do: that takes a fifth of the memory of objects, and is read faster.
 */
export interface Layout {
  readonly columns: readonly ColumnPlace[];
  /** Numbers a row: time, arrival, id, then by column. */
  readonly rowNumbers: number;
  /** Others a row: by column. */
  readonly rowOthers: number;
  /** Numbers a tile: its place in time, outcome, entries, the newest one's arrival and time, then by column. */
  readonly tileNumbers: number;
  readonly tileOthers: number;
  /** The widths of tiles that the windows need, ascending, each with how far it reaches back. */
  readonly tiers: readonly { readonly widthMs: number; readonly reachMs: number }[];
  /** What is older than the newest entry by more than this is not kept. */
  readonly reachMs: number;
}

/** Where a column's part stands in a row and in a tile; the first of its numbers and of its others. */
export interface ColumnPlace {
  readonly index: number;
  readonly kind: ColumnKind;
  readonly rowNumber: number;
  readonly rowOther: number;
  readonly tileNumber: number;
  readonly tileOther: number;
}

// Constants of their own, not fields of an object: in the innermost loops V8 threw its code away over those, again and
// again, once a process had a second store.

/** A row's numbers: these, then those of its columns. */
export const ROW_AT_MS = 0;
export const ROW_ARRIVAL = 1;
export const ROW_ID = 2;
export const ROW_COLUMNS = 3;

/**
 * A tile's numbers: its start, in tiles of its width since 1970, these, then those of its columns. The outcome is a
 * code without the report's bit.
 */
export const TILE_OUTCOME = 1;
export const TILE_COUNT = 2;
export const TILE_ARRIVAL = 3;
export const TILE_AT_MS = 4;
export const TILE_COLUMNS = 5;

/**
 * Numbers and others that a column takes, in a row and in a tile.
 * - `mark`: 1 or NaN · how many, the newest one's arrival and time
 * - `number`: it or NaN · how many, sum, least, greatest
 * - `money`: minor units or NaN, and its currency · the same, and the currency, '' where there are several
 * - `identity`: both halves of its fingerprint, or NaN · how many
 * - `value`: it or null · how many, first arrival, newest arrival, newest time, and the first and the newest value
 */
const SIZES: Readonly<Record<ColumnKind, readonly [number, number, number, number]>> = {
  mark: [1, 0, 3, 0],
  number: [1, 0, 4, 0],
  money: [1, 1, 4, 1],
  identity: [2, 0, 1, 0],
  value: [0, 1, 4, 2],
};

const layouts = new WeakMap<TimelineDefinition, Layout>();

/** The layout of a timeline; made once for each definition. */
export function layoutOf(definition: TimelineDefinition): Layout {
  let layout = layouts.get(definition);
  if (layout === undefined) {
    layout = makeLayout(definition);
    layouts.set(definition, layout);
  }
  return layout;
}

function makeLayout({ columns, windowsMs }: TimelineDefinition): Layout {
  let [rowNumbers, rowOthers, tileNumbers, tileOthers] = [ROW_COLUMNS as number, 0, TILE_COLUMNS as number, 0];
  const places = columns.map(({ kind }, index) => {
    const place = {
      index,
      kind,
      rowNumber: rowNumbers,
      rowOther: rowOthers,
      tileNumber: tileNumbers,
      tileOther: tileOthers,
    };
    const [numbersOfRow, othersOfRow, numbersOfTile, othersOfTile] = SIZES[kind];
    rowNumbers += numbersOfRow;
    rowOthers += othersOfRow;
    tileNumbers += numbersOfTile;
    tileOthers += othersOfTile;
    return place;
  });
  // Ascending windows: the last one of a width is the longest.
  const reaches = new Map(windowsMs.map((windowMs) => [tileWidthMs(windowMs), windowMs + limits.lateEventMs]));
  return {
    columns: places,
    rowNumbers,
    rowOthers,
    tileNumbers,
    tileOthers,
    tiers: [...reaches].map(([widthMs, reachMs]) => ({ widthMs, reachMs })),
    reachMs: (windowsMs.at(-1) ?? 0) + limits.lateEventMs,
  };
}
