import type Stripe from 'stripe';
import type { CardDetails, CardholderDetails } from '../world/issuer.ts';
import type { CardProgram } from './program.ts';

/** An address of the network that RFC 5737 keeps for documentation. */
const SIGNED_FROM = '203.0.113.7';

/** Where those live whose own country the account can't issue in; in Ireland where none is of the program's country. */
const CITIES: Readonly<Record<string, Stripe.AddressParam>> = {
  US: { city: 'Springfield', state: 'IL', postal_code: '62701' },
  GB: { city: 'London', postal_code: 'EC1A 1BB' },
  IE: { city: 'Dublin', postal_code: 'D02 AF30' },
  CA: { city: 'Toronto', state: 'ON', postal_code: 'M5V 2T6' },
  AU: { city: 'Sydney', state: 'NSW', postal_code: '2000' },
  SG: { city: 'Singapore', postal_code: '018956' },
};

/**
 * The parameters that make a cardholder of the world at Stripe, where no id and no time of creation can be chosen.
 * Stripe wants first and last name and accepted terms before it activates a card; whoever lives outside the program's
 * country is given an address inside.
 */
export function cardholderParams(details: CardholderDetails, program: CardProgram, nowMs: number) {
  const [first = details.name, ...others] = details.name.split(' ');
  const terms = { date: Math.floor(nowMs / 1_000), ip: SIGNED_FROM };
  return {
    type: 'individual',
    name: details.name,
    email: details.email,
    ...(details.phone !== null && { phone_number: details.phone }),
    individual: {
      first_name: first,
      last_name: others.join(' ') || first,
      card_issuing: { user_terms_acceptance: terms },
    },
    billing: { address: addressOf(details, program) },
    metadata: { ...details.metadata, simulated_id: details.id },
  } satisfies Stripe.Issuing.CardholderCreateParams;
}

/**
 * The parameters that make a card of the world at Stripe, active, in the program's currency. Number, brand and time of
 * creation are Stripe's own. A physical card is shipped to its holder.
 */
export function cardParams(details: CardDetails, holder: StripeHolder, program: CardProgram) {
  const limits = details.dailyLimitMinor === null ? [] : [{ amount: details.dailyLimitMinor, interval: 'daily' }];
  const controls = {
    ...(limits.length > 0 && { spending_limits: limits }),
    ...(details.blockedCategories.length > 0 && { blocked_categories: [...details.blockedCategories] }),
  };
  return {
    cardholder: holder.stripeId,
    currency: program.currency,
    type: details.type,
    status: 'active',
    metadata: { ...details.metadata, simulated_id: details.id },
    ...(Object.keys(controls).length > 0 && { spending_controls: controls }),
    ...(details.type === 'physical' && {
      shipping: { name: holder.details.name, address: addressOf(holder.details, program) },
    }),
  } satisfies Stripe.Issuing.CardCreateParams;
}

/** A cardholder of the world and whom Stripe made of them. */
export interface StripeHolder {
  readonly details: CardholderDetails;
  readonly stripeId: string;
}

function addressOf({ line1, city, state, postalCode, country }: CardholderDetails, program: CardProgram) {
  if (country === program.country) {
    return { line1, city, postal_code: postalCode, country, ...(state !== null && { state }) };
  }
  const home = program.country in CITIES ? program.country : 'IE';
  return { city, postal_code: postalCode, ...CITIES[home], line1, country: home };
}
