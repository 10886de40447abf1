import { z } from 'zod';
import { TRANSACTION_KINDS } from '../../core/domain/capture.ts';
import { limits } from '../../core/domain/limits.ts';
import { time } from './paging.ts';

const id = z.string().min(1).max(limits.maxNameLength);
const minor = (description: string) => z.int().meta({ description });

/** Sums of one currency, in its minor units. */
const book = {
  currency: z.string().nullable().meta({ description: 'ISO 4217, lower case. All amounts are in its minor units.' }),
  asked_minor: minor('By all asks, increments included.'),
  approved_minor: minor('What of that was approved.'),
  declined_minor: minor('What of that was declined, by whomever.'),
  held_minor: minor('Held now.'),
  reversed_minor: minor('Given back by the merchant, in whole or in part.'),
  expired_minor: minor('Held until it ran out.'),
  raised_minor: minor('Raised to what an estimate came to, without being asked for.'),
  captured_minor: minor('Captured, whatever the kind of capture.'),
  over_captured_minor: minor('Captured beyond what was approved and not given back.'),
  late_minor: minor('Captured after the hold had run out or was given back.'),
  forced_minor: minor('Captured though nobody approved it.'),
  refunded_minor: minor('Refunded.'),
};

export const authorizationMoney = z
  .object({
    ...book,
    transactions: z.int(),
  })
  .meta({ id: 'AuthorizationMoney', description: "What became of one authorization's money." });

export const totalsFilter = z.strictObject({
  by: z.enum(['day', 'card', 'portfolio', 'currency']).default('currency').meta({
    description: 'What they are told apart by, beside the currency.',
  }),
  from: time
    .optional()
    .meta({ description: 'What was asked or moved then or later; without it seven days before `to`.' }),
  to: time.optional().meta({ description: 'What was asked or moved before; now without it.' }),
});

export const moneyTotals = z
  .object({
    key: z.string().nullable().meta({ description: 'The day (UTC), card or portfolio; null for what has none.' }),
    authorizations: z.int(),
    ...book,
  })
  .meta({
    id: 'MoneyTotals',
    description:
      'Sums of one key and currency: asks at the time of their authorization, captures and refunds at theirs.',
  });

const kind = z.enum(TRANSACTION_KINDS);

export const transactionFilter = z.strictObject({
  kind: z
    .enum([...TRANSACTION_KINDS, 'forced'])
    .optional()
    .meta({
      description: 'Of this kind; `forced` is all that nobody approved.',
    }),
  card: id.optional().meta({ description: 'Of this card.' }),
  authorization: id.optional().meta({ description: 'Of this authorization.' }),
  from: time.optional().meta({ description: 'Made then or later.' }),
  to: time.optional().meta({ description: 'Made before.' }),
});

export const transaction = z
  .object({
    id: z.string(),
    livemode: z.boolean(),
    account: z.string().nullable(),
    type: z.string().meta({ description: "Stripe's: capture or refund." }),
    kind: kind.meta({
      description:
        'What it is to its authorization: `normal` took what was held, `partial` less, `over` more; `late` came ' +
        'after the hold had ended; the forced ones nobody approved; `unmatched` until its authorization is known.',
    }),
    amount_minor: z.int().meta({ description: "As Stripe's: captures below zero, refunds above, in minor units." }),
    currency: z.string(),
    authorization: z.string().nullable(),
    card: z.string().nullable(),
    cardholder: z.string().nullable(),
    dispute: z.string().nullable(),
    created: time,
  })
  .meta({ id: 'Transaction', description: 'A capture or refund, as Stripe last told of it.' });
