import type { Merchant, Purchase } from '../world/issuer.ts';
import type { CardProgram } from './program.ts';
import { type AuthorizationParams, riskAssessment } from './risk.ts';

/**
 * A purchase of the world as Stripe's test helper takes it. Stripe wants one amount: the card's where the merchant
 * charges in its currency, and otherwise the merchant's, which Stripe then converts by its own rates. The category code
 * follows from the category, and the network's score can't be chosen.
 */
export function authorizationParams(purchase: Purchase, stripeCard: string, program: CardProgram): AuthorizationParams {
  const { merchant, signals, threeDSecure, wallet, cashbackMinor } = purchase;
  return {
    card: stripeCard,
    ...amountOf(purchase, program),
    authorization_method: purchase.method,
    is_amount_controllable: purchase.isAmountControllable,
    merchant_data: merchantData(merchant),
    risk_assessment: riskAssessment(signals),
    fraud_disputability_likelihood: signals.disputability,
    verification_data: {
      address_line1_check: purchase.addressLine1Check,
      address_postal_code_check: purchase.addressPostalCodeCheck,
      cvc_check: purchase.cvcCheck,
      expiry_check: purchase.expiryCheck,
      ...(threeDSecure !== null && { three_d_secure: { result: threeDSecure } }),
    },
    ...(cashbackMinor > 0 && { amount_details: { cashback_amount: cashbackMinor } }),
    ...(wallet !== null && { wallet }),
  };
}

/** A card whose currency the account can't issue stands for one of the program's: its amounts keep their numbers. */
function amountOf({ amount, merchantAmount }: Purchase, program: CardProgram) {
  const { currency } = program;
  if (merchantAmount.currency === currency) return { amount: merchantAmount.amountMinor, currency };
  if (merchantAmount.currency === amount.currency) return { amount: amount.amountMinor, currency };
  return { merchant_amount: merchantAmount.amountMinor, merchant_currency: merchantAmount.currency };
}

/** Stripe's `merchant_data`, without what the world doesn't know. */
export function merchantData(merchant: Merchant) {
  return {
    category: merchant.category,
    name: merchant.name,
    network_id: merchant.networkId,
    city: merchant.city,
    country: merchant.country,
    ...(merchant.state !== null && { state: merchant.state }),
    ...(merchant.postalCode !== null && { postal_code: merchant.postalCode }),
    ...(merchant.terminalId !== null && { terminal_id: merchant.terminalId }),
  };
}
