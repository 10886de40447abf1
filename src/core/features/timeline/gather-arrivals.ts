import { toMajor } from '../../domain/money.ts';
import { missing } from '../../domain/value.ts';
import { valueFromJson } from '../engine/recorded-json.ts';
import type { JsonValue, ScowlValue } from '../scowl-value.ts';
import type { AggregateFunction } from '../term.ts';
import type { ColumnKind } from './definition.ts';
import { countsOwn, countsRow, countsTile, type OutcomeFilter, overlaps } from './filter.ts';
import { type Gatherer, type Target, tierOf } from './gather.ts';
import { type ColumnPlace, ROW_ARRIVAL, TILE_ARRIVAL, TILE_COUNT } from './layout.ts';
import { reachesTiles, type View } from './view.ts';

/** One end of the order of arrival: of the first or of the newest entry. */
interface End {
  arrival: number;
  atMs: number;
  value: JsonValue;
}

/**
 * Gathers the first and the newest entry by arrival, and what a column has of them: First, Latest and LatestTime. Of
 * entries that arrived as one the earlier by time is the first and the later one the newest, and the own one is last.
 * Tiles know the first and newest of a `value`, and when the newest of a `mark` or of all entries was.
 */
export function gatherArrivals(place: ColumnPlace | null, filter: OutcomeFilter): Gatherer {
  const first: End = { arrival: 0, atMs: 0, value: null };
  const newest: End = { arrival: 0, atMs: 0, value: null };
  return {
    reset() {
      clear(first, Number.POSITIVE_INFINITY);
      clear(newest, Number.NEGATIVE_INFINITY);
    },
    gather(view, from, to) {
      const { rowNumbers } = view.layout;
      const { numbers } = view.rows;
      const agedMs = filter.agedMs(view.atMs);
      for (let row = to - 1; row >= from; row--) {
        if (row === view.ownRow || !countsRow(view, row, filter.mask, agedMs)) continue;
        const arrival = numbers[row * rowNumbers + ROW_ARRIVAL] ?? 0;
        if (arrival > first.arrival && arrival <= newest.arrival) continue;
        const value = cellOf(view, row, place);
        if (value === null) continue;
        const atMs = numbers[row * rowNumbers] ?? 0;
        if (arrival <= first.arrival) Object.assign(first, { arrival, atMs, value });
        if (arrival > newest.arrival) Object.assign(newest, { arrival, atMs, value });
      }
    },
    result(view, target, boundMs) {
      const ends = { first: { ...first }, newest: { ...newest } };
      const isApproximate = reachesTiles(view, boundMs);
      if (isApproximate) addTiles(ends, view, target, place, filter, boundMs);
      if (!target.isExclusive && countsOwn(view, filter, boundMs)) addOwn(ends, view, place);
      return { value: endOf(target.function, place?.kind, ends), isApproximate };
    },
  };
}

interface Ends {
  first: End;
  newest: End;
}

function clear(end: End, arrival: number): void {
  end.arrival = arrival;
  end.atMs = 0;
  end.value = null;
}

/** What a column has of a row, as an entry would; null for nothing. Identities can't be given back, just be there. */
function cellOf({ rows, layout }: View, row: number, place: ColumnPlace | null): JsonValue {
  if (place === null) return true;
  const other = rows.others[row * layout.rowOthers + place.rowOther] ?? null;
  if (place.kind === 'value') return other;
  const number = rows.numbers[row * layout.rowNumbers + place.rowNumber] ?? Number.NaN;
  if (Number.isNaN(number)) return null;
  return place.kind === 'money' ? [number, other] : place.kind === 'number' ? number : true;
}

function addTiles(
  ends: Ends,
  view: View,
  target: Target,
  place: ColumnPlace | null,
  filter: OutcomeFilter,
  boundMs: number,
): void {
  const tier = tierOf(view, target);
  if (tier === undefined || !(place === null || place.kind === 'mark' || place.kind === 'value')) return;
  const { tileNumbers, tileOthers } = view.layout;
  const agedMs = filter.agedMs(view.atMs);
  const [count, newest] =
    place === null
      ? [TILE_COUNT, TILE_ARRIVAL]
      : [place.tileNumber, place.tileNumber + (place.kind === 'mark' ? 1 : 2)];
  for (let tile = tier.count - 1; tile >= 0 && overlaps(tier, tile * tileNumbers, boundMs); tile--) {
    const at = tile * tileNumbers;
    if (!countsTile(tier, at, filter.mask, agedMs) || tier.numbers[at + count] === 0) continue;
    const arrival = tier.numbers[at + newest] ?? 0;
    const atMs = tier.numbers[at + newest + 1] ?? 0;
    const other = tile * tileOthers + (place?.tileOther ?? 0);
    if (arrival > ends.newest.arrival) ends.newest = { arrival, atMs, value: tier.others[other + 1] ?? true };
    if (place?.kind !== 'value') continue;
    const firstArrival = tier.numbers[at + count + 1] ?? 0;
    if (firstArrival <= ends.first.arrival) {
      ends.first = { arrival: firstArrival, atMs: 0, value: tier.others[other] ?? null };
    }
  }
}

function addOwn(ends: Ends, { own }: View, place: ColumnPlace | null): void {
  if (own === null) return;
  const { arrival, atMs } = own;
  const value = place === null ? true : (own.values[place.index] ?? null);
  if (value === null) return;
  if (arrival < ends.first.arrival) ends.first = { arrival, atMs, value };
  if (arrival >= ends.newest.arrival) ends.newest = { arrival, atMs, value };
}

function endOf(name: AggregateFunction, kind: ColumnKind | undefined, { first, newest }: Ends): ScowlValue {
  const { value, atMs } = name === 'First' ? first : newest;
  if (value === null) return missing('no_event');
  if (name === 'LatestTime') return atMs;
  if (kind === 'identity') return missing('no_value');
  if (kind !== 'money') return valueFromJson(value);
  const [amountMinor, currency] = value as readonly [number, string];
  return toMajor({ amountMinor, currency });
}
