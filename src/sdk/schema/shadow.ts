import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { diagnostic, policyFiles } from './check.ts';
import { outcome } from './decisions.ts';
import { actor, note, pageOf, time } from './paging.ts';
import { versionName } from './policy.ts';

export const shadowRequest = z
  .strictObject({ version: versionName.optional(), files: policyFiles.optional(), note: note.optional() })
  .refine(({ version, files }) => (version === undefined) !== (files === undefined), 'wants a version, or files')
  .meta({ id: 'ShadowRequest' });

/** The version in shadow, if there is one. */
export const shadowState = z
  .object({
    shadow: z.object({ version: z.string(), by: actor, since: time }).nullable(),
    warnings: z.array(diagnostic),
  })
  .meta({ id: 'ShadowState', description: 'The version that is evaluated beside the live one and decides nothing.' });

/** Whose differences. */
export const differenceFilter = z.strictObject({
  version: versionName.optional().meta({ description: 'A version that is or was in shadow; the one now without it.' }),
  live_outcome: outcome.optional().meta({ description: 'Rows of what was answered so. All are counted.' }),
  shadow_outcome: outcome.optional().meta({ description: 'Rows of what the shadow would have answered so.' }),
});

const side = z.object({ outcome, reasons: z.array(z.string()) });

const difference = z
  .object({
    decision: z.string(),
    version: z.string().meta({ description: 'The version in shadow.' }),
    live_version: z.string(),
    live: side,
    shadow: side,
    asked_at: time,
  })
  .meta({ id: 'ShadowDifference', description: 'A decision that the shadow would have made otherwise.' });

export const differencePage = pageOf(difference).extend({
  total: z.int(),
  decisions: z.int().meta({
    description: `Decisions that were made while it was in shadow, counted up to ${limits.countedShadowDecisions}.`,
  }),
  outcomes: z
    .array(z.object({ live: outcome, shadow: outcome, count: z.int() }))
    .meta({ description: 'How many went from which outcome to which, the most frequent first.' }),
});
