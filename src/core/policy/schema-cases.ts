import { z } from 'zod';
import { moment, name, words } from './schema.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()], 'a value is text, a number, true or false');
const ids = z.array(z.string()).default([]);

const facts = z.strictObject({
  allowance: z
    .string()
    .nullable()
    .default(null)
    .meta({ description: 'The allowance that covers this purchase, after a challenge answered YES.' }),
  has_rejected_challenge: z
    .boolean()
    .default(false)
    .meta({ description: 'The cardholder said NO about this merchant on this card.' }),
  can_be_asked: z.boolean().default(false).meta({ description: 'The cardholder can be asked by SMS now.' }),
});

const expectation = z.strictObject({
  outcome: z.enum(['approve', 'decline', 'challenge']),
  review: z.boolean().optional().meta({ description: 'Whether a review is asked for; not looked at, if not given.' }),
  reasons: ids.meta({ description: 'Rules, thresholds or codes such as nothing_matched that are among the reasons.' }),
  not_reasons: ids.meta({ description: 'What is not among the reasons.' }),
  matched: ids.meta({ description: 'Rules and thresholds that match, also those in shadow.' }),
  not_matched: ids.meta({ description: 'Rules and thresholds that do not match.' }),
  errors: ids.meta({ description: 'All rules that can not be evaluated; none, if not given.' }),
});

/** `cases/*.yaml`: asks and the decisions expected of them. */
export const casesSchema = z.strictObject({
  cases: z.array(
    z.strictObject({
      name: z.string().min(1).meta({ description: 'A sentence about what is decided; unlike any other.' }),
      profile: name.optional().meta({ description: "Decide under this profile, not the one of the card's portfolio." }),
      amount: z
        .number()
        .min(0)
        .optional()
        .meta({ description: "What is asked for, in major units: short for the authorization's pending_request." }),
      authorization: z
        .record(z.string(), z.unknown())
        .default({})
        .meta({ description: "What of Stripe's object differs from a small purchase that nothing speaks against." }),
      features: z.record(z.string(), scalar).default({}).meta({ description: 'What earlier purchases count up to.' }),
      facts: facts.default({ allowance: null, has_rejected_challenge: false, can_be_asked: false }),
      lists: z
        .record(z.string(), z.array(z.string()))
        .default({})
        .meta({ description: 'What is on a list besides what its file puts there.' }),
      at: moment.optional().meta({ description: 'When Stripe asks; by default noon of 15 June 2026, UTC.' }),
      account: z.string().min(1).optional().meta({ description: "The connected account; none is the platform's own." }),
      livemode: z.boolean().default(false).meta({ description: 'Whether it is real money.' }),
      expect: expectation,
    }),
  ),
});
export type CaseEntry = z.infer<typeof casesSchema>['cases'][number];

/** The names of the cases of a file that may have any fault. */
export const looseCaseNames = z
  .object({ cases: z.array(z.object({ name: words }).catch({ name: null })) })
  .catch({ cases: [] });
