import type { Stripe } from 'stripe';
import type { CardDetails } from '../world/issuer.ts';

type Card = Stripe.Issuing.Card;

const YEARS_VALID = 4;

/** An active card as Stripe sends one, with every key; a physical one has arrived. */
export function cardObject(details: CardDetails, cardholder: Stripe.Issuing.Cardholder): Card {
  const { id, type, brand, currency, last4, createdAtMs, metadata } = details;
  const created = new Date(createdAtMs);
  return {
    id,
    object: 'issuing.card',
    brand,
    cancellation_reason: null,
    cardholder,
    created: Math.floor(createdAtMs / 1000),
    currency,
    exp_month: created.getUTCMonth() + 1,
    exp_year: created.getUTCFullYear() + YEARS_VALID,
    last4,
    latest_fraud_warning: { started_at: null, type: null },
    lifecycle_controls: null,
    livemode: false,
    metadata: { ...metadata },
    personalization_design: null,
    replaced_by: null,
    replacement_for: null,
    replacement_reason: null,
    second_line: null,
    shipping: type === 'physical' ? shippingTo(cardholder) : null,
    spending_controls: spendingControls(details),
    status: 'active',
    type,
    wallets: {
      apple_pay: { eligible: true, ineligible_reason: null },
      google_pay: { eligible: true, ineligible_reason: null },
      primary_account_identifier: null,
    },
  };
}

function spendingControls({
  dailyLimitMinor,
  blockedCategories,
  currency,
}: CardDetails): Stripe.Issuing.Card.SpendingControls {
  const daily = { amount: dailyLimitMinor ?? 0, categories: [], interval: 'daily' as const };
  return {
    allowed_card_presences: null,
    allowed_categories: null,
    allowed_merchant_countries: null,
    blocked_card_presences: null,
    blocked_categories: blockedCategories.length === 0 ? null : [...blockedCategories],
    blocked_merchant_countries: null,
    spending_limits: dailyLimitMinor === null ? [] : [daily],
    spending_limits_currency: dailyLimitMinor === null ? null : currency,
  };
}

const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

function shippingTo({ name, billing }: Stripe.Issuing.Cardholder): Stripe.Issuing.Card.Shipping {
  return {
    address: { ...billing.address },
    address_validation: { mode: 'normalization_only', normalized_address: NO_ADDRESS, result: null },
    business_name: null,
    carrier: null,
    customs: { eori_number: null },
    eta: null,
    name,
    phone_number: null,
    require_signature: null,
    service: 'standard',
    status: 'delivered',
    tracking_number: null,
    tracking_url: null,
    type: 'individual',
  };
}
