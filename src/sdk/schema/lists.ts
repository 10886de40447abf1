import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { LIST_ITEM_TYPES } from '../../core/domain/lists.ts';
import { actor, note, time } from './paging.ts';

/** A list that the policy declares. */
export const list = z
  .object({
    name: z.string(),
    type: z.enum(LIST_ITEM_TYPES),
    note: z.string().nullable(),
    policy_entries: z.int().meta({ description: 'Entries that the policy itself gives it.' }),
    entries: z.int().meta({ description: 'Entries that people gave it, in all modes and accounts.' }),
  })
  .meta({ id: 'List', description: 'A list that the policy declares.' });

/** An entry that somebody gave a list. */
export const listEntry = z
  .object({
    id: z.string(),
    list: z.string(),
    livemode: z.boolean(),
    account: z.string().nullable(),
    value: z.string().meta({ description: 'As it is compared: without blanks, most types in lower case.' }),
    note: z.string().nullable(),
    by: actor,
    known_from: time,
    known_until: time.nullable(),
    removed_at: time.nullable(),
    removed_by: actor.nullable(),
    created_at: time,
  })
  .meta({ id: 'ListEntry', description: 'An entry that somebody gave a list.' });

export const newListEntry = z
  .strictObject({
    value: z.string().min(1).max(limits.maxListValueLength),
    note: note.optional(),
    known_from: time.optional().meta({ description: 'From when it is on the list; now without it.' }),
    known_until: time.optional().meta({ description: 'Until when; for good without it.' }),
  })
  .meta({ id: 'NewListEntry' });

/** Which entries. */
export const entryFilter = z.strictObject({
  value: z.string().min(1).max(limits.maxListValueLength).optional(),
  at: time.optional().meta({ description: 'Those in force then; now without it.' }),
});
