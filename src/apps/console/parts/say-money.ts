import { currencyExponent } from '../../../core/domain/money.ts';

/** An amount for people, e.g. `1,250.00 USD`. */
export function sayMoney(amountMinor: number, currency: string): string {
  const digits = currencyExponent(currency);
  const major = amountMinor / 10 ** digits;
  const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${major.toLocaleString('en-US', figures)} ${currency.toUpperCase()}`;
}
