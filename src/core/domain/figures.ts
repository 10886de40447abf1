import { currencyExponent, toMajor } from './money.ts';

// How figures are written for people, the same in the terminal and in a browser.

/** What there is no number for. */
export const NONE = '–';

/** A share of a whole with where it lies, each from 0 to 1; null: of nothing. */
interface Share {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** `1,388` */
export function sayCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `12.3`: a number of things a day. */
export function sayRate(perDay: number): string {
  return perDay.toLocaleString('en-US', { maximumFractionDigits: perDay < 10 ? 2 : 1 });
}

/** `10.1 %`; what is small keeps two digits that tell something. */
export function sayPercent(value: number | null): string {
  return value === null ? NONE : `${digits(value, decimalsOf(value))} %`;
}

/** `9.6 to 10.6`: where a share lies, with as many digits as the share itself has; nothing for a share of nothing. */
export function sayInterval({ value, low, high }: Share, between = ' to '): string {
  if (value === null || low === null || high === null) return '';
  const decimals = decimalsOf(value);
  return `${digits(low, decimals)}${between}${digits(high, decimals)}`;
}

/** `10.1 % (9.6–10.6)`: the share with its interval. */
export function sayShare(share: Share): string {
  const interval = sayInterval(share, '–');
  return interval === '' ? NONE : `${sayPercent(share.value)} (${interval})`;
}

/** `2.9 points`: the distance of two shares. */
export function sayPoints(distance: number): string {
  return `${digits(distance, decimalsOf(distance))} points`;
}

/** `512,304.12`: in major units, with the digits of the currency. */
export function sayMajor(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const wish = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  return toMajor({ amountMinor, currency }).toLocaleString('en-US', wish);
}

/** `512,304`: in whole major units, where columns are many. */
export function sayWhole(amountMinor: number, currency: string): string {
  const whole = Math.round(toMajor({ amountMinor, currency }));
  return sayCount(whole === 0 ? 0 : whole);
}

/** `512,304.12 USD` */
export function sayMoney(amountMinor: number, currency: string): string {
  return `${sayMajor(amountMinor, currency)} ${currency.toUpperCase()}`;
}

/** A part of a whole; null of nothing. */
export function part(some: number, all: number): number | null {
  return all === 0 ? null : some / all;
}

function decimalsOf(value: number): number {
  return value !== 0 && Math.abs(value) < 0.01 ? 2 : 1;
}

function digits(value: number, decimals: number): string {
  return (value * 100).toFixed(decimals);
}
