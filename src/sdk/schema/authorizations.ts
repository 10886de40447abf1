import { z } from 'zod';
import { decision } from './decisions.ts';
import { labelledAs } from './labels.ts';
import { authorizationMoney } from './money.ts';
import { ask } from './outcomes.ts';
import { time } from './paging.ts';
import { authorizationReview } from './reviews.ts';

/** An authorization as it is known. */
export const authorization = z
  .object({
    id: z.string(),
    livemode: z.boolean(),
    account: z.string().nullable(),
    known: z.boolean().meta({ description: 'Whether Stripe reported it; until then what is of Stripe is null.' }),
    known_at: time.nullable().meta({ description: 'When Stripe made the newest report.' }),
    created_at: time.nullable(),
    status: z.string().nullable().meta({ description: "Stripe's: pending, closed, reversed, expired." }),
    approved: z.boolean().nullable(),
    amount_minor: z.number().nullable(),
    currency: z.string().nullable(),
    card: z.string().nullable(),
    cardholder: z.string().nullable(),
    merchant: z.string().nullable(),
    merchant_name: z.string().nullable(),
    asks: z.array(ask).meta({ description: 'In the order of asking, those that never reached us with them.' }),
    decisions: z.array(decision).meta({ description: 'In the order of asking.' }),
    money: authorizationMoney
      .nullable()
      .meta({ description: 'Null while Stripe told neither of it nor of a capture.' }),
    labelled: labelledAs.meta({ description: 'What turned out to be true.' }),
    reviews: z.array(authorizationReview).meta({ description: 'In the order of their closing, the open one last.' }),
  })
  .meta({ id: 'Authorization', description: 'An authorization as it is known, with all that was decided about it.' });
