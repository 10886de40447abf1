import { z } from 'zod';
import { DECIDERS } from '../../core/domain/ask-reason.ts';
import { time } from './paging.ts';

/** How far an answer got. */
export const decisionState = z.enum(['intended', 'sent', 'confirmed']).meta({
  description: 'intended: we meant it; sent: it went out; confirmed: Stripe reported how the ask ended.',
});

/** Who had the last word about an ask. */
export const decider = z.enum(DECIDERS).meta({
  description:
    'time_out: our answer came too late; error: Stripe could not use it. Stripe went by its own default then.',
});

/** How an ask ended. */
export const confirmation = z
  .object({
    approved: z.boolean(),
    reason: z
      .string()
      .nullable()
      .meta({ description: "Stripe's word, e.g. `webhook_approved`, `insufficient_funds`." }),
    reason_message: z.string().nullable().meta({ description: 'Why Stripe could not use our answer.' }),
    decided_by: decider,
    at: time,
  })
  .meta({ id: 'Confirmation', description: 'How an ask ended, as Stripe reported it.' });

/** One ask of an authorization. */
export const ask = z
  .object({
    place: z.int().meta({ description: 'How many asks of the authorization came before it.' }),
    at: time,
    amount_minor: z.number().nullable(),
    currency: z.string().nullable(),
    portfolio: z.string().nullable(),
    decision: z
      .string()
      .nullable()
      .meta({ description: 'Null where Stripe did not ask us, or its record is not here.' }),
    outcome: z.enum(['approve', 'decline', 'challenge']).nullable().meta({ description: 'What we meant.' }),
    reason: z.string().nullable().meta({ description: 'Our first reason.' }),
    confirmation: confirmation.nullable(),
  })
  .meta({ id: 'Ask', description: 'One ask of an authorization: what we said, and how it ended.' });

const FUNNEL_BY = /^(day|portfolio|reason)(,(day|portfolio|reason)){0,2}$/;

export const funnelQuery = z.strictObject({
  by: z
    .string()
    .regex(FUNNEL_BY, 'is day, portfolio or reason, or several of them with commas between')
    .default('day')
    .meta({
      description:
        "What lines are told apart by, e.g. `day,portfolio`. Days are UTC's; the reason is ours where we decided, " +
        "else Stripe's.",
    }),
  portfolio: z.string().min(1).optional().meta({ description: 'Of this portfolio.' }),
  reason: z.string().min(1).optional().meta({ description: 'With this reason.' }),
  from: time.optional().meta({ description: 'Asked then or later; without it seven days before `to`.' }),
  to: time.optional().meta({ description: 'Asked before; now without it.' }),
});

/** Asks that ended in one way. */
export const funnelLine = z
  .object({
    day: z.string().nullish().meta({ description: 'Where lines are told apart by it, as the next two.' }),
    portfolio: z.string().nullish().meta({ description: 'Null for what has none.' }),
    reason: z.string().nullish(),
    decided_by: z.enum([...decider.options, 'unconfirmed']),
    outcome: z.enum(['approved', 'declined', 'challenged']).nullable(),
    currency: z.string().nullable(),
    count: z.int(),
    amount_minor: z.number(),
  })
  .meta({
    id: 'FunnelLine',
    description: 'Asks of one day, portfolio and reason that ended in one way, in one currency.',
  });

export const funnel = z
  .object({ by: z.array(z.enum(['day', 'portfolio', 'reason'])), from: time, to: time, data: z.array(funnelLine) })
  .meta({ id: 'Funnel', description: 'All asks of a time, by who had the last word and how they ended.' });
