import { limits } from '../domain/limits.ts';
import { addedUp, type CountAndMoney, type MoneySum } from './count-and-money.ts';
import { monthOf, monthSpan } from './months.ts';
import type { Share } from './result.ts';
import { shareOf } from './share.ts';

/** What was disputed as fraud among what was approved, in one month (UTC). */
export interface DisputeRateMonth {
  /** `2026-10`. */
  readonly month: string;
  /** Whether the month is over. */
  readonly is_over: boolean;
  /** Purchases of the month that were approved in the end. */
  readonly approved: CountAndMoney;
  /** Those of them that were disputed by now. */
  readonly by_purchase: CountAndMoney & { readonly rate: Share };
  /** Those that were disputed within so many days of the purchase; null while the month is too young to tell. */
  readonly at_age: (CountAndMoney & { readonly rate: Share }) | null;
  /** Purchases whose dispute was filed in the month, whenever they were bought, over the month's approved ones. */
  readonly by_filing: CountAndMoney & { readonly rate: Share };
  /** Whether what was filed is above the rate from which on card networks ask questions. */
  readonly is_above: boolean;
}

/** Approved purchases of one month. */
export interface ApprovedMonth {
  readonly month: string;
  readonly count: number;
  readonly money: readonly MoneySum[];
}

/** A purchase that is disputed as fraud. */
export interface DisputedPurchase {
  /** When it was approved. */
  readonly boughtAtMs: number;
  /** Since when the dispute says so, be it a draft. */
  readonly disputedAtMs: number;
  /** When the dispute was filed, which is handed in to the card network; null: it was not. */
  readonly filedAtMs: number | null;
  readonly amountMinor: number;
  readonly currency: string | null;
}

export interface DisputeRateView {
  readonly nowMs: number;
  readonly ageDays: number;
}

const DAY_MS = 86_400_000;

/**
 * The dispute rate of each of these months, in their order. Cohorts are compared at equal age: what is bought today is
 * not disputed yet, and no better for that.
 */
export function disputeRates(
  months: readonly ApprovedMonth[],
  disputes: readonly DisputedPurchase[],
  { nowMs, ageDays }: DisputeRateView,
): DisputeRateMonth[] {
  const known = disputes.filter(({ disputedAtMs }) => disputedAtMs <= nowMs);
  const isFiledIn = (month: string, filedAtMs: number | null) =>
    filedAtMs !== null && filedAtMs <= nowMs && monthOf(filedAtMs) === month;
  return months.map(({ month, count, money }) => {
    const bought = known.filter(({ boughtAtMs }) => monthOf(boughtAtMs) === month);
    const young = bought.filter(({ boughtAtMs, disputedAtMs }) => disputedAtMs <= boughtAtMs + ageDays * DAY_MS);
    const filed = known.filter(({ filedAtMs }) => isFiledIn(month, filedAtMs));
    const endMs = monthSpan(month).toMs;
    const rateOf = (some: readonly DisputedPurchase[]) => ({ ...addedUp(some), rate: rate(some.length, count) });
    const byFiling = rateOf(filed);
    return {
      month,
      is_over: endMs <= nowMs,
      approved: { count, money },
      by_purchase: rateOf(bought),
      at_age: endMs + ageDays * DAY_MS <= nowMs ? rateOf(young) : null,
      by_filing: byFiling,
      is_above: (byFiling.rate.value ?? 0) > limits.disputeRateMost,
    };
  });
}

/** What is filed in a month may be more than what is bought in it: then there is no interval. */
function rate(some: number, all: number): Share {
  return some > all && all > 0 ? { value: some / all, low: null, high: null } : shareOf(some, all);
}
