import { z } from 'zod';

/** All of a phone number that people see. */
export const maskedPhone = z
  .object({
    country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2.' }),
    ends: z.string().nullable().meta({ description: 'Its last two digits.' }),
  })
  .meta({ id: 'MaskedPhone', description: 'All of a phone number that is shown: the number itself is not kept.' });
