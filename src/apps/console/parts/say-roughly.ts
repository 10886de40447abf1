import { toMajor } from '../../../core/domain/money.ts';

/** About how much, without the currency, for the scale of a plot: `1.2K`, `705K`. */
export function sayRoughly(amountMinor: number, currency: string): string {
  return toMajor({ amountMinor, currency }).toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
}
