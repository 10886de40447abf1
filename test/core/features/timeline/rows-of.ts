import type { ColumnKind } from '../../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../../src/core/features/timeline/entry.ts';
import { type Layout, layoutOf } from '../../../../src/core/features/timeline/layout.ts';
import { outcomeCode } from '../../../../src/core/features/timeline/outcome.ts';
import { type Rows, rowOf } from '../../../../src/core/features/timeline/rows.ts';
import { timelineOf } from '../../../contract/timelines/stage.ts';

/** The layout of a timeline with these columns. */
export function layout(kinds: readonly ColumnKind[]): Layout {
  return layoutOf(timelineOf(kinds));
}

/** Entries that are in order already, as rows. */
export function rowsOf(kinds: readonly ColumnKind[], entries: readonly Entry[]): Rows {
  const rows = entries.map((entry) => rowOf(layout(kinds), entry));
  return {
    count: entries.length,
    numbers: rows.flatMap(({ numbers }) => numbers),
    others: rows.flatMap(({ others }) => others),
    outcomes: entries.map(({ outcome }) => outcomeCode(outcome)),
  };
}
