import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { EntryOutcome } from '../../../../src/core/features/built-in-event.ts';
import type { JsonValue } from '../../../../src/core/features/scowl-value.ts';
import type { AggregateFunction } from '../../../../src/core/features/term.ts';
import type { ColumnKind } from '../../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../../src/core/features/timeline/entry.ts';
import { foldOldest, moveFolded } from '../../../../src/core/features/timeline/fold.ts';
import { outcomeCode } from '../../../../src/core/features/timeline/outcome.ts';
import { NO_ROWS } from '../../../../src/core/features/timeline/rows.ts';
import { tileWidthMs } from '../../../../src/core/features/timeline/tile-width.ts';
import type { Tiles } from '../../../../src/core/features/timeline/tiles.ts';
import { createNaiveTimeline } from '../../../contract/timelines/naive.ts';
import {
  aggregatesOf,
  DAY,
  entryOf,
  HOUR,
  MINUTE,
  NOON,
  readOf,
  timelineOf,
} from '../../../contract/timelines/stage.ts';
import { rowsOf } from './rows-of.ts';

const KINDS: readonly ColumnKind[] = ['mark', 'number', 'money', 'identity', 'value'];
const WINDOWS_MS = [HOUR, DAY];
const timeline = timelineOf(KINDS, WINDOWS_MS);
const OUTCOMES: readonly EntryOutcome[] = ['approved', 'declined'];

const value = fc.tuple(
  fc.constantFrom(null, 1),
  fc.option(fc.integer({ min: -9, max: 9 })),
  fc.option(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.constantFrom('usd', 'usd', 'usd', 'jpy'))),
  fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
  fc.option(fc.constantFrom<JsonValue[]>('x', 7, true, { a: 1 })),
);
const entries = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 24 * 60 }), value, fc.constantFrom(...OUTCOMES)), { maxLength: 60 })
  .map((all) =>
    all
      .toSorted(([a], [b]) => a - b)
      .map(([minutes, values, outcome], index) =>
        entryOf(`e${index}`, NOON + minutes * MINUTE, values, { outcome, arrival: index }),
      ),
  );

/** All of them in tiles, after so many were folded at a time. */
function tilesOf(all: readonly Entry[], atATime = all.length): Tiles | null {
  let tiles: Tiles | null = null;
  for (let from = 0; from < all.length; from += atATime) {
    const some = all.slice(from, from + atATime);
    tiles = foldOldest(timeline, rowsOf(KINDS, some), tiles, some.length).tiles;
  }
  return tiles;
}

const READS = (
  [
    ['Count', null],
    ['Count', 0],
    ['LatestTime', null],
    ['LatestTime', 0],
    ['Sum', 1],
    ['Average', 1],
    ['Min', 1],
    ['Max', 1],
    ['Sum', 2],
    ['CountUnique', 3],
    ['First', 4],
    ['Latest', 4],
  ] as const satisfies readonly (readonly [AggregateFunction, number | null])[]
).flatMap(([name, column]) =>
  [null, ['approved'] as const].flatMap((outcomes) =>
    WINDOWS_MS.map((windowMs) => readOf(name, { column, windowMs, outcomes })),
  ),
);

function readTiles(tiles: Tiles | null, atMs: number, reads = READS) {
  return aggregatesOf(timeline, { rows: NO_ROWS, tiles }, reads, null, atMs).map(({ value: found }) => found);
}

