export interface Balances {
  /** What was paid in, less what is held and spent; below zero after captures beyond what was held. */
  availableMinor(currency: string): number;
  /** For open authorizations, and those that are being asked about. A negative amount is a release. */
  hold(currency: string, amountMinor: number): void;
  /** By a capture; what comes back is negative. */
  spend(currency: string, amountMinor: number): void;
  fund(currency: string, amountMinor: number): void;
}

/** The issuing balance in minor units, one of its own for each currency, each opened with `openingMinor`. */
export function createBalances(openingMinor: number): Balances {
  const funded = new Map<string, number>();
  const used = new Map<string, number>();
  const fundedMinor = (currency: string) => funded.get(currency) ?? openingMinor;
  const usedMinor = (currency: string) => used.get(currency) ?? 0;
  const use = (currency: string, amountMinor: number) => void used.set(currency, usedMinor(currency) + amountMinor);
  return {
    availableMinor: (currency) => fundedMinor(currency) - usedMinor(currency),
    hold: use,
    spend: use,
    fund(currency, amountMinor) {
      funded.set(currency, Math.min(fundedMinor(currency) + amountMinor, Number.MAX_SAFE_INTEGER));
    },
  };
}
