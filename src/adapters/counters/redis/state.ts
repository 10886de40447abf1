import { limits } from '../../../core/domain/limits.ts';
import type { Rows } from '../../../core/features/timeline/rows.ts';
import type { Tiles } from '../../../core/features/timeline/tiles.ts';
import { createKept } from './kept.ts';
import { readLines } from './lines.ts';
import { inOrder } from './order.ts';
import type { Prepared } from './prepared.ts';
import { emptyReading, linesBefore, type Reading } from './reading.ts';

/** What was read of one key. */
export interface ReadState {
  readonly rows: Rows;
  /** Of the tiles; empty where there are none. */
  readonly version: string;
  readonly tiles: Tiles | null;
  /** Whether there should be tiles that are not there: Redis threw them away. */
  readonly isTorn: boolean;
}

/** Tiles as this process has them. */
export interface KeptTiles {
  /** Empty for none. */
  readonly version: string;
  readonly tiles: Tiles | null;
}

/** What this process has of a key, and says to have when it asks for it. */
export interface Held {
  readonly tiles: KeptTiles;
  /** What it read before, up to `length`; it may grow until the answer comes. */
  readonly reading: Reading | null;
  readonly length: number;
}

/** What Redis gave of one key. */
export interface ReadTexts {
  readonly raw: Buffer | null;
  /** Whether `raw` begins where what the process has ends. */
  readonly isRest: boolean;
  /** Null where they are those that the process said to have. */
  readonly tiles: Buffer | null;
  readonly held: Held;
}

/**
 * Makes states of texts; keeps what was read of busy keys, and their tiles: little of it changes from one time to the
 * next.
 */
export interface StateReader {
  held(prepared: Prepared): Held;
  /** `isNew` says that the request's own line has yet to be put behind what was read. */
  read(prepared: Prepared, texts: ReadTexts, isNew: boolean): ReadState;
  keep(prepared: Prepared, version: string, tiles: Tiles | null): void;
}

const HASH = 35;
const NOTHING = Buffer.alloc(0);
const VERSION_LENGTH = 8;
const TURN_LENGTH = 12;
const HEADER_LENGTH = '#'.length + TURN_LENGTH + '\n'.length;
const NO_TILES: KeptTiles = { version: '', tiles: null };
/** Nothing. */
export const NOT_HELD: Held = { tiles: NO_TILES, reading: null, length: 0 };

/** A reader that keeps nothing yet. */
export function createStateReader(): StateReader {
  const tilesKept = createKept<KeptTiles>(limits.keptTiles);
  const readings = createKept<Reading>(limits.keptReadings);

  function keep({ keys }: Prepared, version: string, tiles: Tiles | null): void {
    tilesKept.set(keys.raw, { version, tiles });
  }

  /** Undefined where they should be there and are not. */
  function tilesOf(prepared: Prepared, version: string, { tiles: text, held }: ReadTexts): Tiles | null | undefined {
    if (version === held.tiles.version) return held.tiles.tiles;
    if (version === '') return null;
    // Another ask that was on its way at the same time has read the same: to parse them takes longest of all.
    const kept = tilesKept.get(prepared.keys.raw);
    if (kept?.version === version) return kept.tiles;
    if (text === null) return undefined;
    // INVARIANT: only a fold writes it, from tiles.
    const tiles = JSON.parse(text.toString()) as Tiles | null;
    keep(prepared, version, tiles);
    return tiles;
  }

  /** What was read before, and now on from there; or from the beginning. */
  function readOn({ layout, keys }: Prepared, { raw, isRest, held }: ReadTexts): Reading {
    const bytes = raw ?? NOTHING;
    if (isRest && held.reading) {
      readLines(layout, bytes, held.length, held.reading);
      return held.reading;
    }
    const turn = bytes[0] === HASH ? bytes.toString('latin1', 1, 1 + TURN_LENGTH) : '';
    const reading = emptyReading(turn, turn === '' ? 0 : HEADER_LENGTH);
    readLines(layout, bytes, 0, reading);
    if (turn !== '') readings.set(keys.raw, reading);
    return reading;
  }

  return {
    held({ keys }) {
      const reading = readings.get(keys.raw) ?? null;
      return { tiles: tilesKept.get(keys.raw) ?? NO_TILES, reading, length: reading?.length ?? 0 };
    },
    read(prepared, texts, isNew) {
      const reading = readOn(prepared, texts);
      let end = (texts.isRest ? texts.held.length : 0) + (texts.raw?.length ?? 0);
      if (isNew && prepared.own) end = addOwn(reading, prepared, prepared.own, end);
      const { numbers, others, outcomes, turn } = reading;
      const version = turn.slice(0, VERSION_LENGTH);
      const tiles = tilesOf(prepared, version, texts);
      const rows = inOrder(prepared.layout, { count: linesBefore(reading, end), numbers, others, outcomes });
      return { rows, version, tiles: tiles ?? null, isTorn: tiles === undefined };
    },
    keep,
  };
}

/** Puts the own line behind what was read, unless another answer brought it; gives where it ends. */
function addOwn(reading: Reading, { line }: Prepared, own: NonNullable<Prepared['own']>, end: number): number {
  const ownEnd = end + Buffer.byteLength(line);
  if (reading.length > end) return ownEnd;
  reading.starts.push(end);
  reading.numbers.push(...own.row.numbers);
  reading.others.push(...own.row.others);
  reading.outcomes.push(own.outcome);
  reading.length = ownEnd;
  return ownEnd;
}
