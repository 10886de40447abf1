import type { JsonValue } from '../scowl-value.ts';
import type { Sketch } from './sketch.ts';

/**
 * What is kept of entries that are no longer kept one by one. It is plain JSON, and it is never changed: folding makes
 * a new one.
 */
export interface Tiles {
  /** No entry later than this is in the tiles. */
  readonly foldedToMs: number;
  /** By width, as the layout names them. */
  readonly tiers: readonly Tier[];
  /** Who was seen, by identity column and outcome. */
  readonly seen: readonly Seen[];
}

/** Tiles of one width side by side as the layout says, by time, then outcome. */
export interface Tier {
  readonly widthMs: number;
  readonly count: number;
  readonly numbers: readonly number[];
  readonly others: readonly JsonValue[];
}

/** The identities of one column among the folded entries of one outcome. */
export interface Seen {
  readonly column: number;
  /** An outcome's code, without the report's bit. */
  readonly outcome: number;
  readonly sketch: Sketch;
}
