import type { EntryOutcome } from '../built-in-event.ts';
import type { AggregateFunction } from '../term.ts';

/**
 * What a column holds of each event:
 * - `mark`: 1 where a `where` held, else null
 * - `number`: a number or null; a time as milliseconds, a duration as nanoseconds, a boolean as 0 or 1
 * - `money`: `[minor units, currency]` or null
 * - `identity`: a text that is equal for equal values and is compared, never shown; or null
 * - `value`: any JSON, to be given back
 */
export type ColumnKind = 'mark' | 'number' | 'money' | 'identity' | 'value';

/** One thing that is kept of each event; null where the `where` that belongs to it did not hold. */
export interface ColumnDefinition {
  /** The canonical text of value and `where`, with the definitions of all that they read. */
  readonly text: string;
  readonly kind: ColumnKind;
}

/**
 * The past of one kind of event, by one key: all features that share event and key share it. Named by its content, so
 * that a changed definition is another timeline.
 */
export interface TimelineDefinition {
  readonly id: string;
  readonly event: string;
  /** Canonical texts of the writer's keys; none for a global one. */
  readonly keys: readonly string[];
  readonly columns: readonly ColumnDefinition[];
  /** The windows that are read from it, ascending, each once; the last is how far back it must reach. */
  readonly windowsMs: readonly number[];
}

/** How one aggregate reads a timeline. */
export interface AggregateRead {
  readonly function: AggregateFunction;
  /** Index into the columns; null: every entry counts (`Count()` without `where`). */
  readonly column: number | null;
  readonly outcomes: readonly EntryOutcome[] | null;
  readonly windowMs: number;
  readonly isExclusive: boolean;
}
