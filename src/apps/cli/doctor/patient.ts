import type { CardProgram } from '../../../simulator/test-mode/program.ts';
import type { CardDetails, CardholderDetails, Purchase } from '../../../simulator/world/issuer.ts';

/** An invented cardholder, a card and a harmless purchase of one unit of money, to try the endpoint with. */
export function examination({ country, currency }: CardProgram, nowMs: number) {
  const holder: CardholderDetails = {
    id: 'doctor-holder',
    name: 'Countersign Doctor',
    email: 'doctor@example.com',
    phone: null,
    line1: '1 Sample Street',
    // Stripe's test mode wants an address of the program's country: the issuer has one for whoever lives elsewhere.
    city: 'Nowhere',
    state: null,
    postalCode: '00000',
    country: 'ZZ',
    createdAtMs: nowMs,
    metadata: {},
  };
  const card: CardDetails = {
    id: 'doctor-card',
    cardholderId: holder.id,
    type: 'virtual',
    brand: 'Visa',
    currency,
    last4: '0000',
    createdAtMs: nowMs,
    metadata: {},
    dailyLimitMinor: null,
    blockedCategories: [],
  };
  const amount = { amountMinor: 100, currency };
  const purchase: Purchase = {
    cardId: card.id,
    merchant: {
      networkId: '1234567890',
      name: 'Countersign Doctor',
      category: 'book_stores',
      categoryCode: '5942',
      city: 'Nowhere',
      state: null,
      postalCode: null,
      country,
      currency,
      terminalId: null,
    },
    amount,
    merchantAmount: amount,
    cashbackMinor: 0,
    method: 'online',
    wallet: null,
    isAmountControllable: false,
    addressLine1Check: 'match',
    addressPostalCodeCheck: 'match',
    cvcCheck: 'match',
    expiryCheck: 'match',
    threeDSecure: null,
    signals: {
      fraudScore: 1,
      cardTestingLevel: 'low',
      invalidAccountNumberDeclineRatePercent: 0,
      invalidCredentialsDeclineRatePercent: 0,
      merchantDisputeLevel: 'low',
      merchantDisputeRatePercent: 0,
      disputability: 'neutral',
      networkScore: null,
    },
  };
  return { holder, card, purchase };
}