describe('tiles', () => {
  test('tell what a list would, of a window as long as its tiles make it', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 70 }), (all, atATime) => {
        const naive = createNaiveTimeline(KINDS);
        for (const entry of all) naive.write(entry, {});
        const tiles = tilesOf(all, atATime);
        const atMs = NOON + DAY;
        // Back to the beginning of the first tile that the window reaches into.
        const lengthOf = (windowMs: number) => {
          // Nothing of what was folded is in the window at all.
          if (atMs - windowMs >= (tiles?.foldedToMs ?? 0)) return windowMs;
          const width = tileWidthMs(windowMs);
          return atMs - Math.floor((atMs - windowMs + 1) / width) * width + 1;
        };
        const expected = READS.map((read) =>
          naive.read({ ...read, windowMs: lengthOf(read.windowMs), afterMs: null }, null, atMs),
        );
        const found = readTiles(tiles, atMs);
        for (const [at, read] of READS.entries()) {
          // Identities are known to the moment while they are few; all others to the tile.
          if (read.function === 'CountUnique') continue;
          expect([read, found[at]]).toEqual([read, toScowl(expected[at])]);
        }
      }),
    );
  });

  test('are the same, however many are folded at a time, and after a journey as JSON', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 20 }), (all, atATime) => {
        const tiles = tilesOf(all);
        const bits = tilesOf(all, atATime);
        expect(bits?.tiers).toEqual(tiles?.tiers);
        const atMs = all.at(-1)?.atMs ?? NOON;
        expect(readTiles(bits, atMs)).toEqual(readTiles(tiles, atMs));
        expect(JSON.parse(JSON.stringify(tiles))).toEqual(tiles);
      }),
    );
  });

  test('are not changed by what is folded on top of them', () => {
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const tiles = tilesOf(first);
        const before = structuredClone(tiles);
        const rows = rowsOf(KINDS, second);
        foldOldest(timeline, rows, tiles, second.length);
        if (tiles) for (const entry of first) moveFolded(timeline, tiles, entry, outcomeCode(entry.outcome), 4);
        expect(tiles).toEqual(before);
        expect(rows).toEqual(rowsOf(KINDS, second));
      }),
    );
  });
});

test('the oldest are folded, and the rest stays', () => {
  const all = Array.from({ length: 5 }, (_, index) => entryOf(`e${index}`, NOON + index, [1, index, null, 'a', 'x']));
  const { rows, tiles, ids } = foldOldest(timeline, rowsOf(KINDS, all), null, 3);
  expect(rows).toEqual(rowsOf(KINDS, all.slice(3)));
  expect(tiles?.foldedToMs).toBe(NOON + 2);
  expect([...ids.values()].join('')).toHaveLength(30);
  const [result] = aggregatesOf(timeline, { rows, tiles }, [readOf('Sum', { column: 1 })], null, NOON + 4);
  expect(result).toEqual({ value: 10, isApproximate: true });
});

test('a window that begins behind all that was folded is exact', () => {
  const all = Array.from({ length: 5 }, (_, index) => entryOf(`e${index}`, NOON + index, [1, index, null, 'a', 'x']));
  const state = foldOldest(timeline, rowsOf(KINDS, all), null, 3);
  const at = (atMs: number) => aggregatesOf(timeline, state, [readOf('Count')], null, atMs)[0];
  expect(at(NOON + HOUR + 2)).toEqual({ value: 2, isApproximate: false });
  expect(at(NOON + HOUR + 1)).toEqual({ value: 5, isApproximate: true });
});

describe('a folded event that becomes something else', () => {
  const outcomes = { approved: outcomeCode('approved'), declined: outcomeCode('declined') };
  const sums = (['Count', 'Sum', 'Average'] as const).flatMap((name) =>
    OUTCOMES.map((outcome) => readOf(name, { column: 1, windowMs: DAY, outcomes: [outcome] })),
  );

  test('takes its counts and sums with it, and back', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, place) => {
        const entry = all[place % Math.max(1, all.length)];
        const tiles = tilesOf(all);
        if (!entry || !tiles) return;
        const atMs = NOON + DAY;
        const other = entry.outcome === 'approved' ? 'declined' : 'approved';
        const there = moveFolded(timeline, tiles, entry, outcomeCode(entry.outcome), outcomeCode(other));
        const asIfAlways = all.map((each) => (each === entry ? { ...each, outcome: other } : each));
        expect(readTiles(there, atMs, sums)).toEqual(readTiles(tilesOf(asIfAlways as Entry[]), atMs, sums));
        const back = moveFolded(timeline, there, entry, outcomeCode(other), outcomeCode(entry.outcome));
        expect(readTiles(back, atMs, sums)).toEqual(readTiles(tiles, atMs, sums));
      }),
    );
  });

  test('changes nothing where only the report is new', () => {
    const entry = entryOf('e', NOON, [1, 1, null, 'a', 'x'], { outcome: 'approved' });
    const tiles = tilesOf([entry]);
    const reported = outcomeCode('approved', true);
    expect(tiles && moveFolded(timeline, tiles, entry, outcomes.approved, reported)).toBe(tiles);
  });
});

