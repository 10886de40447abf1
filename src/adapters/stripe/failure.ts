import Stripe from 'stripe';
import { JobGivenUp } from '../../core/domain/job.ts';

/** What a call to Stripe for a job came to. */
export type Called<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'gone' };

/**
 * Calls Stripe for a job: `gone` where there is no such object. Rejects with JobGivenUp where Stripe will say the same
 * again (a wrong parameter, a key without the right), and with Stripe's own error where a later try may work.
 */
export async function callForJob<T>(call: () => Promise<T>): Promise<Called<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.statusCode === 404) return { kind: 'gone' };
    if (!isFinal(error)) throw error;
    // Stripe's message may quote what we sent; its code and type don't.
    throw new JobGivenUp(`Stripe refused it: ${error.type}${error.code ? `, ${error.code}` : ''}`);
  }
}

/** Stripe's guide to errors: what is not the connection's, the server's or a limit's doing stays as it is. */
function isFinal(error: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeIdempotencyError ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  );
}
