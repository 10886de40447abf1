import { limits } from '../../domain/limits.ts';
import type { EntryOutcome } from '../built-in-event.ts';
import { TILE_OUTCOME } from './layout.ts';
import { outcomeCode, outcomeMask, PENDING, PLACE } from './outcome.ts';
import type { Tier } from './tiles.ts';
import type { View } from './view.ts';

/** Which entries an aggregate counts by what became of them. */
export interface OutcomeFilter {
  /** A bit for each outcome that counts. */
  readonly mask: number;
  /** Pending entries of this time or before don't count any more. */
  agedMs(atMs: number): number;
}

/** The filter of an aggregate over entries of these outcomes; null is all of them, pending ones for ever. */
export function outcomeFilter(outcomes: readonly EntryOutcome[] | null): OutcomeFilter {
  const mask = outcomeMask(outcomes);
  return {
    mask,
    agedMs: outcomes === null ? () => Number.NEGATIVE_INFINITY : (atMs) => atMs - limits.pendingMs,
  };
}

/** Whether a row counts. */
export function countsRow({ rows, layout }: View, row: number, mask: number, agedMs: number): boolean {
  const outcome = (rows.outcomes[row] ?? 0) & PLACE;
  if (((mask >> outcome) & 1) === 0) return false;
  return outcome !== PENDING || (rows.numbers[row * layout.rowNumbers] ?? 0) > agedMs;
}

/** Whether a tile counts: of a tile with pending entries any one may be young enough. */
export function countsTile(tier: Tier, at: number, mask: number, agedMs: number): boolean {
  const outcome = tier.numbers[at + TILE_OUTCOME] ?? 0;
  if (((mask >> outcome) & 1) === 0) return false;
  return outcome !== PENDING || overlaps(tier, at, agedMs);
}

/** Whether a tile reaches behind a time. */
export function overlaps({ numbers, widthMs }: Tier, at: number, boundMs: number): boolean {
  return ((numbers[at] ?? 0) + 1) * widthMs - 1 > boundMs;
}

/** Whether the event that reads counts itself. */
export function countsOwn({ own, atMs }: View, filter: OutcomeFilter, boundMs: number): boolean {
  if (own === null || own.atMs <= boundMs) return false;
  const outcome = outcomeCode(own.outcome);
  if (((filter.mask >> outcome) & 1) === 0) return false;
  return outcome !== PENDING || own.atMs > filter.agedMs(atMs);
}
