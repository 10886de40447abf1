import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { KEY_SCOPES } from './key-scopes.ts';
import { actor, time } from './paging.ts';

const keyScopes = z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length);

const keyFields = {
  id: z.string(),
  name: z.string().nullable().meta({ description: 'Whose it is; null once it was erased.' }),
  scopes: keyScopes,
  livemode: z.boolean().nullable().meta({ description: 'The mode that it is bound to; null: none.' }),
  account: z.string().nullable().meta({ description: 'The account that it is bound to; null: none.' }),
  created_at: time,
  created_by: actor,
  revoked_at: time.nullable(),
  last_used_at: time.nullable().meta({ description: 'To the minute.' }),
};

export const apiKey = z.object(keyFields).meta({ id: 'ApiKey', description: 'A key, without what makes it one.' });

export const newApiKey = z
  .strictObject({
    name: z.string().trim().min(1).max(limits.maxNameLength).meta({ description: 'A person or a program.' }),
    scopes: keyScopes,
    livemode: z.boolean().nullish(),
    account: z
      .string()
      .regex(/^acct_\w+$/, 'is an account of Stripe: acct_…')
      .nullish(),
  })
  .meta({ id: 'NewApiKey' });

/** A key that was just made: the only time that it is seen. */
export const madeApiKey = z
  .object({
    ...keyFields,
    key: z.string().nullable().meta({
      description: 'csk_…: told once and kept nowhere; null in the answer to a repeated request.',
    }),
  })
  .meta({ id: 'MadeApiKey', description: 'A key that was just made.' });
