import Stripe from 'stripe';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { inWorldOf } from './client.ts';

/** What is personal of a cardholder, as Stripe has it at this moment. Nobody here keeps any of it. */
export interface Unmasked {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly cards: readonly { readonly id: string; readonly last4: string; readonly status: string }[];
}

/** What asking for it came to; `reason` quotes nothing of what was sent or answered. */
export type Asked =
  | { readonly kind: 'done'; readonly unmasked: Unmasked }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Asks Stripe for a cardholder and the newest of their cards. */
export async function askUnmasked(stripe: Stripe, id: string, scope: Scope): Promise<Asked> {
  const options = { ...inWorldOf(scope), timeout: limits.unmaskMs, maxNetworkRetries: 0 };
  try {
    const [holder, cards] = await Promise.all([
      stripe.issuing.cardholders.retrieve(id, {}, options),
      stripe.issuing.cards.list({ cardholder: id, limit: limits.maxUnmaskedCards }, options),
    ]);
    if (holder.livemode !== scope.livemode) return { kind: 'gone' };
    const { city, country } = holder.billing.address;
    return {
      kind: 'done',
      unmasked: {
        ...{ name: holder.name, email: holder.email, phone: holder.phone_number, city, country },
        cards: cards.data.map(({ id: card, last4, status }) => ({ id: card, last4, status })),
      },
    };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.statusCode === 404) return { kind: 'gone' };
    return { kind: 'failed', reason: error.code ? `${error.type}, ${error.code}` : error.type };
  }
}
