import type { StripeRecord } from './stripe-record.ts';

/** How Stripe's record of an ask stands to our answer. */
export type Comparison =
  | 'agreed'
  | 'disagreed'
  | 'unmarked'
  | 'timed_out'
  | 'webhook_error'
  | 'no_webhook'
  | 'no_funds'
  | 'not_asked';

/** Compares what Stripe has written down with what our reply left on the authorization. */
export function compare({ reason, isApproved, ours }: StripeRecord): Comparison {
  if (reason === 'webhook_timeout') return 'timed_out';
  if (reason === 'webhook_error') return 'webhook_error';
  if (reason === 'card_active') return 'no_webhook';
  if (reason === 'insufficient_funds') return 'no_funds';
  if (reason !== 'webhook_approved' && reason !== 'webhook_declined') return 'not_asked';
  if (ours === null) return 'unmarked';
  return (ours.outcome === 'approve') === isApproved ? 'agreed' : 'disagreed';
}

/** What each means, in a few words, and what to do about it; null where nothing is to be done. */
export const COMPARISONS: Readonly<Record<Comparison, { readonly words: string; readonly advice: string | null }>> = {
  agreed: { words: 'agreed', advice: null },
  disagreed: {
    words: 'Stripe and we differ',
    advice: 'another program may have approved or declined by the API, which wins over the reply; look for one',
  },
  unmarked: {
    words: 'answered, without our mark',
    advice: 'either REPLY_METADATA is off, or the endpoint that Stripe asks is not a Countersign',
  },
  timed_out: {
    words: 'timed out',
    advice:
      "Stripe heard nothing within two seconds. Is countersign serving, and the endpoint's URL reachable from " +
      'outside? On a developer machine: stripe listen --forward-to localhost:4242/webhooks/stripe/authorizations. ' +
      'Otherwise see the URL under Issuing > Settings > Authorizations in the Dashboard, in test mode',
  },
  webhook_error: {
    words: 'webhook error',
    advice:
      'Stripe did not accept the reply. See the reason beside it, then the log of countersign serve: a signing ' +
      'secret of another endpoint and a STRIPE_VERSION that Stripe does not know are the common causes',
  },
  no_webhook: {
    words: 'approved by default',
    advice:
      'Stripe asks nobody: no endpoint for real-time authorizations is set. Set one under Issuing > Settings > ' +
      'Authorizations in the Dashboard, in test mode',
  },
  no_funds: {
    words: 'insufficient funds',
    advice:
      'the Issuing balance is empty, so Stripe declines before it asks. Add test funds in the Dashboard, or: ' +
      'stripe post /v1/test_helpers/issuing/fund_balance -d amount=1000000 -d currency=usd',
  },
  not_asked: {
    words: 'not asked',
    advice:
      'Stripe decided by itself before asking: by its own block of high fraud scores, a spending control or the ' +
      "card's status. That is no fault; no answer of ours was wanted",
  },
};
