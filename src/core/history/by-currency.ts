/** Something kept for each currency. */
export interface ByCurrency<T> {
  of(currency: string): T;
  /** Each with its currency, sorted by it. */
  list<R>(tell: (currency: string, kept: T) => R): R[];
}

/** Nothing kept yet; `start` makes what a currency begins with. Rows of one currency in a row cost no looking up. */
export function createByCurrency<T>(start: () => T): ByCurrency<T> {
  const all = new Map<string, T>();
  let lastCurrency: string | null = null;
  let last: T | undefined;
  return {
    of(currency) {
      if (last !== undefined && currency === lastCurrency) return last;
      const kept = all.get(currency) ?? start();
      all.set(currency, kept);
      lastCurrency = currency;
      last = kept;
      return kept;
    },
    list: (tell) =>
      [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([currency, kept]) => tell(currency, kept)),
  };
}
