import { z } from 'zod';
import { MERCHANT_CATEGORIES } from '../../core/domain/merchant-categories.ts';
import type { Merchant } from '../world/issuer.ts';
import { merchantCode } from './merchant-codes.ts';
import { country, refuse, text } from './parameters.ts';

const categories = new Set(MERCHANT_CATEGORIES);

/** A merchant category of Stripe's. */
export const merchantCategory = z
  .string()
  .transform((raw, context) =>
    categories.has(raw) ? raw : refuse(context, null, `Invalid merchant category: ${raw}`),
  );

/** The parameter `merchant_data` of the test helpers. */
export const merchantParameter = z.strictObject({
  category: merchantCategory.optional(),
  city: text.optional(),
  country: country.optional(),
  name: text.optional(),
  network_id: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
  terminal_id: text.optional(),
  url: text.optional(),
});

/** The merchant that the parameter tells of; what it leaves out is made up. */
export function merchantOf(given: z.output<typeof merchantParameter> = {}, currency: string): Merchant {
  const { category = 'miscellaneous_general_merchandise' } = given;
  return {
    networkId: given.network_id ?? '1234567890',
    name: given.name ?? 'Test Merchant',
    category,
    categoryCode: merchantCode(category),
    city: given.city ?? 'San Francisco',
    state: given.state ?? (given.city === undefined && given.country === undefined ? 'CA' : null),
    postalCode: given.postal_code ?? null,
    country: given.country ?? 'US',
    currency,
    terminalId: given.terminal_id ?? null,
  };
}
