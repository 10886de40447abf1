import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import {
  FOLLOW_UP_KINDS,
  FOLLOW_UP_STATES,
  LISTABLE,
  REVIEW_KINDS,
  REVIEW_VERDICTS,
} from '../../core/domain/review.ts';
import { decision, outcome } from './decisions.ts';
import { actor, note, pageOf, time } from './paging.ts';

const text = z.string().min(1).max(200);
const kind = z.enum(REVIEW_KINDS);
const verdict = z.enum(REVIEW_VERDICTS);
/** Kept for years and read by many. */
const reviewNote = note.meta({
  description: 'What there is to say. Personal data does not belong here: what looks like it is refused.',
});

/** Which reviews. */
export const reviewFilter = z.strictObject({
  status: z.enum(['open', 'closed']).optional().meta({ description: 'Both without it.' }),
  kind: kind.optional(),
  cause: text.optional().meta({ description: 'Of this alarm, or of outages about this.' }),
  assigned_to: text.optional().meta({ description: '`me`, `nobody`, or the id of a user or a key.' }),
  authorization: text.optional(),
  portfolio: text.optional(),
  rule: text.optional().meta({ description: 'Those that this Review rule opened, or joined.' }),
  card: text.optional(),
  cardholder: text.optional(),
  merchant: text.optional(),
  from: time.optional().meta({ description: 'Opened then or later.' }),
  to: time.optional().meta({ description: 'Opened before.' }),
  sort: z.enum(['priority', 'opened', 'latest']).default('priority').meta({
    description: 'The most pressing first; the longest open first; or the latest first.',
  }),
});

const followUpResult = z.object({
  id: z.string(),
  kind: z.enum(FOLLOW_UP_KINDS),
  card: z.string().nullable().meta({ description: 'The card that is frozen.' }),
  list: z.string().nullable(),
  value_of: z.string().nullable().meta({ description: 'What of the purchase is put on that list.' }),
  until: time.nullable(),
  by: actor,
  asked_at: time,
  state: z.enum(FOLLOW_UP_STATES),
  reason: z.string().nullable().meta({ description: 'Why it failed, or what there is to say of it.' }),
  settled_at: time.nullable(),
});

const reviewFields = {
  id: z.string(),
  livemode: z.boolean(),
  account: z.string().nullable(),
  kind: kind.meta({
    description:
      '`rule`: a Review rule matched; `alarm`: it alone raised one; `manual`: by hand; `incident`: an outage.',
  }),
  status: z.enum(['open', 'closed']),
  authorization: z.string().nullable().meta({ description: 'Null for an incident.' }),
  decision: z.string().nullable().meta({ description: 'The latest decision that it is about.' }),
  card: z.string().nullable(),
  cardholder: z.string().nullable(),
  merchant: z.string().nullable(),
  portfolio: z.string().nullable(),
  rules: z.array(z.string()).meta({ description: 'The Review rules that matched.' }),
  cause: z
    .string()
    .nullable()
    .meta({ description: "The alarm; of an incident what it is about: Stripe's reason, or the stand-in's." }),
  priority: z.number().meta({
    description: 'US dollars that are expected to be lost, by fraud score; incidents come before all else.',
  }),
  opened_at: time,
  overdue: z.boolean().meta({ description: `Open for longer than ${limits.reviewOverdueMs / 3_600_000} hours.` }),
  assigned_to: actor.nullable(),
  verdict: verdict.nullable(),
  closed_at: time.nullable(),
  closed_by: actor.nullable().meta({ description: 'A key, or `dispute`.' }),
  follow_ups: z.array(followUpResult),
};

/** An entry of the queue. */
export const review = z
  .object({
    ...reviewFields,
    purchase: z
      .object({
        outcome,
        amount_minor: z.number().nullable(),
        currency: z.string().nullable(),
        merchant_name: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'What was bought, by the latest decision; null where there is none of ours.' }),
  })
  .meta({ id: 'Review', description: 'An entry of the review queue.' });

/** A review as its authorization shows it. */
export const authorizationReview = z.object(reviewFields).pick({
  ...{ id: true, kind: true, status: true, rules: true, cause: true },
  ...{ opened_at: true, verdict: true, closed_at: true },
});

