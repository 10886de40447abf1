/** Who had the last word about an ask. */
export const DECIDERS = ['us', 'stripe', 'network', 'time_out', 'error'] as const;
export type DecidedBy = (typeof DECIDERS)[number];

interface AskReason {
  readonly by: DecidedBy;
  /** Why Stripe itself declines, after a colon. */
  readonly why?: string;
}

const stripes = (why?: string): AskReason => ({ by: 'stripe', ...(why !== undefined && { why }) });

/**
 * What we know of Stripe's reasons: https://docs.stripe.com/api/issuing/authorizations/object,
 * `request_history.reason`; `authorization_controls` and `network_stip` are the names of older pages.
 */
const REASONS: ReadonlyMap<string, AskReason> = new Map([
  ['webhook_approved', { by: 'us' }],
  ['webhook_declined', { by: 'us' }],
  ['webhook_timeout', { by: 'time_out' }],
  ['webhook_error', { by: 'error' }],
  ['network_fallback', { by: 'network' }],
  ['network_stip', { by: 'network' }],
  ['account_disabled', stripes('the account is disabled')],
  ['authorization_controls', stripes('the spending controls of the card or cardholder forbid it')],
  ['card_active', stripes()],
  ['card_canceled', stripes('the card was canceled')],
  ['card_expired', stripes('the card has expired')],
  ['card_inactive', stripes('the card is not active')],
  ['cardholder_blocked', stripes('the cardholder is blocked')],
  ['cardholder_inactive', stripes('the cardholder is not active')],
  ['cardholder_verification_required', stripes('the cardholder must be verified first')],
  ['insecure_authorization_method', stripes('the way of paying was not secure enough')],
  ['insufficient_funds', stripes('there were not enough funds')],
  ['not_allowed', stripes('the card does not allow this kind of purchase')],
  ['pin_blocked', stripes('the PIN is blocked after too many attempts')],
  ['spending_controls', stripes('the spending controls of the card or cardholder forbid it')],
  ['stripe_internal_error', stripes('something failed at Stripe')],
  ['suspected_fraud', stripes("Stripe's own fraud protection suspected fraud")],
  ['verification_failed', stripes('a check of CVC, expiry, PIN or address failed')],
]);

/** All of Stripe's reasons that are known here. */
export const ASK_REASONS: readonly string[] = [...REASONS.keys()];

/** Who decided, by Stripe's reason. What is not known here, and no reason at all, is Stripe's own. */
export function decidedBy(reason: string | null): DecidedBy {
  return REASONS.get(reason ?? '')?.by ?? 'stripe';
}

/** Why Stripe itself declined, in words that go behind a colon; null where the reason is not known as Stripe's own. */
export function whyStripeDeclined(reason: string | null): string | null {
  return REASONS.get(reason ?? '')?.why ?? null;
}

/** Whether no answer of ours decided an ask that ended so: it was late or of no use, or the network decided. */
export function isUnanswered(reason: string | null): boolean {
  const by = decidedBy(reason);
  return by === 'time_out' || by === 'error' || by === 'network';
}

/** Whether an ask that ended so was judged by nobody: we were late or broken, Stripe was, or the network. */
export function isOutage(reason: string | null): boolean {
  return isUnanswered(reason) || reason === 'stripe_internal_error';
}
