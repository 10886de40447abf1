import type { Entry } from './entry.ts';
import type { Layout } from './layout.ts';
import type { Rows } from './rows.ts';
import type { Tiles } from './tiles.ts';

/** A timeline as one event sees it. */
export interface View {
  readonly layout: Layout;
  readonly rows: Rows;
  readonly tiles: Tiles | null;
  /** The event that reads, where it is one of the timeline's; else null. */
  readonly own: Entry | null;
  /** Its row, which is not to be counted as one; or -1. */
  readonly ownRow: number;
  readonly atMs: number;
}

/** Whether a window reaches further back than what is kept one by one. */
export function reachesTiles({ tiles }: View, boundMs: number): boolean {
  return tiles !== null && boundMs < tiles.foldedToMs;
}
