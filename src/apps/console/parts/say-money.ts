import { currencyExponent } from '../../../core/domain/money.ts';

/** An amount for people, e.g. `1,250.00 USD`. */
export function sayMoney(amountMinor: number, currency: string): string {
  const digits = currencyExponent(currency);
  const major = amountMinor / 10 ** digits;
  const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${major.toLocaleString('en-US', figures)} ${currency.toUpperCase()}`;
}

/** About how much, without the currency, for the scale of a plot: `1.2K`, `705K`. */
export function sayRoughly(amountMinor: number, currency: string): string {
  const major = amountMinor / 10 ** currencyExponent(currency);
  return major.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
}
