import type { TimelineDefinition } from './definition.ts';
import { layoutOf } from './layout.ts';
import { type Rows, rowsArrivedBy } from './rows.ts';
import type { Tiles } from './tiles.ts';

/** What a store gives back of one key's timeline: the same from every store, and nothing that is written later. */
export interface TimelineState {
  /** By time, then arrival, then as they were written. */
  readonly rows: Rows;
  /** What is no longer there one by one; null while everything is. */
  readonly tiles: Tiles | null;
}

/** The timeline as it stood when what arrived then was counted, as far as entries are kept one by one. */
export function stateAt(
  definition: TimelineDefinition,
  { rows, tiles }: TimelineState,
  arrival: number,
): TimelineState {
  return { rows: rowsArrivedBy(layoutOf(definition), rows, arrival), tiles };
}
