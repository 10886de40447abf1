import type { EntryOutcome } from '../built-in-event.ts';
import type { AggregateTerm } from '../term.ts';
import type { TimelineDefinition } from './definition.ts';
import { countsRow, outcomeFilter } from './filter.ts';
import { layoutOf } from './layout.ts';
import { outcomeOf } from './outcome.ts';
import { entryIdOf, findRow } from './rows.ts';
import type { TimelineState } from './state.ts';
import type { View } from './view.ts';

/** What an aggregate that is alone in its timeline read: which one, how it stood, when, and since when at the most. */
export interface PartRead {
  readonly timeline: TimelineDefinition;
  readonly state: TimelineState;
  readonly aggregate: Pick<AggregateTerm, 'outcomes' | 'windowMs'>;
  readonly atMs: number;
  readonly afterMs: number | null;
}

/**
 * Which of these entries the aggregate counted, by their ids, with what had become of each; the event that read is not
 * looked at. Entries that are in tiles are not found any more.
 */
export function countedEntries(
  { timeline, state, aggregate, atMs, afterMs }: PartRead,
  ids: Iterable<string>,
): ReadonlyMap<string, EntryOutcome> {
  const layout = layoutOf(timeline);
  const { rows, tiles } = state;
  const view: View = { layout, rows, tiles, own: null, ownRow: -1, atMs };
  const filter = outcomeFilter(aggregate.outcomes);
  const boundMs = Math.max(atMs - aggregate.windowMs, afterMs ?? Number.NEGATIVE_INFINITY);
  const agedMs = filter.agedMs(atMs);
  const [column = null] = layout.columns;
  const isThere = (row: number): boolean => {
    if (column === null) return true;
    if (column.kind === 'value') return (rows.others[row * layout.rowOthers + column.rowOther] ?? null) !== null;
    return !Number.isNaN(rows.numbers[row * layout.rowNumbers + column.rowNumber] ?? Number.NaN);
  };
  const counted = new Map<string, EntryOutcome>();
  for (const id of ids) {
    const row = findRow(layout, rows, entryIdOf(id));
    if (row === -1 || (rows.numbers[row * layout.rowNumbers] ?? 0) <= boundMs) continue;
    if (countsRow(view, row, filter.mask, agedMs) && isThere(row)) counted.set(id, outcomeOf(rows.outcomes[row] ?? 0));
  }
  return counted;
}
