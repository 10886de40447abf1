import type { MerchantData } from '../../domain/authorization.ts';
import { MERCHANT_CATEGORIES } from '../../domain/merchant-categories.ts';
import { type AttributeDefinition, type AttributeType, sent } from './definition.ts';

/** Stripe's `merchant_data`. */
export const MERCHANT_ATTRIBUTES: readonly AttributeDefinition[] = [
  field('merchant', 'networkId', 'id', 'merchant_data.network_id', "the merchant's id at the card network"),
  field('merchant_name', 'name', 'string', 'merchant_data.name', 'the name that the merchant goes by'),
  {
    ...field('merchant_category', 'category', 'enum', 'merchant_data.category', "Stripe's name of the category"),
    values: MERCHANT_CATEGORIES,
    isOpen: true,
    mistakenFor: { pattern: /^\d{4}$/, what: "a category's code", attribute: 'merchant_category_code' },
  },
  {
    ...field(
      'merchant_category_code',
      'categoryCode',
      'string',
      'merchant_data.category_code',
      "the category's four digits (MCC)",
    ),
    mistakenFor: { pattern: /[a-z]/i, what: "a category's name", attribute: 'merchant_category' },
  },
  field('merchant_country', 'country', 'country', 'merchant_data.country', 'where the merchant is'),
  field('merchant_state', 'state', 'string', 'merchant_data.state', 'where the merchant is'),
  field('merchant_city', 'city', 'string', 'merchant_data.city', 'where the merchant is'),
  field('merchant_postal_code', 'postalCode', 'string', 'merchant_data.postal_code', 'where the merchant is'),
];

function field(
  name: string,
  key: keyof MerchantData,
  type: AttributeType,
  source: string,
  description: string,
): AttributeDefinition {
  return {
    name,
    type,
    family: 'merchant',
    description,
    source,
    read: ({ authorization }) => sent(authorization.merchant[key]),
  };
}
