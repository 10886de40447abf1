import { z } from 'zod';
import { limits } from '../domain/limits.ts';
import { LIST_ITEM_TYPES } from '../domain/lists.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../domain/signals.ts';
import { challengeSchema } from './schema-challenge.ts';

/** The signals that a profile can set thresholds on, by the name of their attribute. */
export const SCORE_SIGNALS = [
  'fraud_risk_score',
  'merchant_dispute_rate',
  'invalid_account_number_decline_rate_hourly',
  'invalid_credentials_decline_rate_hourly',
  'network_risk_score',
] as const;
export const LEVEL_SIGNALS = ['fraud_risk_level', 'merchant_dispute_risk_level', 'card_testing_risk_level'] as const;
export const SIGNALS = [...SCORE_SIGNALS, ...LEVEL_SIGNALS, 'fraud_disputability'] as const;

const percent = z.number().min(0).max(100);
const above = z
  .strictObject({ decline: percent.optional(), challenge: percent.optional(), review: percent.optional() })
  .meta({ description: 'Above this number (strictly), 0 to 100.' });
const level = z.enum(RISK_LEVELS);
const atOrAbove = z
  .strictObject({ decline: level.optional(), challenge: level.optional(), review: level.optional() })
  .meta({ description: 'At this level or above.' });
const disputability = z.enum(DISPUTABILITIES);
const atOrBelow = z
  .strictObject({
    decline: disputability.optional(),
    challenge: disputability.optional(),
    review: disputability.optional(),
  })
  .meta({ description: 'When a dispute is this likely to be won, or less.' });
const shift = z.strictObject({ fraud_risk_score: z.number().min(-100).max(100) });
const answer = z.enum(['approve', 'decline']);
const reaction = z.enum(['ignore', 'review', 'challenge', 'decline']);

const scores = Object.fromEntries(SCORE_SIGNALS.map((name) => [name, above.optional()]));
const levels = Object.fromEntries(LEVEL_SIGNALS.map((name) => [name, atOrAbove.optional()]));
const signalThresholds = z.strictObject({
  ...(scores as Record<(typeof SCORE_SIGNALS)[number], z.ZodOptional<typeof above>>),
  ...(levels as Record<(typeof LEVEL_SIGNALS)[number], z.ZodOptional<typeof atOrAbove>>),
  fraud_disputability: atOrBelow.optional(),
});

/** `profiles/NAME.yaml`: a named risk appetite. */
export const profileSchema = z.strictObject({
  description: z.string().optional().meta({ description: 'For people: whom this appetite suits.' }),
  deadline_ms: z
    .int()
    .min(limits.minDeadlineMs)
    .max(limits.maxDeadlineMs)
    .default(limits.defaultDeadlineMs)
    .meta({ description: 'Stripe is answered by then, always. It waits 2,000 ms.' }),
  thresholds: signalThresholds.default({}).meta({ description: 'What each signal leads to.' }),
  on_missing: z
    .partialRecord(z.enum(SIGNALS), reaction)
    .default({})
    .meta({ description: 'What a missing signal leads to; `ignore` where nothing is said.' }),
  disputability: z
    .partialRecord(disputability, shift)
    .default({})
    .meta({ description: 'Points added to the fraud score thresholds when a dispute is this likely to be won.' }),
  challenge: challengeSchema.prefault({}).meta({ description: 'How cardholders are asked by text message.' }),
  on_error: reaction.default('review').meta({ description: 'What a rule that fails to evaluate counts as.' }),
  fuel_dispenser_amount: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'What a fuel pump that asks for 1.00 is taken to ask for, in major units.' }),
  stand_in: z
    .strictObject({
      cases: z.array(z.strictObject({ if: z.string(), answer })).default([]),
      otherwise: answer.default('decline'),
    })
    .default({ cases: [], otherwise: 'decline' })
    .meta({ description: 'The answer when the decision itself cannot be made: the first case that holds.' }),
});
export type ProfileFile = z.infer<typeof profileSchema>;

