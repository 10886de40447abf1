import { z } from 'zod';
import { address } from './address.ts';
import { flag, text } from './parameters.ts';

/** The parameter `shipping` of a physical card. */
export const shipping = z.strictObject({
  address,
  address_validation: z
    .strictObject({ mode: z.enum(['disabled', 'normalization_only', 'validation_and_normalization']) })
    .optional(),
  business_name: text.optional(),
  customs: z.strictObject({ eori_number: text.optional() }).optional(),
  name: text,
  phone_number: text.optional(),
  require_signature: flag.optional(),
  service: z.enum(['express', 'priority', 'standard']).optional(),
  type: z.enum(['bulk', 'individual']).optional(),
});

/** A parcel that nobody has touched yet, as Stripe answers it. */
export function shippingObject(given: z.output<typeof shipping>) {
  const mode = given.address_validation?.mode;
  return {
    address: given.address,
    address_validation: mode ? { mode, normalized_address: null, result: null } : null,
    business_name: given.business_name ?? null,
    carrier: null,
    customs: given.customs ? { eori_number: given.customs.eori_number ?? null } : null,
    delivered_at: null,
    eta: null,
    name: given.name,
    phone_number: given.phone_number ?? null,
    require_signature: given.require_signature ?? null,
    service: given.service ?? 'standard',
    shipped_at: null,
    status: 'pending',
    tracking_number: null,
    tracking_url: null,
    type: given.type ?? 'individual',
  };
}
