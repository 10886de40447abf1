import { z } from 'zod';
import { limits } from '../domain/limits.ts';

const country = z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters, e.g. GB');

/** `challenge:` of a profile: whom to ask by text message, how, and what follows from the answer. */
export const challengeSchema = z.strictObject({
  channel: z.enum(['none', 'stripe', 'twilio']).default('none').meta({
    description:
      'stripe: Stripe sends its own text; twilio: ours, in the languages of texts/*.yaml; none: nobody is asked.',
  }),
  otherwise: z
    .enum(['approve', 'decline'])
    .default('decline')
    .meta({ description: 'The answer where a cardholder cannot be asked. What runs out is declined all the same.' }),
  countries: z
    .array(country)
    .min(1)
    .default(['US', 'GB'])
    .meta({ description: 'Where the phones of cardholders may be. Stripe itself sends to the US and the UK alone.' }),
  from: z.string().optional().meta({
    description: 'The number, or the MG… messaging service, that twilio sends from; TWILIO_FROM, if not given.',
  }),
  reply_minutes: z
    .int()
    .min(1)
    .max(limits.maxChallengeReplyMinutes)
    .default(60)
    .meta({ description: 'How long the cardholder has to answer.' }),
  phone_unchanged_hours: z
    .number()
    .min(0)
    .max(limits.maxPhoneUnchangedHours)
    .default(72)
    .meta({ description: 'A phone that was changed more lately is not asked: it may be a fraudster.' }),
  max_per_cardholder_daily: z
    .int()
    .min(1)
    .max(limits.maxChallengesDaily)
    .default(3)
    .meta({ description: 'Questions to one cardholder in 24 hours; a further one is declined.' }),
  allowance: z
    .strictObject({
      days: z.number().positive().max(limits.maxAllowanceDays).default(7).meta({
        description: 'For how long the card may buy at the merchant after a YES.',
      }),
      times_amount: z.number().min(1).max(limits.maxAllowanceTimes).default(2).meta({
        description: 'Each purchase, and all together, up to so many times the amount in question.',
      }),
      uses_daily: z.int().min(1).max(limits.maxAllowanceUsesDaily).default(5).meta({
        description: 'Purchases within a day.',
      }),
    })
    .prefault({})
    .meta({ description: 'What a YES allows. Of the channel stripe, Stripe itself keeps it.' }),
  on_no: z
    .strictObject({
      decline_days: z.number().positive().max(limits.maxRejectionDays).default(90).meta({
        description: 'For how long the card is declined at that merchant.',
      }),
      freeze_card: z.boolean().default(false).meta({ description: 'Whether the card is set inactive at Stripe.' }),
    })
    .prefault({})
    .meta({ description: 'What a NO leads to, beside a label and a review.' }),
});
