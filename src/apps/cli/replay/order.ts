import type { Scope } from '../../../core/domain/scope.ts';
import type { Row } from '../rows.ts';
import { type ReadEvent, readReplayEvent } from './read-event.ts';
import { createLineSorter, type SortedLines } from './sort-lines.ts';

/** What a look at a history told of it. */
export interface Look {
  /** Whether each of its events is as late as those before it. */
  readonly isInOrder: boolean;
  /** Whose world its asks are of; null where there are none, or none yet when the look ended. */
  readonly scope: Scope | null;
}

/** Where tracked events belong that stand among no asks. */
export const NO_SCOPE: Scope = { livemode: false, account: null };

/** Looks whether rows are in the order of their times, as far as the first one that is not. */
export async function lookAtOrder(rows: AsyncIterable<Row>): Promise<Look> {
  let latestMs = Number.NEGATIVE_INFINITY;
  let scope: Scope | null = null;
  for await (const row of rows) {
    if (!row.isRead) continue;
    const read = readReplayEvent(row.json, NO_SCOPE);
    if (read.kind !== 'event') continue;
    if (read.atMs < latestMs) return { isInOrder: false, scope };
    latestMs = read.atMs;
    scope ??= scopeOfAsk(read);
  }
  return { isInOrder: true, scope };
}

/** A history that was brought into order. */
export interface Ordered {
  readonly lines: SortedLines;
  readonly scope: Scope | null;
  /** Events that stood behind later ones. */
  readonly late: number;
  readonly ignored: number;
}

/**
 * Brings the events of rows into the order of their times, ties as they stand, on disk. What can't be read is told to
 * `onUnreadable` and left out, and so is what nothing is counted of.
 */
export async function sortByTime(
  rows: AsyncIterable<Row>,
  folder: string,
  onUnreadable: (line: number, problem: string) => void,
): Promise<Ordered> {
  const sorter = createLineSorter(folder);
  let latestMs = Number.NEGATIVE_INFINITY;
  let scope: Scope | null = null;
  let late = 0;
  let ignored = 0;
  for await (const row of rows) {
    const read = row.isRead ? readReplayEvent(row.json, NO_SCOPE) : ({ kind: 'unreadable', ...row } as const);
    if (read.kind === 'unreadable') onUnreadable(row.line, read.problem);
    else if (read.kind === 'ignored') ignored += 1;
    else if (row.isRead) {
      if (read.atMs < latestMs) late += 1;
      latestMs = Math.max(latestMs, read.atMs);
      scope ??= scopeOfAsk(read);
      await sorter.add(read.atMs, JSON.stringify(row.json));
    }
  }
  return { lines: await sorter.sorted(), scope, late, ignored };
}

/** The scope of an ask; null for another event. */
function scopeOfAsk({ event }: Extract<ReadEvent, { kind: 'event' }>): Scope | null {
  return event.kind === 'ask' ? event.authorization.scope : null;
}
