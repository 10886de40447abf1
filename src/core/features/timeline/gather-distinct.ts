import { createDistinctTable } from './distinct-table.ts';
import { countsOwn, countsRow, type OutcomeFilter } from './filter.ts';
import type { Gatherer } from './gather.ts';
import { type Fingerprint, fingerprint } from './hash.ts';
import type { ColumnPlace } from './layout.ts';
import { PENDING } from './outcome.ts';
import { createRegisters } from './registers.ts';
import { type EachSeen, markOf, type Sketch } from './sketch.ts';
import type { Seen } from './tiles.ts';
import { reachesTiles, type View } from './view.ts';

/**
 * Gathers how many different identities a column has. Among the rows they are counted one by one, and so are those that
 * were folded while they are few; beyond that all of the window are estimated together.
 */
export function gatherDistinct(place: ColumnPlace, filter: OutcomeFilter): Gatherer {
  const table = createDistinctTable();
  const registers = createRegisters();
  let count = 0;
  // What was folded of this column, and whether some of it must be estimated.
  let seen: readonly Seen[] = [];
  let isSliding = false;
  // Of each, how many marks were added.
  let added: number[] = [];
  // Whether all that is asked for is an estimate: then nothing needs to be counted one by one.
  let isEstimate = false;

  return {
    reset(view, boundMs) {
      count = 0;
      seen = (view.tiles?.seen ?? []).filter((one) => one.column === place.index && (filter.mask >> one.outcome) & 1);
      isSliding = seen.some(({ sketch }) => sketch.kind === 'sliding');
      added = [];
      isEstimate = isSliding && reachesTiles(view, boundMs);
      table.clear(view.rows.count + seen.reduce((sum, { sketch }) => sum + sizeOf(sketch), 0));
      if (isSliding) registers.clear();
    },
    gather(view, from, to) {
      const { rowNumbers } = view.layout;
      const { numbers } = view.rows;
      const agedMs = filter.agedMs(view.atMs);
      for (let row = to - 1; row >= from; row--) {
        const at = row * rowNumbers + place.rowNumber;
        const first = numbers[at] ?? Number.NaN;
        if (Number.isNaN(first) || row === view.ownRow || !countsRow(view, row, filter.mask, agedMs)) continue;
        if (isSliding) registers.add(markOf(first));
        if (!isEstimate && table.add(first, numbers[at + 1] ?? 0)) count++;
      }
    },
    result(view, target, boundMs) {
      const isApproximate = reachesTiles(view, boundMs);
      if (isApproximate) addSeen(view, boundMs);
      const own = !target.isExclusive && countsOwn(view, filter, boundMs) ? ownIdentity(view, place) : null;
      if (isApproximate && isSliding) return { value: registers.estimate(own?.first ?? null), isApproximate };
      const isNew = own !== null && !table.has(own.first, own.second);
      return { value: isNew ? count + 1 : count, isApproximate };
    },
  };

  /** Windows come from the narrowest to the widest: what a narrower one added, a wider one would add, too. */
  function addSeen(view: View, boundMs: number): void {
    for (const [at, { outcome, sketch }] of seen.entries()) {
      const sinceMs = outcome === PENDING ? Math.max(boundMs, filter.agedMs(view.atMs)) : boundMs;
      if (sketch.kind === 'each') addEach(sketch, sinceMs);
      else added[at] = registers.addSince(sketch, added[at] ?? 0, sinceMs);
    }
  }

  function addEach({ triples }: EachSeen, sinceMs: number): void {
    for (let at = 0; at < triples.length; at += 3) {
      const first = triples[at] ?? 0;
      if ((triples[at + 2] ?? 0) <= sinceMs || !table.add(first, triples[at + 1] ?? 0)) continue;
      count++;
      if (isSliding) registers.add(markOf(first));
    }
  }
}

function sizeOf(sketch: Sketch): number {
  return sketch.kind === 'each' ? sketch.triples.length / 3 : 0;
}

function ownIdentity({ own }: View, place: ColumnPlace): Fingerprint | null {
  const identity = own?.values[place.index];
  return typeof identity === 'string' ? fingerprint(identity) : null;
}
