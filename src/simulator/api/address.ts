import { z } from 'zod';
import { country, text } from './parameters.ts';

/** An address, as Stripe takes it and, null-filled, gives it back. */
export const address = z
  .strictObject({
    city: text,
    country,
    line1: text,
    line2: text.optional(),
    postal_code: text,
    state: text.optional(),
  })
  .transform(({ line2 = null, state = null, ...rest }) => ({ ...rest, line2, state }));
