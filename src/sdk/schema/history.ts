import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { policyFiles } from './check.ts';
import { outcome } from './decisions.ts';
import { pageOf, pageQuery, time } from './paging.ts';

export const historyRequest = z
  .strictObject({
    files: policyFiles,
    days: z.number().positive().max(730).meta({ description: 'How many days back, from now.' }),
  })
  .meta({ id: 'HistoryRequest' });

export const historyDiff = z
  .object({
    decisions: z.int().meta({ description: 'Recorded decisions that were looked at, the latest first.' }),
    changed: z.int(),
    unknown: z
      .int()
      .meta({ description: 'Of these the record does not tell: it lacks attributes that no rule read then.' }),
    unrecorded: z.array(z.string()).meta({ description: 'Those attributes.' }),
    outcomes: z
      .array(z.object({ from: outcome, to: outcome, count: z.int() }))
      .meta({ description: 'How many would go from which outcome to which, the most frequent first.' }),
    examples: z.array(
      z.object({
        decision: z.string(),
        authorization: z.string().nullable(),
        asked_at: time,
        outcome,
        new_outcome: outcome,
        new_reasons: z.array(z.string()),
      }),
    ),
    cut: z.boolean().meta({ description: 'There were more decisions than are looked at.' }),
  })
  .meta({ id: 'HistoryDiff', description: 'What a policy would have changed in recorded decisions.' });

const yes = z.enum(['true', 'false']).transform((text) => text === 'true');

export const historyQuery = pageQuery.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.recordedPage)
    .default(limits.recordedPage)
    .meta({ description: 'How many asks at most.' }),
  from: time.optional().meta({ description: 'Made from this moment on; without it from the first.' }),
  to: time.optional().meta({ description: 'Made before this moment.' }),
  features: yes.optional().meta({
    description: 'With the features that were recorded: a backtest takes these as they are and does not count them.',
  }),
  all: yes.optional().meta({
    description: 'Also what no policy decided: asks that were never put to us, or that a stand-in answered.',
  }),
});

/** One ask in the history format. */
export const historyRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).meta({
  id: 'HistoryRow',
  description:
    'One ask in the history format: attributes under their own names, amounts in minor units, labels, and what we ' +
    'answered. What is empty, or was not recorded, is left out.',
});

export const historyPage = pageOf(historyRow);
