import { toMajor } from '../../domain/money.ts';
import { missing } from '../../domain/value.ts';
import type { ScowlValue } from '../scowl-value.ts';
import type { AggregateFunction } from '../term.ts';

/** What Count, Sum, Average, Min and Max are made of. Money is in minor units. */
export interface Totals {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Of money: null until there is some, '' where there are several. */
  currency: string | null;
}

/** Totals of nothing. */
export function noTotals(): Totals {
  return { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, currency: null };
}

/** Makes one the same as the other, without making a new one: this is done for every feature of every event. */
export function copyTotals(from: Totals, to: Totals): void {
  to.count = from.count;
  to.sum = from.sum;
  to.min = from.min;
  to.max = from.max;
  to.currency = from.currency;
}

/** Adds the totals of several entries of one currency, `''` if there are several, null if it is not money. */
export function addTotals(
  totals: Totals,
  count: number,
  sum: number,
  min: number,
  max: number,
  currency: string | null,
): void {
  totals.count += count;
  totals.sum += sum;
  if (min < totals.min) totals.min = min;
  if (max > totals.max) totals.max = max;
  totals.currency = totals.currency === null || totals.currency === currency ? currency : '';
}

/** The value of an aggregate: of money in major units. A count doesn't care for currencies; a sum of nothing is 0. */
export function totalOf(name: AggregateFunction, { count, sum, min, max, currency }: Totals): ScowlValue {
  if (name === 'Count') return count;
  if (currency === '') return missing('mixed_currency');
  if (count === 0) return name === 'Sum' ? 0 : missing('no_event');
  const value = name === 'Sum' ? sum : name === 'Average' ? sum / count : name === 'Min' ? min : max;
  if (!Number.isFinite(value)) return missing('no_value');
  return currency === null ? value : toMajor({ amountMinor: value, currency });
}
