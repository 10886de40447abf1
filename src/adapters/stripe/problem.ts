import Stripe from 'stripe';

/**
 * What went wrong between us and Stripe's API, as a sentence for people with what to do; null where the error is none
 * of Stripe's. Stripe's own messages show no more than the last letters of a key.
 */
export function stripeProblem(error: unknown): string | null {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return null;
  const said = error.message;
  if (error instanceof errors.StripeAuthenticationError) {
    return `Stripe does not take this key (${said}); copy it again from the Dashboard, Developers > API keys`;
  }
  if (error instanceof errors.StripePermissionError) {
    return `the key may not do this (${said}); give a restricted key the right to write Issuing`;
  }
  if (error instanceof errors.StripeConnectionError) return `Stripe can't be reached (${causeOf(error)})`;
  if (error instanceof errors.StripeRateLimitError) return `Stripe says that it is asked too often (${said})`;
  return `Stripe answers with an error (${said})`;
}

function causeOf({ message, detail }: Stripe.errors.StripeError): string {
  const isCoded = typeof detail === 'object' && detail !== null && 'code' in detail;
  return isCoded ? String(detail.code) : message;
}