/** A page of the queue, and how much is in it altogether. */
export const reviewPage = pageOf(review).extend({
  open: z.int().meta({ description: 'Open ones of this mode and account.' }),
  overdue: z.int().meta({ description: 'Those of them that are overdue.' }),
  oldest_opened_at: time.nullable(),
});

const facets = z.array(z.object({ value: z.string(), count: z.int() }));

/** How the open reviews divide. */
export const reviewCounts = z
  .object({
    open: z.int().meta({ description: 'Open ones of this mode and account.' }),
    mine: z.int().meta({ description: 'Those of them that are assigned to whoever asks.' }),
    unassigned: z.int(),
    overdue: z.int(),
    oldest_opened_at: time.nullable(),
    kinds: facets.meta({ description: 'How many open ones there are of a kind, the most first.' }),
    causes: facets,
    rules: facets,
    portfolios: facets,
  })
  .meta({ id: 'ReviewCounts', description: 'How the open reviews divide: what there is to filter by.' });

const historyEntry = z.object({
  at: time,
  what: z.enum([
    'asked',
    'alarmed',
    'opened',
    'assigned',
    'noted',
    'decided',
    'disputed',
    'dispute_withdrawn',
    'followed_up',
  ]),
  by: actor.nullable().meta({ description: 'Null for what nobody did.' }),
  note: z.string().nullable(),
  detail: z.record(z.string(), z.string().nullable()),
});

const relatedDecision = z.object({
  decision: z.string(),
  authorization: z.string().nullable(),
  asked_at: time,
  outcome,
  amount_minor: z.number().nullable(),
  currency: z.string().nullable(),
  merchant_name: z.string().nullable(),
  reasons: z.array(z.string()),
});

const related = z
  .object({
    count: z.int().meta({ description: `Decisions, up to ${limits.reviewRelatedCount}.` }),
    latest: z.array(relatedDecision),
  })
  .nullable();

const sampledAsk = z.object({
  authorization: z.string().nullable(),
  decision: z.string().nullable(),
  review: z.string().nullable(),
  at: time,
  approved: z.boolean(),
  fraud_risk_score: z.number().nullable(),
  amount_minor: z.number().nullable(),
  currency: z.string().nullable(),
  card: z.string().nullable(),
  cardholder: z.string().nullable(),
  merchant_name: z.string().nullable(),
});

/** A review with all that helps to judge it. */
export const wholeReview = z
  .object({
    ...reviewFields,
    latest_decision: decision.nullable(),
    explanation: z.string().nullable().meta({ description: 'Why that decision fell as it did, as a page of text.' }),
    support: z.string().nullable().meta({ description: 'The same in one sentence.' }),
    decisions: z.array(z.string()).meta({ description: 'All decisions that it is about, in the order of asking.' }),
    history: z.array(historyEntry),
    related: z.object({ card: related, cardholder: related, merchant: related }),
    incident: z
      .object({
        cause: z.string(),
        began_at: time,
        last_at: time,
        asks: z.int(),
        approved: z.int(),
        sample: z.array(sampledAsk).meta({ description: 'What to look at first.' }),
      })
      .nullable(),
  })
  .meta({ id: 'WholeReview', description: 'A review with its decision, its history and what is related.' });

/** What is opened by hand. */
export const newReview = z.strictObject({ authorization: text, note: reviewNote.optional() }).meta({ id: 'NewReview' });

export const assignRequest = z
  .strictObject({ to: text.meta({ description: '`me`, `nobody`, or the id of a user or a key.' }) })
  .meta({ id: 'AssignRequest' });

export const noteRequest = z.strictObject({ note: reviewNote }).meta({ id: 'NoteRequest' });

const followUp = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('freeze_card') }),
  z.strictObject({
    kind: z.literal('list_entry'),
    list: z.string().min(1).max(limits.maxNameLength),
    value_of: z.enum(LISTABLE).meta({ description: 'What of the purchase is put on the list.' }),
    until: time.optional().meta({ description: 'Until when; for good without it.' }),
  }),
]);

/** What somebody found, and what shall follow. */
export const verdictRequest = z
  .strictObject({
    verdict,
    note: reviewNote.optional(),
    follow_ups: z.array(followUp).max(limits.maxFollowUps).default([]),
  })
  .meta({ id: 'VerdictRequest' });