/** What a thing of a policy is called. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'a name is lower case letters, digits, - and _, 64 at most')
  .meta({ description: 'Lower case letters, digits, - and _.' });

/** A text, or null for anything else. */
export const words = z.string().nullable().catch(null);

/** The stand-in cases of a profile that may have any other fault. */
export const looseCases = z
  .object({
    stand_in: z
      .object({
        cases: z.array(z.object({ if: words, answer: answer.catch('decline') }).catch({ if: null, answer: 'decline' })),
      })
      .catch({ cases: [] }),
  })
  .catch({ stand_in: { cases: [] } });

/** The portfolios of a file that may have any fault. */
export const loosePortfolios = z
  .object({
    portfolios: z.array(
      z.object({ name: words, when: words.optional(), profile: words }).catch({ name: null, profile: null }),
    ),
  })
  .catch({ portfolios: [] });

/** `portfolios.yaml`: sets of cards under one profile each; the first whose condition holds owns the card. */
export const portfoliosSchema = z.strictObject({
  portfolios: z
    .array(
      z.strictObject({
        name,
        when: z.string().optional().meta({ description: 'A condition; the last portfolio has none.' }),
        profile: name,
      }),
    )
    .min(1),
});

/** `rates.yaml`: what one unit of a currency is worth in US dollars, from a day on. */
export const ratesSchema = z.strictObject({
  rates: z.array(
    z.strictObject({
      currency: z.string().regex(/^[a-z]{3}$/i, 'a currency is three letters, e.g. eur'),
      from: z.iso.date('a day is written like 2026-01-31'),
      usd: z.number().positive(),
    }),
  ),
});

/** A day, or a moment with its offset. */
export const moment = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true })],
  'a time is 2026-01-31 or 2026-01-31T18:00:00Z',
);

/** `rules/*.yaml`: what blocks, allows, challenges or wants a review. */
export const rulesSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      id: name,
      rule: z.string().meta({ description: "Radar's words: Block if …, Allow if …, Challenge if …, Review if …" }),
      mode: z.enum(['live', 'shadow', 'off']).default('live').meta({
        description: 'live decides; shadow is evaluated and recorded, but does not decide; off does not run.',
      }),
      always: z
        .boolean()
        .default(false)
        .meta({ description: 'Neither a verified challenge nor an allow rule overrides this block.' }),
      sample_percent: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .meta({ description: 'It runs for this share of all cards, always the same ones.' }),
      portfolios: z
        .array(name)
        .min(1)
        .optional()
        .meta({ description: 'It runs for cards of these; all, if not given.' }),
      tags: z.array(name).default([]).meta({ description: 'Words to sort by, e.g. certain, likely, possible.' }),
      expires: moment.optional().meta({ description: 'From then on it does not run.' }),
      note: z.string().optional().meta({ description: 'For people: why this rule is there.' }),
    }),
  ),
});
export type RuleEntry = z.infer<typeof rulesSchema>['rules'][number];

/** The rules of a file that may have any fault. */
export const looseRules = z
  .object({ rules: z.array(z.object({ id: words, rule: words }).catch({ id: null, rule: null })) })
  .catch({ rules: [] });

const listEntry = z.union([
  z.string(),
  z.strictObject({
    value: z.string(),
    note: z.string().optional(),
    known_from: moment.optional().meta({ description: 'It is on the list from then.' }),
    known_until: moment.optional().meta({ description: 'And until then.' }),
  }),
]);
/** The type of a list whose file may have any fault. */
export const looseList = z.object({ type: z.enum(LIST_ITEM_TYPES).catch('string') }).catch({ type: 'string' });

export type ListEntry = z.infer<typeof listEntry>;

/** `lists/NAME.yaml`: what rules read as `@NAME`. */
export const listSchema = z.strictObject({
  type: z.enum(LIST_ITEM_TYPES).meta({ description: 'What its entries are.' }),
  note: z.string().optional().meta({ description: 'For people: what is on this list.' }),
  entries: z.array(listEntry).default([]).meta({ description: 'What is on it to begin with.' }),
});
