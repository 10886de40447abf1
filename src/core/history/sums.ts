import { createByCurrency } from './by-currency.ts';
import type { Apart, Sums } from './result.ts';
import type { Truth } from './truth.ts';

/** Rows with their money, by what they turned out to be. */
export interface SumsTally {
  /** `times`: -1 takes one away. */
  add(truth: Truth, amountMinor: number, currency: string, times?: 1 | -1): void;
  sums(): Sums;
}

/** Sums of nothing yet. */
export function createSumsTally(): SumsTally {
  let count = 0;
  let fraud = 0;
  let good = 0;
  const money = createByCurrency(() => ({ fraud: 0, good: 0 }));
  return {
    add(truth, amountMinor, currency, times = 1) {
      count += times;
      if (truth === 'fraud') {
        fraud += times;
        money.of(currency).fraud += times * amountMinor;
      } else if (truth === 'good') {
        good += times;
        money.of(currency).good += times * amountMinor;
      }
    },
    sums: () => ({ count, fraud, good, money: money.list((currency, sums) => ({ currency, ...sums })) }),
  };
}

/** Rows that can't be scored. */
export interface ApartTally {
  add(isStopped: boolean, amountMinor: number, currency: string): void;
  apart(): Apart;
}

/** None of them yet. */
export function createApartTally(): ApartTally {
  let count = 0;
  let stopped = 0;
  const money = createByCurrency(() => ({ amount: 0, stopped: 0 }));
  return {
    add(isStopped, amountMinor, currency) {
      const sums = money.of(currency);
      count += 1;
      sums.amount += amountMinor;
      if (!isStopped) return;
      stopped += 1;
      sums.stopped += amountMinor;
    },
    apart: () => ({ count, stopped, money: money.list((currency, sums) => ({ currency, ...sums })) }),
  };
}
