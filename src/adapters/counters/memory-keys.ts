import type { TimelineDefinition } from '../../core/features/timeline/definition.ts';
import type { Entry } from '../../core/features/timeline/entry.ts';
import { layoutOf } from '../../core/features/timeline/layout.ts';
import { NO_ROWS } from '../../core/features/timeline/rows.ts';
import type { TimelineState } from '../../core/features/timeline/state.ts';
import type { TimelineRequest } from '../../core/features/timeline/store.ts';
import type { Tiles } from '../../core/features/timeline/tiles.ts';
import { emptyKey, type KeyTimeline, stateOf, writeEntry } from './memory-key.ts';

/** How much is kept. `bytes` is about what it takes of the process's memory, without values that are texts. */
export interface MemorySize {
  readonly keys: number;
  readonly entries: number;
  /** Tiles in which folded entries are. */
  readonly tiles: number;
  readonly bytes: number;
}

/** All keys of one timeline in one scope. */
export interface MemoryKeys {
  /** Writes an entry to its key, and says whether it was there already. */
  write(request: TimelineRequest, entry: Entry): boolean;
  read(key: string): TimelineState;
  forget(key: string): void;
  size(): MemorySize;
}

const EMPTY: TimelineState = { rows: NO_ROWS, tiles: null };
/** What a key takes besides its entries: itself, its arrays, its place in the map and its name. Measured. */
const KEY_BYTES = 400;

/** Keys of a timeline; those whose newest entry no window reaches any more go, one or two with each write. */
export function createMemoryKeys(definition: TimelineDefinition): MemoryKeys {
  const layout = layoutOf(definition);
  // Eight bytes each, and one for the outcome; a quarter more for the room at the end of arrays.
  const rowBytes = 10 * (layout.rowNumbers + layout.rowOthers + 1);
  const tileBytes = 10 * (layout.tileNumbers + layout.tileOthers);
  const keys = new Map<string, KeyTimeline>();
  let newestMs = Number.NEGATIVE_INFINITY;
  let entries = 0;
  let tiles = 0;
  let round = keys.values();

  function forget(name: string): void {
    const key = keys.get(name);
    if (key === undefined) return;
    keys.delete(name);
    entries -= key.count;
    tiles -= tileCount(key.tiles);
  }

  /** Looks at the next key, whether it became too old. */
  function sweep(): void {
    const next = round.next();
    if (next.done) round = keys.values();
    else if (next.value.newestMs < newestMs - layout.reachMs) forget(next.value.name);
  }

  return {
    write(request, entry) {
      sweep();
      let key = keys.get(request.key);
      if (key === undefined) {
        // Once more, or new keys would come as fast as they are looked at.
        sweep();
        key = emptyKey(request.key);
        keys.set(request.key, key);
      }
      const { count, tiles: before } = key;
      const isDuplicate = writeEntry(layout, key, request, entry);
      entries += key.count - count;
      if (key.tiles !== before) tiles += tileCount(key.tiles) - tileCount(before);
      newestMs = Math.max(newestMs, entry.atMs);
      return isDuplicate;
    },
    read(name) {
      const key = keys.get(name);
      return key === undefined ? EMPTY : stateOf(key);
    },
    forget,
    size: () => ({
      keys: keys.size,
      entries,
      tiles,
      bytes: keys.size * KEY_BYTES + entries * rowBytes + tiles * tileBytes,
    }),
  };
}

function tileCount(tiles: Tiles | null): number {
  return tiles === null ? 0 : tiles.tiers.reduce((sum, { count }) => sum + count, 0);
}
