import type { HistoryRow } from '../../core/history/row.ts';
import type { Window } from '../../core/history/window.ts';
import type { ReplayEvent } from './replay-event.ts';

/** What a history is made of: asks with what became of them, and what is counted and not judged. */
export type HistoryItem = { readonly kind: 'row'; readonly row: HistoryRow } | ReplayEvent;

/** What a first look at a history tells. */
export interface HistoryAbout {
  readonly rows: number;
  /** When the first and the newest row was asked; null where there is none. */
  readonly firstMs: number | null;
  readonly newestMs: number | null;
  /** Attributes, features among them, that rows hold under their own names. */
  readonly given: ReadonlySet<string>;
  /** Which labels rows hold. */
  readonly labels: { readonly hasDisputes: boolean; readonly hasFinal: boolean };
  /** No ask stands there twice, as was counted: nobody need look for repeats while it is read. */
  readonly isEachOnce?: boolean;
}

/** A history, to be read in the order of time, ties as they stand. */
export interface HistorySource {
  readonly about: HistoryAbout;
  /** In batches, so that a row costs no turn of the event loop. */
  read(window: Window): AsyncIterable<readonly HistoryItem[]>;
  /** Rows that could not be read so far; each was told with its place. */
  unreadable(): number;
  close(): Promise<void>;
}
