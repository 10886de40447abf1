import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { ROLES } from '../../core/domain/role.ts';
import { actor, time } from './paging.ts';
import { login } from './session.ts';

const name = z.string().trim().min(1).max(limits.maxNameLength);

const userFields = {
  id: z.string(),
  name: z.string().nullable().meta({ description: 'Null once the person was erased.' }),
  login: z.string().nullable().meta({ description: 'What they sign in by; null once the person was erased.' }),
  role: z.enum(ROLES),
  has_password: z.boolean().meta({ description: 'Whether they chose one: before, only a link lets them in.' }),
  created_at: time,
  created_by: actor,
  disabled_at: time.nullable(),
  last_used_at: time.nullable().meta({ description: 'To the minute.' }),
};

export const user = z.object(userFields).meta({ id: 'User', description: 'Somebody who may use the console.' });

export const newUser = z.strictObject({ name, login, role: z.enum(ROLES) }).meta({ id: 'NewUser' });

export const userChange = z
  .strictObject({ name: name.optional(), role: z.enum(ROLES).optional(), disabled: z.boolean().optional() })
  .meta({ id: 'UserChange' });

const linkFields = {
  url: z.string().nullable().meta({
    description: 'Good once, for a day: told once and kept nowhere; null in the answer to a repeated request.',
  }),
  expires_at: time,
};

/** A link that was just made: the only time that it is seen. */
export const madeLink = z.object(linkFields).meta({ id: 'MadeLink', description: 'A link to sign in by.' });

/** A user, and the link by which they choose a password. */
export const invitedUser = z
  .object({ ...userFields, link: madeLink })
  .meta({ id: 'InvitedUser', description: 'A user, and a link by which they choose a password.' });

export const userSession = z
  .object({
    id: z.string(),
    created_at: time,
    seen_at: time.meta({ description: 'When it was used last, to the minute.' }),
    expires_at: time.meta({ description: 'When it ends at the latest.' }),
  })
  .meta({ id: 'UserSession', description: 'A time that somebody is signed in for.' });
