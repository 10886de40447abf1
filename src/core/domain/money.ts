/** An amount in the smallest unit of its currency, always together with it. `currency` is lower case ISO 4217. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const exponents = new Map<string, number>();

/**
 * Digits after the decimal point of a currency (usd 2, jpy 0, kwd 3), from the platform's ISO 4217 table.
 * Unknown but well-formed codes have 2, as Intl says; a malformed code has 2 as well, since a decision must not throw.
 */
export function currencyExponent(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    exponent = lookUpExponent(currency);
    exponents.set(currency, exponent);
  }
  return exponent;
}

function lookUpExponent(currency: string): number {
  if (!/^[a-z]{3}$/i.test(currency)) return 2;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount in major units, as rules read it: 1250 usd → 12.5, 1250 jpy → 1250, 1250 kwd → 1.25. */
export function toMajor(money: Money): number {
  return money.amountMinor / 10 ** currencyExponent(money.currency);
}

/** The amount for people, e.g. `12.50 USD`. */
export function formatMoney(money: Money): string {
  return `${toMajor(money).toFixed(currencyExponent(money.currency))} ${money.currency.toUpperCase()}`;
}
