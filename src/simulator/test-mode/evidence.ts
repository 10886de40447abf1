import type Stripe from 'stripe';
import type { Issuer } from '../world/issuer.ts';

type Reason = Parameters<Issuer['dispute']>[1];

const DAY_SECONDS = 86_400;

/**
 * Evidence with everything in it that Stripe asks for before it takes a dispute of this reason ("Dispute reasons and
 * evidence" in its documentation).
 */
export function evidenceFor(reason: Reason, nowMs: number): Stripe.Issuing.DisputeCreateParams.Evidence {
  const yesterday = Math.floor(nowMs / 1_000) - DAY_SECONDS;
  const product = { product_description: 'Something that was ordered', product_type: 'merchandise' };
  if (reason === 'fraudulent') {
    return { reason, fraudulent: { explanation: 'The cardholder did not make this purchase.' } };
  }
  if (reason === 'not_received') {
    const explanation = 'It never came.';
    return { reason, not_received: { ...product, explanation, expected_at: yesterday } };
  }
  return {
    reason,
    canceled: {
      ...product,
      explanation: 'It was canceled in time.',
      cancellation_reason: 'No longer wanted',
      cancellation_policy_provided: true,
      canceled_at: yesterday,
      expected_at: yesterday,
      return_status: 'successful',
      returned_at: yesterday,
    },
  };
}
