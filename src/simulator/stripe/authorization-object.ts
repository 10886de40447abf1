import type { Stripe } from 'stripe';
import type { Purchase } from '../world/issuer.ts';
import type { Authorization } from './account.ts';
import { merchantData } from './merchant-data.ts';
import { riskFields } from './risk-fields.ts';
import type { StripeSettings } from './settings.ts';

export type PendingRequest = Stripe.Issuing.Authorization.PendingRequest;

/** An authorization that is about to be asked about. */
export type PendingAuthorization = Authorization & { readonly pending_request: PendingRequest };

const NO_NETWORK_DATA = { acquiring_institution_id: null, system_trace_audit_number: null, transaction_id: null };

/** What Stripe knows of a purchase beside the purchase. */
export interface AskedPurchase {
  readonly id: string;
  readonly created: number;
  readonly card: Stripe.Issuing.Card;
  readonly isVerified: boolean;
}

/**
 * An `issuing.authorization` with every key of Stripe's, as it is while Stripe asks: nothing is authorized yet, and
 * what is asked for stands in `pending_request`.
 */
export function authorizationObject(
  purchase: Purchase,
  { id, created, card, isVerified }: AskedPurchase,
  settings: StripeSettings,
): PendingAuthorization {
  const amountDetails = {
    atm_fee: null,
    cashback_amount: purchase.cashbackMinor === 0 ? null : purchase.cashbackMinor,
  };
  return {
    id,
    object: 'issuing.authorization',
    amount: 0,
    amount_details: amountDetails,
    approved: false,
    authorization_method: purchase.method,
    balance_transactions: [],
    card,
    card_presence: isPresent(purchase) ? 'present' : 'not_present',
    cardholder: card.cardholder.id,
    created,
    currency: purchase.amount.currency,
    fleet: null,
    fraud_challenges: null,
    fuel: null,
    livemode: false,
    merchant_amount: 0,
    merchant_currency: purchase.merchantAmount.currency,
    merchant_data: merchantData(purchase.merchant),
    metadata: {},
    network_data: NO_NETWORK_DATA,
    pending_request: {
      amount: purchase.amount.amountMinor,
      amount_details: amountDetails,
      currency: purchase.amount.currency,
      is_amount_controllable: purchase.isAmountControllable,
      merchant_amount: purchase.merchantAmount.amountMinor,
      merchant_currency: purchase.merchantAmount.currency,
      network_risk_score: purchase.signals.networkScore,
    },
    request_history: [],
    ...riskFields(purchase.signals, settings),
    status: 'pending',
    token: null,
    transactions: [],
    verification_data: verificationData(purchase),
    verified_by_fraud_challenge: isVerified ? true : null,
    wallet: purchase.wallet,
  };
}

function isPresent({ method }: Purchase): boolean {
  return method === 'chip' || method === 'contactless' || method === 'swipe';
}

function verificationData(purchase: Purchase): Stripe.Issuing.Authorization.VerificationData {
  return {
    address_line1_check: purchase.addressLine1Check,
    address_postal_code_check: purchase.addressPostalCodeCheck,
    authentication_exemption: null,
    cvc_check: purchase.cvcCheck,
    expiry_check: purchase.expiryCheck,
    postal_code: null,
    three_d_secure: purchase.threeDSecure === null ? null : { result: purchase.threeDSecure },
  };
}
