import Stripe from 'stripe';

/** Stripe's test mode can't do, or won't do, what somebody of the world wants; the message says what and why. */
export class TestModeRefusal extends Error {
  override readonly name = 'TestModeRefusal';
}

/**
 * Waits for a call. What Stripe refuses about the call itself is thrown as TestModeRefusal, `what` being a noun for
 * what was asked; a bad key, a lost connection and the like are thrown as they are.
 */
export async function refusable<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { StripeInvalidRequestError, StripeCardError } = Stripe.errors;
    if (!(error instanceof StripeInvalidRequestError || error instanceof StripeCardError)) throw error;
    throw new TestModeRefusal(`Stripe's test mode refuses ${what}: ${error.message}`, { cause: error });
  }
}
