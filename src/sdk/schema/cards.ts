import { z } from 'zod';
import { time } from './paging.ts';

const text = z.string().nullable();
const known = z
  .record(z.string(), z.object({ at: time, from: z.enum(['ask', 'event', 'sweep']) }))
  .meta({ description: 'Of each field that is known: when it was so, and who said it.' });
const warning = z.object({ type: text, started_at: time.nullable() });

/** What is known of a card. */
export const card = z
  .object({
    id: z.string(),
    livemode: z.boolean(),
    account: text,
    cardholder: text,
    status: text,
    type: text,
    brand: text,
    currency: text,
    created_at: time.nullable(),
    latest_fraud_warning: warning.nullable(),
    fraud_warnings: z
      .array(warning.extend({ first_seen_at: time, last_seen_at: time, taken_back: z.boolean() }))
      .meta({ description: 'All that it ever had, as far as we saw.' }),
    cancellation_reason: text,
    replaced_by: text,
    replacement_for: text,
    replacement_reason: text,
    portfolio: text.meta({ description: 'The one that owned it when it was last decided on.' }),
    known_at: time,
    known,
  })
  .meta({ id: 'Card', description: 'What is known of a card; null is also what is not known: `known` tells.' });

/** What is known of a cardholder. */
export const cardholder = z
  .object({
    id: z.string(),
    livemode: z.boolean(),
    account: text,
    status: text,
    type: text,
    country: text,
    created_at: time.nullable(),
    disabled_reason: text,
    past_due: z.array(z.string()),
    has_phone: z.boolean().nullable(),
    phone_since: time.nullable().meta({
      description: 'Since when there is this phone; null where there was one whenever we looked.',
    }),
    email: text.meta({ description: 'An HMAC: the address itself is never kept.' }),
    cards: z.array(z.object({ id: z.string(), status: text })),
    known_at: time,
    known,
  })
  .meta({ id: 'Cardholder', description: 'What is known of a cardholder: no name, no address, no number.' });

const figures = z.object({
  began_at: time,
  seen: z.int(),
  added: z.int().meta({ description: 'Not known before.' }),
  repaired: z.int().meta({ description: 'Otherwise than was known, or new without our knowing.' }),
  missed: z.int().meta({ description: 'Of which no event told, though there was time enough.' }),
});

/** Passes through one of Stripe's lists. */
export const sweep = figures
  .extend({
    of: z.enum(['cards', 'cardholders', 'disputes']),
    livemode: z.boolean(),
    account: text,
    completed_at: time.nullable().meta({ description: 'Null while it is under way.' }),
    last_whole: figures.nullable(),
  })
  .meta({ id: 'Sweep', description: "A pass through one of Stripe's lists, which puts right what no event told." });
