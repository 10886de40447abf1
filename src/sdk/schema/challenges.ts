import { z } from 'zod';
import { CHALLENGE_CHANNELS, CHALLENGE_STATES } from '../../core/domain/challenge.ts';
import { allowance } from './allowances.ts';
import { maskedPhone } from './masked-phone.ts';
import { actor, note, time } from './paging.ts';

const text = z.string().min(1).max(200);
const channel = z.enum(CHALLENGE_CHANNELS);
const state = z.enum(CHALLENGE_STATES);
const origin = z.enum(['countersign', 'stripe']);

/** Which challenges. */
export const challengeFilter = z.strictObject({
  state: z
    .enum(['open', ...CHALLENGE_STATES])
    .optional()
    .meta({
      description: '`open`: pending, sent or delivered, so that an answer is awaited.',
    }),
  channel: channel.optional(),
  origin: origin.optional().meta({ description: '`stripe`: those that Stripe put by itself.' }),
  card: text.optional(),
  cardholder: text.optional(),
  merchant: text.optional().meta({ description: "The merchant's id at the card network." }),
  authorization: text.optional(),
  profile: text.optional(),
  rule: text.optional().meta({ description: 'Asked for by this rule or threshold, among others.' }),
  from: time.optional().meta({ description: 'Asked then or later.' }),
  to: time.optional().meta({ description: 'Asked before.' }),
});

const fields = {
  id: z.string(),
  livemode: z.boolean(),
  account: z.string().nullable(),
  origin: origin.meta({ description: '`stripe`: Stripe asked by itself, about a decline of its own.' }),
  channel: channel.meta({ description: 'Who sends the text message: Stripe in its words, or we by Twilio.' }),
  state,
  because: z.string().nullable().meta({ description: 'Why it is void or undeliverable; a short code.' }),
  decision: z.string().nullable().meta({ description: 'The decision that asked; null where Stripe did.' }),
  authorization: z.string().nullable(),
  card: z.string().nullable(),
  cardholder: z.string().nullable(),
  merchant: z.string().nullable(),
  merchant_name: z.string().nullable(),
  amount_minor: z.number().nullable(),
  currency: z.string().nullable(),
  card_present: z.boolean().nullable(),
  phone: maskedPhone.nullable().meta({ description: 'Null where Stripe asked by itself.' }),
  opted_out: z.boolean().meta({ description: 'Its phone said STOP and not START after it: nobody is texted there.' }),
  portfolio: z.string().nullable(),
  profile: z.string().nullable(),
  policy_version: z.string().nullable(),
  rules: z.array(z.string()).meta({ description: 'The rules and thresholds that asked for it.' }),
  language: z.string().nullable(),
  asked_at: time,
  send_by: time.meta({ description: 'It is never sent later than that.' }),
  claimed_at: time.nullable().meta({ description: 'Somebody set about sending it: it is not sent a second time.' }),
  sent_at: time.nullable(),
  delivered_at: time.nullable(),
  answer_by: time.nullable(),
  asked_again_at: time.nullable().meta({ description: 'An unclear answer was asked about once more.' }),
  answered_at: time.nullable(),
  ended_at: time.nullable(),
  declines_until: time.nullable().meta({ description: 'After a NO: that merchant is declined on that card.' }),
  lifted_by: actor.nullable().meta({ description: 'Who took that back.' }),
  allowance: allowance.nullable().meta({ description: 'What the YES allows.' }),
};

export const challenge = z
  .object(fields)
  .meta({ id: 'Challenge', description: 'A question to a cardholder, and what became of it.' });

const purchase = z
  .object({
    authorization: z.string(),
    decision: z.string().nullable(),
    at: time,
    amount_minor: z.number().nullable(),
    currency: z.string().nullable(),
    outcome: z.enum(['approve', 'decline', 'challenge']).nullable().meta({ description: 'What we meant.' }),
    approved: z.boolean().nullable().meta({ description: 'How it ended; null while Stripe has not said so.' }),
    reason: z.string().nullable().meta({ description: 'Our first reason, e.g. `allowance`.' }),
  })
  .meta({ id: 'PurchaseAfter', description: 'A later ask of the same card at the same merchant.' });

const TIMELINE = [
  ...(['asked', 'claimed', 'sent', 'delivered', 'reply', 'asked_again', 'answered_yes', 'answered_no'] as const),
  ...(['expired', 'undeliverable', 'opted_out', 'void', 'allowed', 'allowance_ended', 'lifted'] as const),
  'purchase',
] as const;

