import type { AskAmounts } from '../../core/domain/authorization.ts';
import { boolean, type Fields, fieldsOf, integer, text } from './fields.ts';

/**
 * What `pending_request.amount` means for an increment: `additional` to what was approved before, as Stripe's API
 * reference words it ("the additional amount"), or the new `total`. This is the one place that chooses.
 */
export type IncrementReading = 'additional' | 'total';
export const INCREMENT_READING: IncrementReading = 'additional';

/**
 * The amounts of an ask, or null where there are none to decide on. While Stripe asks, the amount stands in
 * `pending_request` and the top-level one is 0; where there is no `pending_request` (an object retrieved later, or
 * older events) the top-level amount is the one asked for.
 */
export function readAmounts(authorization: Fields, reading: IncrementReading = INCREMENT_READING): AskAmounts | null {
  const pending = fieldsOf(authorization.pending_request);
  const isPending = pending.amount !== undefined && pending.amount !== null;
  const asked = isPending ? pending : authorization;
  const amount = integer(asked.amount);
  const currency = text(asked.currency) ?? text(authorization.currency);
  if (amount === null || currency === null) return null;

  const approved = isPending ? approvedAmounts(authorization.request_history) : [];
  const isIncremental = approved.length > 0;
  const previously = reading === 'additional' ? sum(approved) : (approved.at(-1) ?? 0);
  return {
    amountMinor: reading === 'total' && isIncremental ? Math.max(0, amount - previously) : amount,
    currency: currency.toLowerCase(),
    merchantAmountMinor: integer(asked.merchant_amount),
    merchantCurrency: text(asked.merchant_currency)?.toLowerCase() ?? null,
    cashbackAmountMinor: integer(fieldsOf(asked.amount_details).cashback_amount),
    isAmountControllable: boolean(pending.is_amount_controllable),
    previouslyApprovedAmountMinor: previously,
    isIncremental,
  };
}

/** Amounts of the earlier asks that were approved, oldest first (the order in which Stripe lists them). */
function approvedAmounts(history: unknown): number[] {
  if (!Array.isArray(history)) return [];
  return history
    .map(fieldsOf)
    .filter((entry) => entry.approved === true)
    .map((entry) => integer(entry.amount) ?? 0);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
