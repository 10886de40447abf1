import { z } from 'zod';
import { flag } from './paging.ts';

/**
 * What a key, or a user, may do. `approve` makes somebody else's version of the policy live where four eyes are wanted;
 * `unmask` asks Stripe for what is personal of a cardholder. `admin` may do everything.
 */
export const KEY_SCOPES = ['read', 'decide', 'events', 'review', 'policy', 'approve', 'unmask', 'admin'] as const;

export type KeyScope = (typeof KEY_SCOPES)[number];

/** Whether a key that was given these scopes may do what wants this one. */
export function mayDo(given: readonly string[], wanted: KeyScope): boolean {
  return given.includes(wanted) || given.includes('admin');
}

/** In whose world a request reads and writes. A key that is bound to one need not say, and can't say another. */
export const scopeQuery = z.strictObject({
  livemode: flag.optional().meta({ description: 'Live or test mode; test without it.' }),
  account: z
    .string()
    .regex(/^acct_\w+$/, 'is an account of Stripe: acct_…')
    .optional()
    .meta({ description: "The connected account; without it the platform's own." }),
});
