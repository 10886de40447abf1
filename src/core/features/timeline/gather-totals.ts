import { countsOwn, countsTile, type OutcomeFilter, overlaps } from './filter.ts';
import { type Gatherer, type Target, tierOf } from './gather.ts';
import type { ColumnPlace } from './layout.ts';
import { scanOf } from './scan.ts';
import { addTotals, copyTotals, noTotals, type Totals, totalOf } from './totals.ts';
import { reachesTiles, type View } from './view.ts';

/**
 * Gathers counts, sums and extremes of a column. Values are added from the newest back, tiles after rows, the own one
 * last, so that a sum is the same whatever else is read beside it.
 */
export function gatherTotals(place: ColumnPlace, filter: OutcomeFilter): Gatherer {
  const nothing = noTotals();
  const gathered = noTotals();
  const whole = noTotals();
  const scan = scanOf(place, filter);
  return {
    reset() {
      copyTotals(nothing, gathered);
    },
    gather(view, from, to) {
      scan(gathered, view, from, to);
    },
    result(view, target, boundMs) {
      copyTotals(gathered, whole);
      const isApproximate = reachesTiles(view, boundMs);
      if (isApproximate) addTiles(whole, view, target, place, filter, boundMs);
      if (!target.isExclusive && countsOwn(view, filter, boundMs)) addOwn(whole, view, place);
      return { value: totalOf(target.function, whole), isApproximate };
    },
  };
}

function addTiles(
  totals: Totals,
  view: View,
  target: Target,
  place: ColumnPlace,
  filter: OutcomeFilter,
  boundMs: number,
): void {
  const tier = tierOf(view, target);
  if (tier === undefined) return;
  const { tileNumbers, tileOthers } = view.layout;
  const agedMs = filter.agedMs(view.atMs);
  const isSummed = place.kind === 'number' || place.kind === 'money';
  for (let tile = tier.count - 1; tile >= 0 && overlaps(tier, tile * tileNumbers, boundMs); tile--) {
    if (!countsTile(tier, tile * tileNumbers, filter.mask, agedMs)) continue;
    const at = tile * tileNumbers + place.tileNumber;
    const count = tier.numbers[at] ?? 0;
    if (!isSummed) totals.count += count;
    else if (count > 0) {
      const currency = place.kind === 'money' ? tier.others[tile * tileOthers + place.tileOther] : null;
      const { numbers } = tier;
      addTotals(totals, count, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0, currency as string);
    }
  }
}

function addOwn(totals: Totals, { own }: View, place: ColumnPlace): void {
  const value = own?.values[place.index] ?? null;
  if (value === null) return;
  if (place.kind === 'identity' || place.kind === 'value') {
    totals.count++;
  } else if (place.kind === 'money') {
    const [minor, currency] = value as readonly [number, string];
    addTotals(totals, 1, minor, minor, minor, currency);
  } else {
    addTotals(totals, 1, Number(value), Number(value), Number(value), null);
  }
}
