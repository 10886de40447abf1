import type Stripe from 'stripe';
import type { StoredChallenge } from '../../adapters/store/database/challenges.ts';
import { inWorldOf, isLive } from '../../adapters/stripe/client.ts';
import { callForJob } from '../../adapters/stripe/failure.ts';
import { readPhone } from '../../core/challenge/askable.ts';

/** What the number of a question's phone is found by. */
export interface ReachPorts {
  readonly stripe: Stripe;
  hash(text: string): string;
}

/** The number of a question's phone, for as long as it is needed; or why it can't be had. */
export type Reached =
  /** `locales` are Stripe's `preferred_locales`. */
  | { readonly kind: 'reached'; readonly number: string; readonly locales: readonly string[] }
  | { readonly kind: 'gone'; readonly because: string };

/**
 * Has Stripe tell the number of the phone that a question is for: we keep none. A number that is another one than when
 * it was decided to ask is nobody's that we know. Rejects as `callForJob` does.
 */
export async function reachPhone(
  { scope, cardholder, phone }: Pick<StoredChallenge, 'scope' | 'cardholder' | 'phone'>,
  { stripe, hash }: ReachPorts,
): Promise<Reached> {
  if (cardholder === null) return { kind: 'gone', because: 'no_cardholder' };
  if (isLive(stripe) !== scope.livemode) return { kind: 'gone', because: 'channel_not_set_up' };
  const called = await callForJob(() => stripe.issuing.cardholders.retrieve(cardholder, {}, inWorldOf(scope)));
  if (called.kind === 'gone') return { kind: 'gone', because: 'no_cardholder' };
  const { phone_number: text, preferred_locales: locales } = called.value;
  if (!text) return { kind: 'gone', because: 'no_phone' };
  const number = readPhone(text)?.number ?? null;
  if (number === null || hash(number) !== phone) return { kind: 'gone', because: 'phone_changed' };
  return { kind: 'reached', number, locales: locales ?? [] };
}
