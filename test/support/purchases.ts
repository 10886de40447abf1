import type { CardDetails, CardholderDetails, Purchase } from '../../src/simulator/world/issuer.ts';

/** An invented cardholder of a world. */
export function holderDetails(changes: Partial<CardholderDetails> = {}): CardholderDetails {
  return {
    id: 'ich_world',
    name: 'Erika Mustermann',
    email: 'erika@example.com',
    phone: '+12025550123',
    line1: '12 Sample Lane',
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country: 'US',
    createdAtMs: 1_790_000_000_000,
    metadata: { tier: 'gold' },
    ...changes,
  };
}

/** A virtual card of hers in USD. */
export function cardDetails(changes: Partial<CardDetails> = {}): CardDetails {
  return {
    id: 'ic_world',
    cardholderId: 'ich_world',
    type: 'virtual',
    brand: 'Visa',
    currency: 'usd',
    last4: '4242',
    createdAtMs: 1_790_000_000_000,
    metadata: { program: 'travel' },
    dailyLimitMinor: null,
    blockedCategories: [],
    ...changes,
  };
}

/** A purchase over 12.34 USD with that card, with a low fraud score. */
export function purchaseWith(changes: Partial<Purchase> = {}): Purchase {
  const amount = { amountMinor: 1234, currency: 'usd' };
  return {
    cardId: 'ic_world',
    merchant: {
      networkId: '1234567890',
      name: 'Sample Rides',
      category: 'taxicabs_limousines',
      categoryCode: '4121',
      city: 'San Francisco',
      state: 'CA',
      postalCode: '94107',
      country: 'US',
      currency: 'usd',
      terminalId: null,
    },
    amount,
    merchantAmount: amount,
    cashbackMinor: 0,
    method: 'online',
    wallet: null,
    isAmountControllable: false,
    addressLine1Check: 'match',
    addressPostalCodeCheck: 'mismatch',
    cvcCheck: 'match',
    expiryCheck: 'not_provided',
    threeDSecure: null,
    signals: {
      fraudScore: 3.5,
      cardTestingLevel: 'normal',
      invalidAccountNumberDeclineRatePercent: 1,
      invalidCredentialsDeclineRatePercent: 2,
      merchantDisputeLevel: 'elevated',
      merchantDisputeRatePercent: 4,
      disputability: 'neutral',
      networkScore: null,
    },
    ...changes,
  };
}
