import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';

const theirs = z.string().min(1).max(limits.maxListValueLength);

/** What else is known to be a person's. */
export const alsoTheirs = z.strictObject({
  also: z
    .string()
    .max(10_000)
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .optional()
    .meta({ description: 'What is theirs besides, with commas between: a user id of a back end, an e-mail address.' }),
});

/** A row that is held of a person. */
export const heldRow = z
  .object({
    table: z.string().meta({ description: 'Where it is kept.' }),
    row: z.record(z.string(), z.unknown()).meta({ description: 'All that is kept there.' }),
  })
  .meta({ id: 'HeldRow', description: 'A row that is held of a person.' });

export const eraseRequest = z.strictObject({ also: z.array(theirs).max(100).optional() });

/** What was erased, in numbers. */
export const erased = z
  .object({
    rows: z.record(z.string(), z.int()).meta({ description: 'Rows, by table.' }),
    jobs: z.int().meta({ description: 'Jobs that were about them, done ones, too.' }),
    files: z.array(z.string()).meta({ description: 'Files beside the journal that somebody has to look through.' }),
  })
  .meta({ id: 'Erased', description: 'What was erased of a person.' });
