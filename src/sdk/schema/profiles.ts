import { z } from 'zod';
import { profileSchema } from '../../core/policy/schema.ts';

/** A set of cards under one profile. */
export const portfolio = z
  .object({
    name: z.string(),
    when: z
      .string()
      .nullable()
      .meta({ description: 'Its condition, canonically; null: it takes every card that is left.' }),
    profile: z.string(),
  })
  .meta({ id: 'Portfolio', description: 'A set of cards under one profile.' });

/** A named risk appetite. */
export const profile = z
  .object({
    name: z.string(),
    settings: profileSchema.meta({ description: 'Its file, with every default filled in.' }),
    portfolios: z.array(z.string()).meta({ description: 'Those that are under it.' }),
  })
  .meta({ id: 'Profile', description: 'A named risk appetite.' });
