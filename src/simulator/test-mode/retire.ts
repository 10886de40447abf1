import Stripe from 'stripe';

/**
 * Makes one call after the other and gives how many failed. One that Stripe refuses costs no other; where Stripe can't
 * be reached the rest is not tried and counts as failed. Never rejects.
 */
export async function retireAll(calls: readonly (() => Promise<unknown>)[]): Promise<number> {
  let failed = 0;
  for (const [index, call] of calls.entries()) {
    try {
      await call();
    } catch (error) {
      if (error instanceof Stripe.errors.StripeConnectionError) return failed + calls.length - index;
      failed += 1;
    }
  }
  return failed;
}
