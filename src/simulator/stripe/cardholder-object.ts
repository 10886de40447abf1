import type { Stripe } from 'stripe';
import type { CardholderDetails } from '../world/issuer.ts';

/** An active cardholder as Stripe sends one, with every key. */
export function cardholderObject(details: CardholderDetails): Stripe.Issuing.Cardholder {
  const { id, name, email, phone, line1, city, state, postalCode, country, createdAtMs, metadata } = details;
  const [firstName = name, ...others] = name.split(' ');
  return {
    id,
    object: 'issuing.cardholder',
    billing: { address: { city, country, line1, line2: null, postal_code: postalCode, state } },
    company: null,
    created: Math.floor(createdAtMs / 1000),
    email,
    individual: {
      dob: { day: null, month: null, year: null },
      first_name: firstName,
      last_name: others.join(' '),
      verification: { document: { back: null, front: null } },
    },
    livemode: false,
    metadata: { ...metadata },
    name,
    phone_number: phone,
    preferred_locales: ['en'],
    requirements: { disabled_reason: null, past_due: [] },
    spending_controls: {
      allowed_card_presences: null,
      allowed_categories: [],
      allowed_merchant_countries: [],
      blocked_card_presences: null,
      blocked_categories: [],
      blocked_merchant_countries: [],
      spending_limits: [],
      spending_limits_currency: null,
    },
    status: 'active',
    type: 'individual',
  };
}
