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

/** A list in one world. */
export const wholeList = list
  .extend({
    in_force: z.int().meta({ description: 'Entries of this mode and account that are in force now.' }),
    coming: z.int().meta({ description: 'Those that will be.' }),
    ended: z.int().meta({ description: 'Those that expired, were taken off, or replaced.' }),
    in_policy: z.boolean().meta({ description: 'False: the version in shadow alone declares it.' }),
  })
  .meta({ id: 'WholeList', description: 'A list, and what is on it in one mode and account.' });

/** An entry that the policy itself gives a list. */
export const policyEntry = z
  .object({
    value: z.string(),
    note: z.string().nullable(),
    known_from: time.nullable(),
    known_until: time.nullable(),
  })
  .meta({ id: 'PolicyEntry', description: "An entry of a list's own file: it goes when that is changed." });

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

/** Which of those that the policy gives. */
export const entryText = z.strictObject({
  text: z.string().min(1).max(limits.maxListValueLength).optional().meta({ description: 'Within the value.' }),
});

/** Which entries. */
export const entryFilter = entryText.extend({
  value: z.string().min(1).max(limits.maxListValueLength).optional(),
  state: z.enum(['in_force', 'standing', 'ended']).optional().meta({
    description:
      '`in_force`, without it; `standing`: those that will be, too; `ended`: expired, taken off, or replaced.',
  }),
  at: time.optional().meta({ description: 'Those that stood so then; now without it.' }),
});
