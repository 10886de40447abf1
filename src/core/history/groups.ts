import type { Groups } from './result.ts';
import type { HistoryRow } from './row.ts';
import type { Truth } from './truth.ts';

/** One of Radar's four groups. */
export type Group = keyof Groups;

/**
 * The group of a row: the first that applies of disputed, refunded and declined then; what is none of them passed for
 * legitimate so far. Disputed is what the labels in use say is fraud; of what is too young to be judged, what was
 * disputed by the newest row already.
 */
export function groupOf({ disputedAtMs, isRefunded, wasApproved }: HistoryRow, truth: Truth, newestMs: number): Group {
  const isDisputedYoung = truth === 'immature' && disputedAtMs !== null && disputedAtMs <= newestMs;
  if (truth === 'fraud' || isDisputedYoung) return 'disputed';
  if (isRefunded) return 'refunded';
  return wasApproved === false ? 'declined' : 'legitimate';
}

/** Counts of nothing yet. */
export function noGroups(): Record<Group, number> {
  return { disputed: 0, refunded: 0, declined: 0, legitimate: 0 };
}
