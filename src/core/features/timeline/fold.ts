import type { TimelineDefinition } from './definition.ts';
import type { Entry } from './entry.ts';
import { foldedIdsOf } from './folded-ids.ts';
import { type ColumnPlace, type Layout, layoutOf, ROW_AT_MS } from './layout.ts';
import { type OutcomeCode, PLACE } from './outcome.ts';
import { type Row, type Rows, rowOf, rowsFrom } from './rows.ts';
import { type SketchWriter, writeSketch } from './sketch.ts';
import { writeTier } from './tier.ts';
import type { Seen, Tiles } from './tiles.ts';

/** What became of a key whose oldest entries were folded. */
export interface Folded {
  readonly rows: Rows;
  readonly tiles: Tiles | null;
  /** What must be appended to the texts of folded ids, by hour. */
  readonly ids: ReadonlyMap<number, string>;
}

/** Moves the oldest `count` entries into the tiles. Tiles that no window reaches any more are left out. */
export function foldOldest(definition: TimelineDefinition, rows: Rows, tiles: Tiles | null, count: number): Folded {
  const layout = layoutOf(definition);
  const newestMs = rows.numbers[(rows.count - 1) * layout.rowNumbers] ?? 0;
  const writer = writeTiles(layout, tiles);
  for (let row = 0; row < count; row++) writer.add(rowAt(layout, rows, row), (rows.outcomes[row] ?? 0) & PLACE);
  return {
    rows: rowsFrom(layout, rows, count),
    tiles: writer.close(newestMs),
    ids: foldedIdsOf(layout, rows, count),
  };
}

/**
 * Tiles in which an entry that was folded became something else: what it adds to counts and sums goes from one outcome
 * to the other. The least and greatest value, the first and newest, and who was seen stay with the old one, too: they
 * can't be taken apart.
 */
export function moveFolded(
  definition: TimelineDefinition,
  tiles: Tiles,
  entry: Entry,
  from: OutcomeCode,
  to: OutcomeCode,
): Tiles {
  if ((from & PLACE) === (to & PLACE)) return tiles;
  const layout = layoutOf(definition);
  const writer = writeTiles(layout, tiles);
  const row = rowOf(layout, entry);
  writer.remove(row, from & PLACE);
  writer.add(row, to & PLACE);
  return writer.close(tiles.foldedToMs) ?? tiles;
}

interface TilesWriter {
  add(row: Row, outcome: number): void;
  /** Only where a tile of its time and outcome is still there. */
  remove(row: Row, outcome: number): void;
  close(newestMs: number): Tiles | null;
}

function writeTiles(layout: Layout, tiles: Tiles | null): TilesWriter {
  const tiers = layout.tiers.map(({ widthMs, reachMs }) => ({
    reachMs,
    writer: writeTier(layout, widthMs, tiles?.tiers.find((tier) => tier.widthMs === widthMs) ?? null),
  }));
  const unitMs = layout.tiers[0]?.widthMs ?? 1;
  const seen = new Map<string, Omit<Seen, 'sketch'> & { readonly writer: SketchWriter }>();
  for (const { column, outcome, sketch } of tiles?.seen ?? []) {
    seen.set(`${column}:${outcome}`, { column, outcome, writer: writeSketch(sketch, unitMs) });
  }
  let foldedToMs = tiles?.foldedToMs ?? Number.NEGATIVE_INFINITY;

  function see(row: Row, { index: column, rowNumber }: ColumnPlace, outcome: number): void {
    const [first, second] = [row.numbers[rowNumber] ?? Number.NaN, row.numbers[rowNumber + 1] ?? Number.NaN];
    if (Number.isNaN(first)) return;
    let known = seen.get(`${column}:${outcome}`);
    if (known === undefined) {
      known = { column, outcome, writer: writeSketch(null, unitMs) };
      seen.set(`${column}:${outcome}`, known);
    }
    known.writer.add(first, second, row.numbers[ROW_AT_MS] ?? 0);
  }

  return {
    add(row, outcome) {
      foldedToMs = Math.max(foldedToMs, row.numbers[ROW_AT_MS] ?? 0);
      for (const { writer } of tiers) writer.add(row, outcome);
      for (const place of layout.columns) if (place.kind === 'identity') see(row, place, outcome);
    },
    remove(row, outcome) {
      for (const { writer } of tiers) writer.remove(row, outcome);
    },
    close(newestMs) {
      const kept = tiers.map(({ reachMs, writer }) => writer.close(newestMs - reachMs));
      if (kept.every(({ count }) => count === 0)) return null;
      const sketches = [...seen.values()].flatMap(({ column, outcome, writer }): Seen[] => {
        const sketch = writer.close(newestMs - layout.reachMs);
        return sketch === null ? [] : [{ column, outcome, sketch }];
      });
      return { foldedToMs, tiers: kept, seen: sketches };
    },
  };
}

function rowAt({ rowNumbers, rowOthers }: Layout, { numbers, others }: Rows, row: number): Row {
  return {
    numbers: numbers.slice(row * rowNumbers, (row + 1) * rowNumbers),
    others: others.slice(row * rowOthers, (row + 1) * rowOthers),
  };
}
