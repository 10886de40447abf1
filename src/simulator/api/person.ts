import type { Stripe } from 'stripe';
import { z } from 'zod';
import { emptyable, integer, text } from './parameters.ts';

type Individual = Stripe.Issuing.Cardholder.Individual;

const document = z.strictObject({ back: text.optional(), front: text.optional() });

/** The parameter `individual` of a cardholder. */
export const individual = z.strictObject({
  card_issuing: z
    .strictObject({
      user_terms_acceptance: z
        .strictObject({ date: integer().optional(), ip: text.optional(), user_agent: emptyable(text).optional() })
        .optional(),
    })
    .optional(),
  dob: z.strictObject({ day: integer(1, 31), month: integer(1, 12), year: integer(1_900, 9_999) }).optional(),
  first_name: text.optional(),
  last_name: text.optional(),
  verification: z.strictObject({ document: document.optional() }).optional(),
});

/** The individual after a change: what isn't given stays. */
export function mergeIndividual(
  current: Individual | null,
  change: z.output<typeof individual> | undefined,
): Individual {
  const terms = change?.card_issuing?.user_terms_acceptance;
  const papers = change?.verification?.document;
  return {
    card_issuing: terms
      ? {
          user_terms_acceptance: {
            date: terms.date ?? null,
            ip: terms.ip ?? null,
            user_agent: terms.user_agent ?? null,
          },
        }
      : (current?.card_issuing ?? null),
    dob: change?.dob ?? current?.dob ?? null,
    first_name: change?.first_name ?? current?.first_name ?? null,
    last_name: change?.last_name ?? current?.last_name ?? null,
    verification: papers
      ? { document: { back: papers.back ?? null, front: papers.front ?? null } }
      : (current?.verification ?? null),
  };
}
