import { z } from 'zod';
import { note } from './paging.ts';

export const unmaskRequest = z
  .strictObject({
    reason: note.meta({ description: 'Why: it stands in the audit for good, so nothing personal belongs in it.' }),
  })
  .meta({ id: 'UnmaskRequest' });

/** What is personal of a cardholder. */
export const unmasked = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    cards: z
      .array(z.object({ id: z.string(), last4: z.string(), status: z.string() }))
      .meta({ description: 'The newest ones.' }),
  })
  .meta({
    id: 'Unmasked',
    description: 'What is personal of a cardholder: asked of Stripe just now, and kept nowhere.',
  });