const moment = z.object({
  at: time,
  what: z.enum(TIMELINE),
  because: z.string().nullable().meta({ description: 'Why, or how a reply was read; a short code.' }),
  effect: z.string().nullable().meta({ description: 'Of a reply: what it did. Of a purchase: how it ended.' }),
  ref: z.string().nullable().meta({ description: 'The decision, allowance, authorization or person it is about.' }),
});

/** A challenge with all that is known around it. */
export const wholeChallenge = z
  .object({
    ...fields,
    terms: z
      .object({
        reply_minutes: z.number(),
        phone_unchanged_hours: z.number(),
        max_per_cardholder_daily: z.int(),
        allowance_days: z.number(),
        times_amount: z.number(),
        uses_daily: z.int(),
        decline_days: z.number().meta({ description: 'For how long a NO declines.' }),
        freezes_card: z.boolean(),
      })
      .nullable()
      .meta({ description: "What its profile said when it was put; null where Stripe's own terms hold." }),
    replies: z
      .array(z.object({ at: time, reading: z.string(), effect: z.string() }))
      .meta({ description: 'How each text that came back was read, and what it did. Their words are not kept.' }),
    purchases: z.array(purchase).meta({ description: 'Later asks of that card at that merchant, the first of them.' }),
    verdict: z
      .enum(['fraud', 'legitimate'])
      .nullable()
      .meta({ description: 'What the labels of its authorization come to.' }),
    timeline: z.array(moment).meta({ description: 'All of that in the order in which it happened.' }),
  })
  .meta({ id: 'WholeChallenge', description: 'A question to a cardholder with all that is known around it.' });

/** Why a NO is taken back. */
export const liftRequest = z
  .strictObject({ note: note.optional().meta({ description: 'Personal data does not belong here.' }) })
  .meta({ id: 'LiftRequest' });

export const challengeFunnelQuery = z.strictObject({
  by: z.enum(['day', 'profile', 'rule', 'channel']).default('day').meta({
    description: "What lines are told apart by. Days are UTC's. A challenge of two rules is in the lines of both.",
  }),
  from: time.optional().meta({ description: 'Asked then or later; without it seven days before `to`.' }),
  to: time.optional().meta({ description: 'Asked before; now without it.' }),
});

const money = z.object({ currency: z.string(), amount_minor: z.number() });

const counts = {
  asked: z.int(),
  sent: z.int(),
  delivered: z.int(),
  open: z.int().meta({ description: 'An answer is still awaited.' }),
  verified: z.int().meta({ description: 'Answered YES.' }),
  rejected: z.int().meta({ description: 'Answered NO.' }),
  expired: z.int().meta({ description: 'Not answered in time.' }),
  undeliverable: z.int(),
  opted_out: z.int().meta({ description: 'Answered STOP.' }),
  void: z.int().meta({ description: 'Never put, or about a decline that did not happen.' }),
  retried: z
    .int()
    .meta({ description: 'Verified, and that card was tried again at that merchant while the YES held.' }),
  approved_after: z.int().meta({ description: 'Of those: approved when it was tried again.' }),
  saved: z.int().meta({ description: 'Of those: nobody calls it fraud. A good customer who was not lost.' }),
  saved_amounts: z.array(money).meta({ description: 'What the first approved one came to, by currency.' }),
};

/** The challenges of a time, from asked to saved. */
export const challengeFunnel = z
  .object({
    by: challengeFunnelQuery.shape.by.unwrap(),
    from: time,
    to: time,
    data: z.array(z.object({ key: z.string().nullable().meta({ description: 'Null for what has none.' }), ...counts })),
    total: z.object(counts),
    unaskable: z
      .array(
        z.object({
          reason: z.string(),
          count: z.int(),
          approved: z.int().meta({ description: 'How many of them were approved all the same.' }),
        }),
      )
      .meta({ description: 'Asks that a challenge matched but whose cardholder could not be asked, by reason.' }),
  })
  .meta({ id: 'ChallengeFunnel', description: 'The challenges of a time, from asked to saved.' });

/** Whether a channel may be used in this mode and account. */
export const challengeChannel = z
  .object({
    channel,
    state: z.enum(['on', 'off']),
    off_at: time.nullable().meta({ description: 'When it was switched off last.' }),
    because: z.string().nullable(),
    on_at: time.nullable().meta({ description: 'When it was resumed after that.' }),
    by: actor.nullable().meta({ description: 'Who did the last of it; null: the service itself.' }),
  })
  .meta({ id: 'ChallengeChannel', description: 'A way to ask cardholders, and whether it is switched off.' });

export const challengeChannels = z.object({ data: z.array(challengeChannel) });
