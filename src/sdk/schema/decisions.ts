import { z } from 'zod';
import { CHALLENGE_CHANNELS, CHALLENGE_STATES } from '../../core/domain/challenge.ts';
import { limits } from '../../core/domain/limits.ts';
import { maskedPhone } from './masked-phone.ts';
import { confirmation, decisionState } from './outcomes.ts';
import { time } from './paging.ts';
import { versionName } from './policy.ts';

export const outcome = z.enum(['approve', 'decline', 'challenge']);
const milliseconds = z.number().meta({ description: 'Milliseconds since 1970.' });
const text = z.string().min(1).max(200);

/** Which decisions. */
export const decisionFilter = z.strictObject({
  outcome: outcome.optional().meta({ description: 'What we meant.' }),
  state: decisionState.optional(),
  portfolio: text.optional(),
  rule: text.optional().meta({ description: 'Decisions that have this rule among their reasons.' }),
  merchant: text.optional(),
  card: text.optional(),
  cardholder: text.optional(),
  policy_version: versionName.optional(),
  from: time.optional().meta({ description: 'Received then or later.' }),
  to: time.optional().meta({ description: 'Received before.' }),
  text: text.optional().meta({ description: "Within a merchant's name, or an id." }),
});

export const finding = z.object({
  id: z.string(),
  action: z.enum(['allow', 'block', 'challenge', 'review']),
  result: z.enum(['matched', 'not_matched', 'missing', 'error', 'not_sampled']),
  because: z.array(z.string()),
  isShadow: z.literal(true).optional(),
});

export const value = z.union([z.string(), z.number(), z.boolean(), z.object({ missing: z.string() })]);

/** The question that a decision put, as far as it got; `challenges.get` has the whole of it. */
const putQuestion = z
  .object({
    id: z.string(),
    channel: z.enum(CHALLENGE_CHANNELS),
    state: z.enum(CHALLENGE_STATES).nullable().meta({ description: 'Null: it is not written down yet.' }),
    because: z.string().nullable().meta({ description: 'Why it is void or undeliverable; a short code.' }),
    phone: maskedPhone.nullable(),
    sent_at: time.nullable(),
    answered_at: time.nullable(),
    allowance: z
      .object({ id: z.string(), until: time, ended_at: time.nullable() })
      .nullable()
      .meta({ description: 'What the YES allows.' }),
  })
  .meta({ id: 'DecisionChallenge' });

/** A decision as it was recorded. */
export const decision = z
  .looseObject({
    id: z.string(),
    livemode: z.boolean(),
    account: z.string().nullable(),
    event: z.string().nullable(),
    authorization: z.string().nullable(),
    ask: z.string().nullable(),
    asked_at: milliseconds,
    received_at: milliseconds,
    decided_after_ms: z.number(),
    outcome,
    review: z.boolean(),
    reasons: z.array(z.string()),
    overridden: z.array(z.string()),
    answered_by: z.enum(['policy', 'stand_in', 'restored']).meta({
      description: '`restored`: the record was lost; this is what the metadata of our reply kept of it.',
    }),
    portfolio: z.string(),
    profile: z.string(),
    policy_version: z.string(),
    amount_minor: z.number().nullable(),
    currency: z.string().nullable(),
    merchant: z.string().nullable(),
    merchant_name: z.string().nullable(),
    merchant_category: z.string().nullable(),
    merchant_country: z.string().nullable(),
    card: z.string().nullable(),
    cardholder: z.string().nullable(),
    seen: z
      .looseObject({})
      .nullable()
      .optional()
      .meta({ description: 'What the ask told of the state of the card and its holder.' }),
    considered: z.array(finding),
    attributes: z.record(z.string(), value),
    errors: z.array(z.object({ rule: z.string(), message: z.string(), countedAs: z.string() })),
    facts: z.object({
      has_rejected_challenge: z.boolean(),
      allowance: z.string().nullable(),
      unaskable: z
        .string()
        .nullable()
        .meta({ description: 'Why the cardholder was not asked; null: nothing spoke against it.' }),
      list_hits: z.array(z.object({ list: z.string(), attribute: z.string() })),
    }),
    challenge: putQuestion.nullable().optional().meta({ description: 'Null: the cardholder was not asked.' }),
    reply: z.object({ approved: z.boolean(), metadata: z.record(z.string(), z.string()).optional() }),
    features: z
      .record(z.string(), value.nullable())
      .optional()
      .meta({ description: 'What earlier events came to, by the names of the version that decided.' }),
    state: decisionState.optional(),
    sent_at: time.nullable().optional().meta({ description: 'When the answer had gone out.' }),
    confirmation: confirmation.nullable().optional(),
    recorded_late: z.boolean().optional().meta({ description: 'Stripe was answered before it was durable.' }),
  })
  .meta({ id: 'Decision', description: 'A decision as it was recorded: docs/stored-fields.md has every field.' });

export const explanation = z
  .object({
    decision: z.string(),
    text: z.string().meta({ description: 'The whole of it as a page of text: the answer, why, all considered.' }),
    support: z.string().meta({ description: 'One plain sentence for support.' }),
  })
  .meta({ id: 'Explanation' });

const stripeObject = z.record(z.string(), z.unknown());

/** What to decide without recording it. */
export const decideRequest = z
  .strictObject({
    authorization: stripeObject.optional().meta({ description: "Stripe's issuing.authorization." }),
    event: stripeObject.optional().meta({ description: "Stripe's issuing_authorization event." }),
    profile: z.string().min(1).max(limits.maxNameLength).optional().meta({
      description: "What this risk appetite would say, whatever the portfolio's own.",
    }),
    version: versionName.optional().meta({ description: 'What this version would say; the live one without it.' }),
  })
  .refine(({ authorization, event }) => (authorization === undefined) !== (event === undefined), {
    message: 'wants an authorization, or an event',
  })
  .meta({ id: 'DecideRequest' });

export const dryRun = z
  .object({ decision, explanation: z.string(), support: z.string() })
  .meta({ id: 'DryRun', description: 'What would be decided; nothing was recorded or counted.' });
