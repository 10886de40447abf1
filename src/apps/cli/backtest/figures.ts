import { currencyExponent, toMajor } from '../../../core/domain/money.ts';
import type { Share } from '../../../core/history/result.ts';

// How numbers of a result are written, the same in the terminal and on the page.

/** What there is no number for. */
export const NONE = '–';

/** `1,388` */
export function number(count: number): string {
  return count.toLocaleString('en');
}

/** `12.3`: a number of things a day. */
export function rate(perDay: number): string {
  return perDay.toLocaleString('en', { maximumFractionDigits: perDay < 10 ? 2 : 1 });
}

/** `10.1 %`; what is small keeps two digits that tell something. */
export function percent(value: number | null): string {
  return value === null ? NONE : `${digits(value, decimalsOf(value))} %`;
}

/** `10.1 % (9.6–10.6)`: the share with its interval. */
export function share({ value, low, high }: Share): string {
  if (value === null || low === null || high === null) return NONE;
  const decimals = decimalsOf(value);
  return `${digits(value, decimals)} % (${digits(low, decimals)}–${digits(high, decimals)})`;
}

/** `512,304.12`: in major units, with the digits of the currency. */
export function major(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const wish = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  return toMajor({ amountMinor, currency }).toLocaleString('en', wish);
}

/** `512,304`: in whole major units, where columns are many. */
export function wholeMajor(amountMinor: number, currency: string): string {
  const whole = Math.round(toMajor({ amountMinor, currency }));
  return number(whole === 0 ? 0 : whole);
}

/** `512,304.12 USD` */
export function money(amountMinor: number, currency: string): string {
  return `${major(amountMinor, currency)} ${currency.toUpperCase()}`;
}

/** A part of a whole; null of nothing. */
export function part(some: number, all: number): number | null {
  return all === 0 ? null : some / all;
}

/** The day of a time of the result's: `2026-05-01`. */
export function day(time: string): string {
  return time.slice(0, 10);
}

function decimalsOf(value: number): number {
  return value !== 0 && Math.abs(value) < 0.01 ? 2 : 1;
}

function digits(value: number, decimals: number): string {
  return (value * 100).toFixed(decimals);
}
