import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { time } from './paging.ts';

export const streamQuery = z.strictObject({
  recent: z.coerce
    .number()
    .int()
    .min(0)
    .max(limits.maxStreamRecent)
    .default(0)
    .meta({ description: 'So many of the latest decisions first. After `Last-Event-ID` it says nothing.' }),
});

const outcome = z.enum(['approve', 'decline', 'challenge']);

/** A decision, short: event `decision`. */
export const streamDecision = z
  .object({
    type: z.literal('decision'),
    id: z.string(),
    at: time.meta({ description: 'When the ask came.' }),
    outcome,
    review: z.boolean(),
    answered_by: z.enum(['policy', 'stand_in', 'restored']),
    reasons: z.array(z.string()),
    portfolio: z.string().nullable(),
    authorization: z.string().nullable(),
    amount_minor: z.number().nullable(),
    currency: z.string().nullable(),
    merchant_name: z.string().nullable(),
    merchant_category: z.string().nullable(),
    merchant_country: z.string().nullable(),
    card: z.string().nullable(),
    decided_after_ms: z.number().nullable(),
    recorded_late: z.boolean(),
  })
  .meta({ id: 'StreamDecision', description: 'A decision that fell just now, short.' });

/** Decisions that fell and are not told, since too many did: event `skipped`. */
export const streamSkipped = z
  .object({ type: z.literal('skipped'), approve: z.int(), decline: z.int(), challenge: z.int() })
  .meta({ id: 'StreamSkipped', description: 'How many decisions fell that are not told: what is told is a sample.' });

/** An alarm that was raised or ended, in any process: event `alarm`. */
export const streamAlarm = z
  .object({
    type: z.literal('alarm'),
    change: z.enum(['raised', 'ended']),
    alarm: z.string(),
    severity: z.enum(['critical', 'warning']),
    at: time,
    text: z.string(),
  })
  .meta({ id: 'StreamAlarm', description: 'An alarm that was raised or ended.' });

/** Another policy version became live: event `policy`. */
export const streamPolicy = z
  .object({ type: z.literal('policy'), version: z.string(), at: time })
  .meta({ id: 'StreamPolicy', description: 'Another policy version became live.' });

/** Whether new decisions can be looked for: event `database`. */
export const streamDatabase = z
  .object({ type: z.literal('database'), state: z.enum(['away', 'back']), at: time })
  .meta({ id: 'StreamDatabase', description: 'Decisions can not be looked for just now, or can again.' });

/** The stream ends: event `end`. */
export const streamEnd = z
  .object({ type: z.literal('end'), reason: z.enum(['stopping', 'unauthorized']), detail: z.string() })
  .meta({ id: 'StreamEnd', description: 'The process stops (come back: others answer), or the key holds no more.' });

export const streamEvent = z
  .discriminatedUnion('type', [streamDecision, streamSkipped, streamAlarm, streamPolicy, streamDatabase, streamEnd])
  .meta({ id: 'StreamEvent', description: 'What an event of the stream holds; `event:` names its type.' });
