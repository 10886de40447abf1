import { currencyExponent, type Money, toMajor } from '../../core/domain/money.ts';

/** What one unit of a currency is worth in US dollars in the world, always. */
const USD_PER_UNIT: Readonly<Record<string, number>> = {
  usd: 1,
  eur: 1.08,
  gbp: 1.27,
  cad: 0.73,
  chf: 1.12,
  jpy: 0.0067,
  krw: 0.00073,
  kwd: 3.25,
  mxn: 0.055,
  pln: 0.25,
  sek: 0.095,
};

/** The same money in another currency, to the nearest minor unit; what is more than nothing stays so. */
export function convert(money: Money, currency: string): Money {
  if (money.currency === currency) return money;
  return fromUsd(toMajor(money) * rateOf(money.currency), currency);
}

/** So many dollars (major units) as money of a currency. */
export function fromUsd(usd: number, currency: string): Money {
  const amountMinor = Math.round((usd / rateOf(currency)) * 10 ** currencyExponent(currency));
  return { amountMinor: usd > 0 ? Math.max(1, amountMinor) : 0, currency };
}

function rateOf(currency: string): number {
  const rate = USD_PER_UNIT[currency];
  if (rate === undefined) throw new RangeError(`the world has no rate for ${currency}`);
  return rate;
}
