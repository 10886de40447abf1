import Stripe from 'stripe';

/** Where a Stripe account issues: its cardholders live in one country, its cards are in one currency. */
export interface CardProgram {
  readonly country: string;
  readonly currency: string;
}

/** Stripe's countries for Issuing outside the euro area, with their currency. */
const CURRENCIES: Readonly<Record<string, string>> = { US: 'usd', GB: 'gbp', CA: 'cad', AU: 'aud', SG: 'sgd' };

/**
 * Asks Stripe where the key's account issues. A restricted key that may not read the account gets the United States;
 * other errors of Stripe's are thrown.
 */
export async function readCardProgram(stripe: Stripe): Promise<CardProgram> {
  try {
    const { country } = await stripe.accounts.retrieveCurrent();
    if (!country) return { country: 'US', currency: 'usd' };
    return { country, currency: CURRENCIES[country] ?? 'eur' };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripePermissionError)) throw error;
    return { country: 'US', currency: 'usd' };
  }
}
