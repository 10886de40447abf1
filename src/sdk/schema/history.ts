import { z } from 'zod';
import { policyFiles } from './check.ts';
import { outcome } from './decisions.ts';
import { time } from './paging.ts';

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
