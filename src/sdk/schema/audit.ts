import { z } from 'zod';
import { actor, time } from './paging.ts';

/** Which acts. */
export const auditFilter = z.strictObject({
  act: z.string().min(1).max(100).optional().meta({ description: 'E.g. policy.apply.' }),
  by: z.string().min(1).max(100).optional().meta({ description: 'The id of a key or a user, or `system`.' }),
  subject: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'What it was done to: a version, a list, a key, a user, a cardholder.' }),
});

export const auditEntry = z
  .object({
    seq: z.int(),
    act: z.string(),
    subject: z.string(),
    by: actor.nullable().meta({ description: 'Null once the person was erased.' }),
    detail: z.record(z.string(), z.unknown()),
    at: time,
  })
  .meta({ id: 'AuditEntry', description: 'One act. Nothing here is ever changed or removed.' });
