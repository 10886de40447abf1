import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';

/** How many rows, and after which. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.apiMaxPage)
    .default(limits.apiPage)
    .meta({ description: 'How many at most.' }),
  cursor: z.string().max(500).optional().meta({ description: 'The `next` of the page before.' }),
});

/** A page of rows, and where the next one begins; null after the last. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row),
    next: z.string().nullable().meta({ description: 'Give it as `cursor` for the next page; null after the last.' }),
  });
}

/** A moment, as this API says it and takes it. */
export const time = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601, e.g. 2026-05-01T00:00:00Z.' });

/** A claim in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Whose act it was. The name is null once it was erased, and for what no key did. */
export const actor = z.object({ id: z.string(), name: z.string().nullable() }).meta({
  id: 'Actor',
  description: 'A key, a user, or `system`, or `folder` for what the policy folder held at a start.',
});

/** Words of a person about what they do. */
export const note = z.string().trim().min(1).max(limits.maxNoteLength);