describe('a tile', () => {
  const at = (atMs: number, more: Partial<Entry> = {}) => entryOf(`e${atMs}`, atMs, [1, 1, null, 'a', 'x'], more);
  const fold = (tiles: Tiles | null, entry: Entry) => foldOldest(timeline, rowsOf(KINDS, [entry]), tiles, 1).tiles;
  const counts = (tiles: Tiles | null) => tiles?.tiers.map(({ count }) => count);
  // An edge of tiles of five minutes and of an hour.
  const edge = Math.ceil(NOON / HOUR) * HOUR;

  test('goes when no window of its width reaches it any more, and all go with the last one', () => {
    const first = fold(null, at(edge - 1));
    expect(counts(first)).toEqual([1, 1]);
    const reachMs = HOUR + limits.lateEventMs;
    expect(counts(fold(first, at(edge + reachMs - 1)))).toEqual([2, 2]);
    expect(counts(fold(first, at(edge + reachMs)))).toEqual([1, 2]);
    expect(counts(fold(first, at(edge + 50 * HOUR)))).toEqual([1, 1]);
  });

  test('counts until the window begins with its last moment', () => {
    const tiles = fold(fold(null, at(edge - 1)), at(edge + 1));
    expect(readTiles(tiles, edge - 2 + HOUR, [readOf('Count')])).toEqual([2]);
    expect(readTiles(tiles, edge - 1 + HOUR, [readOf('Count')])).toEqual([1]);
    // Those who were seen are known to the moment.
    const unique = readOf('CountUnique', { column: 3 });
    expect(readTiles(tiles, edge + HOUR, [unique])).toEqual([1]);
    const gone = fold(fold(null, at(edge + 1)), entryOf('other', edge + 2, [1, 1, null, 'b', 'x']));
    expect(readTiles(gone, edge + 1 + HOUR, [unique])).toEqual([1]);
  });

  test('is the first of those that arrived as one if it is the oldest', () => {
    const arrived = { arrival: 1 };
    const values = (text: string) => [null, null, null, null, text];
    const older = { ...at(edge - 1, arrived), values: values('older') };
    const newer = { ...at(edge + 1, arrived), values: values('newer') };
    const ends = [readOf('First', { column: 4 }), readOf('Latest', { column: 4 })];
    expect(readTiles(fold(fold(null, older), newer), edge + 2, ends)).toEqual(['older', 'newer']);
  });

  test('that lost all of an outcome begins to add from nothing', () => {
    const value = (id: string, number: number) =>
      entryOf(id, edge, [1, number, null, 'a', 'x'], { outcome: 'approved' });
    const [approved, declined] = [outcomeCode('approved'), outcomeCode('declined')];
    let tiles = fold(fold(null, value('a', 0.1)), value('b', 0.2));
    for (const moved of [value('a', 0.1), value('b', 0.2)]) {
      tiles = tiles && moveFolded(timeline, tiles, moved, approved, declined);
    }
    tiles = fold(tiles, value('c', 0.3));
    const read = (name: AggregateFunction) => readOf(name, { column: 1, outcomes: ['approved'] });
    expect(readTiles(tiles, edge, [read('Sum'), read('Min'), read('Count')])).toEqual([0.3, 0.3, 1]);
  });
});

/** As it is read: maps for objects. */
function toScowl(found: unknown): unknown {
  const isObject = typeof found === 'object' && found !== null && 'a' in found;
  return isObject ? new Map(Object.entries(found)) : found;
}
