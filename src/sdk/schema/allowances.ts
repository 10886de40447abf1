import { z } from 'zod';
import { ALLOWANCE_ENDS } from '../../core/domain/allowance.ts';
import { actor, note, time } from './paging.ts';

const text = z.string().min(1).max(200);

/** Which allowances. */
export const allowanceFilter = z.strictObject({
  state: z.enum(['live', 'ended']).optional().meta({
    description: '`ended`: taken back, or run out. Both without it.',
  }),
  card: text.optional(),
  cardholder: text.optional(),
  merchant: text.optional().meta({ description: "The merchant's id at the card network." }),
});

/** What a YES allows. */
export const allowance = z
  .object({
    id: z.string(),
    livemode: z.boolean(),
    account: z.string().nullable(),
    challenge: z.string().meta({ description: 'The challenge that was answered YES.' }),
    state: z.enum(['live', 'ended']),
    card: z.string(),
    cardholder: z.string().nullable(),
    merchant: z.string(),
    merchant_name: z.string().nullable(),
    currency: z.string(),
    card_present: z.boolean().nullable(),
    each_minor: z.number().meta({ description: 'What one authorization may come to.' }),
    total_minor: z.number().meta({ description: 'What all of them together may come to.' }),
    uses_daily: z.int().meta({ description: 'How many asks it may approve within a day.' }),
    used_minor: z.number().meta({ description: 'What was approved by it so far.' }),
    uses: z.int().meta({ description: 'How many asks that were.' }),
    from: time,
    until: time,
    ended_at: time.nullable().meta({ description: 'When it was ended before its time.' }),
    ended_because: z.enum(ALLOWANCE_ENDS).nullable(),
    ended_by: actor.nullable(),
  })
  .meta({
    id: 'Allowance',
    description: 'After a YES: this card may buy at this merchant for a while, within limits, without fraud declines.',
  });

/** Why it is taken back. */
export const revokeRequest = z
  .strictObject({ note: note.optional().meta({ description: 'Personal data does not belong here.' }) })
  .meta({ id: 'RevokeRequest' });
