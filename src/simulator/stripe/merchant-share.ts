import type { Authorization } from './account.ts';

/**
 * An amount of an authorization in the merchant's currency, at the rate of its first request. Without a request that
 * had an amount, the amount itself.
 */
export function merchantShare({ request_history }: Authorization, amountMinor: number): number {
  const first = request_history.find(({ amount }) => amount > 0);
  return first ? Math.round((amountMinor * first.merchant_amount) / first.amount) : amountMinor;
}
