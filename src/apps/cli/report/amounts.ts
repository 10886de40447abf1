import { sayMoney } from '../../../core/domain/figures.ts';

/** Sums of several currencies as one text; nothing where there are none. */
export function amounts(sums: readonly { readonly currency: string; readonly amount: number }[]): string {
  return sums.map(({ currency, amount }) => sayMoney(amount, currency)).join(', ');
}
