import { z } from 'zod';
import { actor, flag, note, time } from './paging.ts';

/** One time that something was wrong in one process. */
export const alarm = z
  .object({
    id: z.string(),
    alarm: z.string().meta({ description: 'Its name, e.g. journal_unwritable; docs/operations.md explains them all.' }),
    process: z.string(),
    process_name: z.string().meta({ description: "The machine's name and the number of the process." }),
    raised_at: time,
    ended_at: time.nullable().meta({ description: 'Null while it stands.' }),
    end_reason: z
      .enum(['ended', 'process_stopped', 'process_gone'])
      .nullable()
      .meta({ description: 'It ended, or its process was stopped, or was not seen any more.' }),
    times: z.int().meta({ description: 'How often it was raised while it stood.' }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    acknowledged_at: time.nullable(),
    acknowledged_by: actor.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Alarm', description: 'One time that something was wrong in one process.' });

/** Which alarms. */
export const alarmFilter = z.strictObject({
  state: z
    .enum(['standing', 'past', 'all'])
    .default('all')
    .meta({ description: 'Those that stand, those that are over, or both.' }),
  acknowledged: flag.optional().meta({ description: 'Those that somebody has taken note of, or not.' }),
  alarm: z.string().min(1).max(100).optional().meta({ description: 'Those of this name.' }),
});

export const acknowledgeRequest = z.strictObject({ note: note.optional() }).meta({ id: 'AcknowledgeRequest' });
