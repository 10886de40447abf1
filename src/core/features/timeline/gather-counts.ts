import { limits } from '../../domain/limits.ts';
import { ENTRY_OUTCOMES } from '../built-in-event.ts';
import { countsOwn, overlaps } from './filter.ts';
import { type Gatherer, type Target, tierOf } from './gather.ts';
import { TILE_COUNT, TILE_OUTCOME } from './layout.ts';
import { PENDING, PLACE } from './outcome.ts';
import { reachesTiles, type View } from './view.ts';

/**
 * Gathers how many entries there are, of all outcomes and of some: once for all counts without a column, since features
 * that count the approved, the declined and all come together.
 */
export function gatherCounts(): Gatherer {
  const inRows = new Float64Array(AGED + 1);
  const inTiles = new Float64Array(AGED + 1);
  let tilesMs = Number.NaN;

  return {
    reset() {
      inRows.fill(0);
      tilesMs = Number.NaN;
    },
    gather(view, from, to) {
      const { outcomes, numbers } = view.rows;
      const { rowNumbers } = view.layout;
      const agedMs = view.atMs - limits.pendingMs;
      for (let row = to - 1; row >= from; row--) {
        const outcome = (outcomes[row] ?? 0) & PLACE;
        const isAged = outcome === PENDING && (numbers[row * rowNumbers] ?? 0) <= agedMs;
        if (row !== view.ownRow) add(inRows, isAged ? AGED : outcome, 1);
      }
    },
    result(view, target, boundMs) {
      const { filter } = target;
      const isApproximate = reachesTiles(view, boundMs);
      let count = sumOf(inRows, filter.mask);
      if (isApproximate) {
        // Several counts of the same window follow each other.
        if (tilesMs !== boundMs) gatherTiles(inTiles, view, target, boundMs);
        tilesMs = boundMs;
        count += sumOf(inTiles, filter.mask);
      }
      if (!target.isExclusive && countsOwn(view, filter, boundMs)) count++;
      return { value: count, isApproximate };
    },
  };
}

/** Where pending entries are counted that are too old to count as approved: who asks for no outcome counts them. */
const AGED = ENTRY_OUTCOMES.length;

function gatherTiles(counts: Float64Array, view: View, target: Target, boundMs: number): void {
  counts.fill(0);
  const tier = tierOf(view, target);
  if (tier === undefined) return;
  const { tileNumbers } = view.layout;
  for (let at = (tier.count - 1) * tileNumbers; at >= 0 && overlaps(tier, at, boundMs); at -= tileNumbers) {
    const outcome = tier.numbers[at + TILE_OUTCOME] ?? 0;
    const isAged = outcome === PENDING && !overlaps(tier, at, view.atMs - limits.pendingMs);
    add(counts, isAged ? AGED : outcome, tier.numbers[at + TILE_COUNT] ?? 0);
  }
}

function add(counts: Float64Array, place: number, count: number): void {
  counts[place] = (counts[place] ?? 0) + count;
}

function sumOf(counts: Float64Array, mask: number): number {
  let sum = 0;
  for (let place = 0; place <= AGED; place++) if ((mask >> place) & 1) sum += counts[place] ?? 0;
  return sum;
}
