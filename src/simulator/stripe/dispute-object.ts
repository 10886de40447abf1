import type { Stripe } from 'stripe';
import type { Issuer } from '../world/issuer.ts';

type Dispute = Stripe.Issuing.Dispute;
export type DisputeReason = Parameters<Issuer['dispute']>[1];

/** What tells one dispute from another. */
export interface DisputeParts extends Pick<Dispute, 'amount' | 'created' | 'currency' | 'id'> {
  readonly transactionId: string;
  readonly reason: DisputeReason;
}

/** An `issuing.dispute` as it is before it is submitted, with the evidence that its reason asks for. */
export function disputeObject({ transactionId, reason, ...parts }: DisputeParts): Dispute {
  return {
    ...parts,
    object: 'issuing.dispute',
    evidence: evidence(reason, parts.created),
    livemode: false,
    metadata: {},
    status: 'unsubmitted',
    transaction: transactionId,
  };
}

function evidence(reason: DisputeReason, nowSeconds: number): Stripe.Issuing.Dispute.Evidence {
  const document = { additional_documentation: null };
  if (reason === 'fraudulent') {
    return { reason, fraudulent: { ...document, explanation: 'The cardholder did not make this purchase.' } };
  }
  if (reason === 'not_received') {
    const explanation = 'What was bought never came.';
    const product = { product_description: null, product_type: 'merchandise' as const };
    return { reason, not_received: { ...document, ...product, expected_at: nowSeconds, explanation } };
  }
  return {
    reason,
    canceled: {
      ...document,
      canceled_at: nowSeconds,
      cancellation_policy_provided: false,
      cancellation_reason: 'The cardholder no longer wanted it.',
      expected_at: null,
      explanation: 'It was canceled and charged all the same.',
      product_description: null,
      product_type: 'service',
      return_status: null,
      returned_at: null,
    },
  };
}

/** Why a dispute over this is lost, in Stripe's words. */
export function lossReason(reason: string): NonNullable<Dispute['loss_reason']> {
  if (reason === 'fraudulent') return 'transaction_authorized';
  if (reason === 'not_received') return 'merchandise_delivered_or_shipped';
  return reason === 'canceled' ? 'not_cancelled' : 'other';
}
