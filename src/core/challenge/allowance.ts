import type { Allowance, AllowanceUse } from '../domain/allowance.ts';
import type { Authorization } from '../domain/authorization.ts';
import { isCardPresent } from '../domain/card-presence.ts';

/**
 * Whether a purchase is one that the cardholder vouched for: this card at this merchant, in this currency, with the
 * card there or not as it was then, in time and within the amounts and uses. An increment counts with what was
 * approved before. What is not known of either never matches.
 */
export function covers(allowance: Allowance, use: AllowanceUse, authorization: Authorization, atMs: number): boolean {
  return isFor(allowance, authorization, atMs) && isWithin(allowance, use, authorization.amountMinor);
}

/** The same but for what was used so far. */
export function isFor(allowance: Allowance, authorization: Authorization, atMs: number): boolean {
  const { amountMinor, previouslyApprovedAmountMinor, currency, merchant, card } = authorization;
  const isPresent = isCardPresent(authorization);
  return (
    card.id === allowance.card &&
    merchant.networkId === allowance.merchant &&
    currency === allowance.currency &&
    isPresent !== null &&
    isPresent === allowance.isCardPresent &&
    atMs >= allowance.fromMs &&
    atMs < allowance.untilMs &&
    previouslyApprovedAmountMinor + amountMinor <= allowance.eachMinor
  );
}

/** Whether there is so much left of it. */
export function isWithin(
  { totalMinor, usesDaily }: Pick<Allowance, 'totalMinor' | 'usesDaily'>,
  use: AllowanceUse,
  amountMinor: number,
): boolean {
  return use.totalMinor + amountMinor <= totalMinor && use.usesToday < usesDaily;
}
