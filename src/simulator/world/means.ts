import type { Purchase } from './issuer.ts';
import type { Random } from './random.ts';

/** How a purchase is paid: how the card was read and what was checked. */
export type Means = Pick<
  Purchase,
  'method' | 'wallet' | 'addressLine1Check' | 'addressPostalCodeCheck' | 'cvcCheck' | 'expiryCheck' | 'threeDSecure'
>;

const UNCHECKED = {
  addressLine1Check: 'not_provided',
  addressPostalCodeCheck: 'not_provided',
  cvcCheck: 'not_provided',
  expiryCheck: 'not_provided',
  threeDSecure: null,
} as const;

const WALLETS = ['apple_pay', 'apple_pay', 'google_pay'] as const;

/** In person: a virtual card is in the phone; few shops outside the United States still swipe. */
export function payInPerson(random: Random, isVirtual: boolean, country: string): Means {
  if (isVirtual || random.chance(0.25)) return { ...UNCHECKED, method: 'contactless', wallet: random.pick(WALLETS) };
  const isSwiped = random.chance(country === 'US' ? 0.05 : 0.005);
  return { ...UNCHECKED, method: isSwiped ? 'swipe' : random.chance(0.6) ? 'contactless' : 'chip', wallet: null };
}

/** A cloned magnetic stripe. */
export const SWIPED: Means = { ...UNCHECKED, method: 'swipe', wallet: null };

/** The real card in somebody's hand, without its PIN. */
export function payWithFoundCard(random: Random, isVirtual: boolean): Means {
  if (isVirtual) return { ...UNCHECKED, method: 'contactless', wallet: 'google_pay' };
  const method = random.weighted([
    [55, 'contactless'],
    [25, 'chip'],
    [20, 'swipe'],
  ] as const);
  return { ...UNCHECKED, method, wallet: null };
}

/** By who holds the card, typed in at a shop on the internet. Strong authentication is the rule in Europe. */
export function payOnline(random: Random, country: string): Means {
  const isAmerican = country === 'US' || country === 'CA';
  if (random.chance(0.12)) {
    return { ...UNCHECKED, expiryCheck: 'match', method: 'online', wallet: random.pick(WALLETS) };
  }
  const address = random.weighted([
    [isAmerican ? 82 : 30, 'match'],
    [2, 'mismatch'],
    [isAmerican ? 16 : 68, 'not_provided'],
  ] as const);
  return {
    method: 'online',
    wallet: null,
    addressLine1Check: address,
    addressPostalCodeCheck: address === 'mismatch' && random.chance(0.5) ? 'match' : address,
    cvcCheck: random.weighted([
      [93, 'match'],
      [0.6, 'mismatch'],
      [6.4, 'not_provided'],
    ] as const),
    expiryCheck: 'match',
    threeDSecure: drawThreeDSecure(random, isAmerican ? 0.05 : 0.7),
  };
}

/** By the merchant, with a card that it keeps. */
export const STORED: Means = { ...UNCHECKED, expiryCheck: 'match', method: 'online', wallet: null };

/** By a thief who knows the number, and perhaps what is printed around it. */
export function payWithStolenNumber(random: Random, knowledge: number): Means {
  return {
    method: 'online',
    wallet: null,
    addressLine1Check: random.pick(['mismatch', 'not_provided', 'not_provided'] as const),
    addressPostalCodeCheck: random.pick(['match', 'mismatch', 'not_provided'] as const),
    cvcCheck: random.chance(knowledge) ? 'match' : 'mismatch',
    expiryCheck: random.chance(0.5 + knowledge / 2) ? 'match' : 'mismatch',
    threeDSecure: random.chance(0.04) ? 'failed' : null,
  };
}

function drawThreeDSecure(random: Random, share: number): Purchase['threeDSecure'] {
  if (!random.chance(share)) return null;
  return random.weighted([
    [90, 'authenticated'],
    [9, 'attempt_acknowledged'],
    [1, 'failed'],
  ] as const);
}
