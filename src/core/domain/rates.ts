import { type Money, toMajor } from './money.ts';
import { type Missing, missing } from './value.ts';

/** What one unit of a currency was worth in US dollars from a day on (until the next entry of that currency). */
export interface Rate {
  readonly currency: string;
  readonly fromMs: number;
  readonly usdPerUnit: number;
}

/** Dated currency rates of a policy, by currency, each list sorted by `fromMs`. */
export type Rates = ReadonlyMap<string, readonly Rate[]>;

/** No rate is known. */
export const NO_RATES: Rates = new Map();

/** Sorts rates into the shape that look-ups want. */
export function ratesByCurrency(rates: readonly Rate[]): Rates {
  const byCurrency = new Map<string, Rate[]>();
  for (const rate of rates.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const list = byCurrency.get(rate.currency);
    if (list) list.push(rate);
    else byCurrency.set(rate.currency, [rate]);
  }
  return byCurrency;
}

/** The amount in US dollars at the rate of that moment; missing (`no_rate`) before the first one. Dollars need none. */
export function toUsd(money: Money, rates: Rates, atMs: number): number | Missing {
  const major = toMajor(money);
  if (money.currency === 'usd') return major;
  const rate = rates.get(money.currency)?.findLast((entry) => entry.fromMs <= atMs);
  return rate ? major * rate.usdPerUnit : missing('no_rate');
}
