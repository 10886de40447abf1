import type { Groups } from './result.ts';
import type { HistoryRow } from './row.ts';
import type { LabelView } from './truth.ts';

/** One of Radar's four groups. */
export type Group = keyof Groups;

/**
 * The group of a row: the first that applies of disputed, refunded and declined then; what is none of them passed for
 * legitimate so far. Disputed is what the labels in use say is fraud: filed by the newest row, or in truth.
 */
export function groupOf(
  { disputedAtMs, isFraud, isRefunded, wasApproved }: HistoryRow,
  { kind, newestMs }: Pick<LabelView, 'kind' | 'newestMs'>,
): Group {
  if (kind === 'final' ? (isFraud ?? disputedAtMs !== null) : disputedAtMs !== null && disputedAtMs <= newestMs) {
    return 'disputed';
  }
  if (isRefunded) return 'refunded';
  return wasApproved === false ? 'declined' : 'legitimate';
}

/** Counts of nothing yet. */
export function noGroups(): Record<Group, number> {
  return { disputed: 0, refunded: 0, declined: 0, legitimate: 0 };
}
