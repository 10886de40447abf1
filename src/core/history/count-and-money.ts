/** Sums of one currency, in its minor units. */
export interface MoneySum {
  readonly currency: string;
  readonly amount: number;
}

/** How many, and what they come to. */
export interface CountAndMoney {
  readonly count: number;
  readonly money: readonly MoneySum[];
}

/** One thing, or several of one currency; null where that is not known. */
interface Counted {
  readonly currency: string | null;
  readonly amountMinor: number | null;
  /** One where it is left out. */
  readonly count?: number;
}

/** All of them together, by currency. */
export function addedUp(all: readonly Counted[]): CountAndMoney {
  const sums = new Map<string, number>();
  let count = 0;
  for (const { currency, amountMinor, count: some = 1 } of all) {
    count += some;
    if (currency !== null && amountMinor !== null) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  return { count, money: [...sums].sort().map(([currency, amount]) => ({ currency, amount })) };
}
