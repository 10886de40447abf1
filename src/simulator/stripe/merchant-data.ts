import type { Stripe } from 'stripe';
import type { Merchant } from '../world/issuer.ts';

type MerchantData = Stripe.Issuing.Authorization.MerchantData;

const made = new WeakMap<Merchant, MerchantData>();

/** Stripe's `merchant_data`. One merchant's purchases share theirs, which halves what an authorization weighs. */
export function merchantData(merchant: Merchant): MerchantData {
  const known = made.get(merchant);
  if (known) return known;
  const data: MerchantData = Object.freeze({
    category: merchant.category,
    category_code: merchant.categoryCode,
    city: merchant.city,
    country: merchant.country,
    name: merchant.name,
    network_id: merchant.networkId,
    postal_code: merchant.postalCode,
    state: merchant.state,
    tax_id: null,
    terminal_id: merchant.terminalId,
    url: null,
  });
  made.set(merchant, data);
  return data;
}
