import { z } from 'zod';
import { UNASKABLE_REASONS } from '../domain/challenge.ts';
import { moment, name, words } from './schema.ts';

/** A case is read by people. */
const MOST_TIMES = 10_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

function spanMs(text: string): number {
  const [number, unit = ''] = text.split(' ');
  return Number(number) * (UNITS_MS[unit.replace(/s$/, '')] ?? 0);
}

const scalar = z.union([z.string(), z.number(), z.boolean()], 'a value is text, a number, true or false');
const ids = z.array(z.string()).default([]);

const hours = z.number().min(0).optional();

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
  unaskable: z.enum(UNASKABLE_REASONS).nullable().default(null).meta({
    description:
      'Why the cardholder can not be asked, e.g. opted_out; null: nothing but the purchase may speak against it.',
  }),
  hours_since_challenge_rejected: hours.meta({ description: 'Hours since the cardholder last answered NO.' }),
  hours_since_challenge_verified: hours.meta({ description: 'Hours since the cardholder last answered YES.' }),
  challenges_per_cardholder_daily: z.int().min(0).optional().meta({ description: 'Questions in the 24 hours before.' }),
});

const authorization = z
  .record(z.string(), z.unknown())
  .default({})
  .meta({ description: "What of Stripe's object differs from a small purchase that nothing speaks against." });
const amount = z
  .number()
  .min(0)
  .optional()
  .meta({ description: "What is asked for, in major units: short for the authorization's pending_request." });
const data = z
  .record(z.string(), z.unknown())
  .default({})
  .meta({ description: 'What a back end says of an event of its own.' });
const event = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'an event is named in lower case letters, digits and _')
  .default('authorization');
const span = z
  .string()
  .regex(/^\d+(\.\d+)? (second|minute|hour|day|week)s?$/, 'a time span is a number and a unit: 90 seconds, 5 days')
  .transform(spanMs);

const earlier = z.strictObject({
  event: event.meta({ description: 'The kind of event: authorization, or one that a back end tracks.' }),
  ago: span.meta({ description: 'How long before the ask: 10 minutes, 2 days.' }),
  times: z.int().min(1).max(MOST_TIMES).default(1).meta({ description: 'How often it happened.' }),
  every: span.default(1_000).meta({ description: 'The time between them, where it happened often.' }),
  authorization,
  amount,
  outcome: z
    .enum(['approved', 'declined', 'challenged', 'declined_by_stripe', 'unjudged', 'pending'])
    .default('approved')
    .meta({ description: 'What became of an authorization.' }),
  data,
});

const expectation = z.strictObject({
  outcome: z
    .enum(['approve', 'decline', 'challenge'])
    .optional()
    .meta({ description: 'Wanted where the event is an authorization, unless features are expected.' }),
  features: z
    .record(z.string(), scalar.nullable())
    .default({})
    .meta({ description: 'What features come to; null is missing.' }),
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
      event: event.meta({
        description: 'The kind of event that features are computed of; an authorization is decided.',
      }),
      amount,
      authorization,
      data,
      before: z
        .array(earlier)
        .optional()
        .meta({ description: 'What happened before, to compute features from; without it they are missing.' }),
      features: z
        .record(z.string(), scalar)
        .default({})
        .meta({ description: 'What features come to, whatever happened before.' }),
      facts: facts.prefault({}),
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
export type EarlierEntry = z.infer<typeof earlier>;
export type CaseEntry = z.infer<typeof casesSchema>['cases'][number];

/** The names of the cases of a file that may have any fault. */
export const looseCaseNames = z
  .object({ cases: z.array(z.object({ name: words }).catch({ name: null })) })
  .catch({ cases: [] });
