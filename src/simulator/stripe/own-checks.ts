import type { Stripe } from 'stripe';
import { breaksControls, type Spending } from './spending-controls.ts';

type Reason = Stripe.Issuing.Authorization.RequestHistory.Reason;

/** What Stripe looks at before it asks anybody. */
export interface OwnChecks {
  readonly card: Stripe.Issuing.Card;
  readonly spending: Spending;
  readonly availableMinor: number;
  /** Null: there is none, or it doesn't count. */
  readonly fraudScore: number | null;
  readonly blocksScoresAbove: number | null;
}

/**
 * Stripe's own reason to decline, in the order of its checks: card and cardholder, spending controls, funds, its own
 * fraud block. Null: Stripe asks the program.
 */
export function ownRefusal({ card, spending, ...checks }: OwnChecks): Reason | null {
  const status = cardRefusal(card, spending.nowMs) ?? cardholderRefusal(card.cardholder);
  if (status !== null) return status;
  const controls = [card.spending_controls, card.cardholder.spending_controls];
  if (controls.some((some) => breaksControls(some, spending))) return 'spending_controls';
  if (spending.amountMinor > checks.availableMinor) return 'insufficient_funds';
  const { fraudScore, blocksScoresAbove } = checks;
  if (fraudScore !== null && blocksScoresAbove !== null && fraudScore > blocksScoresAbove) return 'suspected_fraud';
  return null;
}

function cardRefusal({ status, exp_year, exp_month }: Stripe.Issuing.Card, nowMs: number): Reason | null {
  if (status === 'canceled') return 'card_canceled';
  if (status !== 'active') return 'card_inactive';
  // A card is good to the end of its month; months count from 0 here.
  return nowMs >= Date.UTC(exp_year, exp_month) ? 'card_expired' : null;
}

function cardholderRefusal({ status, requirements }: Stripe.Issuing.Cardholder): Reason | null {
  if (status === 'blocked') return 'cardholder_blocked';
  if (status !== 'active') return 'cardholder_inactive';
  return requirements.disabled_reason === null ? null : 'cardholder_verification_required';
}
