import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { ROLES } from '../../core/domain/role.ts';
import { KEY_SCOPES } from './key-scopes.ts';
import { time } from './paging.ts';

/** Who calls. */
export const session = z
  .object({
    kind: z.enum(['key', 'user']),
    id: z.string(),
    name: z.string().nullable(),
    role: z.enum(ROLES).nullable().meta({ description: "A user's; null for a key." }),
    scopes: z.array(z.enum(KEY_SCOPES)).meta({ description: 'All that the caller may do: `admin` with the others.' }),
    livemode: z.boolean().nullable().meta({ description: 'The mode that a key is bound to; null: none.' }),
    account: z.string().nullable().meta({ description: 'The account that a key is bound to; null: none.' }),
    expires_at: time.nullable().meta({ description: 'When the session ends at the latest; null for a key.' }),
  })
  .meta({ id: 'Session', description: 'Who calls, and what they may do.' });

const { minPasswordLength: least, maxPasswordLength: most } = limits;

/** A password that somebody chooses: counted in characters, whatever each takes. */
const newPassword = z
  .string()
  .max(4 * most)
  .refine((text) => [...text.normalize('NFKC')].length >= least, `has ${least} characters or more`)
  .refine((text) => [...text.normalize('NFKC')].length <= most, `has ${most} characters or fewer`)
  .meta({ description: `${least} to ${most} characters, and not the login.` });

/** A password that is to be the right one. */
const password = z
  .string()
  .min(1)
  .max(4 * most);

/** What somebody signs in by. */
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._+@-]{0,99}$/, 'is an e-mail address or a plain name: letters, digits and . _ + @ -')
  .meta({ description: 'An e-mail address or a plain name; capitals make no difference.' });

export const signIn = z
  .strictObject({ login: z.string().trim().toLowerCase().min(1).max(100), password })
  .meta({ id: 'SignIn' });

const token = z
  .string()
  .regex(/^csl_[\w-]{43}$/, 'is what a link to sign in by ends in: csl_…')
  .meta({ description: 'What stands behind `#token=` in the link.' });

export const linkLook = z.strictObject({ token });

/** What a link is for. */
export const linkSeen = z
  .object({
    purpose: z.enum(['first_admin', 'password']),
    name: z.string().nullable().meta({ description: 'Of whose password it sets.' }),
    login: z.string().nullable(),
    expires_at: time,
  })
  .meta({ id: 'SignInLink', description: 'A link to sign in by, which is still good.' });

export const linkUse = z
  .strictObject({
    token,
    password: newPassword,
    name: z
      .string()
      .trim()
      .min(1)
      .max(limits.maxNameLength)
      .optional()
      .meta({ description: 'Of the first user; nothing otherwise.' }),
    login: login.optional(),
  })
  .meta({ id: 'LinkUse' });

export const passwordChange = z.strictObject({ current: password, password: newPassword });

export const sessionEnded = z.object({ ended: z.int().meta({ description: 'Sessions that ended.' }) });
