import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { challengeStep } from '../../../src/workflows/challenge/step.ts';
import { createAuthorizationsStep } from '../../../src/workflows/ingest/authorizations.ts';
import { cardsStep } from '../../../src/workflows/ingest/cards.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { transactionsStep } from '../../../src/workflows/ingest/transactions.ts';
import { reviewStep } from '../../../src/workflows/review/open.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';

export const NOW_MS = Date.UTC(2026, 5, 15, 12);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const SCOPE = { livemode: false, account: null };

const alarms = createTestAlarms();
const steps = [
  createAuthorizationsStep(alarms, () => {}),
  transactionsStep(alarms),
  cardsStep,
  labelsStep,
  challengeStep,
  reviewStep({ rates: () => new Map() }),
];

type Fields = Readonly<Record<string, unknown>>;

/** So many minutes after `NOW_MS`. */
export const at = (minute: number): number => NOW_MS + minute * MINUTE_MS;
const secondsOf = (minute: number) => Math.floor(at(minute) / 1000);

/** What every decision of these tests is about: 40 dollars at one merchant. */
const ABOUT = {
  ...{ amount_minor: 4_000, currency: 'usd', merchant: '1234567890', merchant_name: 'Sample Rides' },
  ...{ merchant_category: 'taxicabs_limousines', merchant_country: 'US', card: 'ic_1', cardholder: 'ich_1' },
};

function decision(id: string, of: string, minute: number, fields: Fields): string {
  return decisionText(id, {
    ask: `iauth_${of}:0:4000`,
    authorization: `iauth_${of}`,
    asked_at: at(minute),
    received_at: at(minute),
    overridden: [],
    considered: [],
    errors: [],
    attributes: {},
    counted: null,
    decided_after_ms: 1,
    facts: { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] },
    ...ABOUT,
    ...fields,
  });
}

/** A decision about `iauth_<of>` that asks, so many minutes after `NOW_MS`; `terms` are of its question. */
export function asking(
  of: string,
  minute: number,
  channel: 'stripe' | 'twilio',
  terms: Fields = {},
  fields: Fields = {},
): string {
  return decision(`dec_${of}`, of, minute, {
    outcome: 'challenge',
    reasons: ['fraud_risk_score.challenge'],
    challenge: {
      id: `chl_${of}`,
      channel,
      from: null,
      phone: 'hmac_phone',
      phone_country: 'US',
      phone_ends: '23',
      is_card_present: false,
      reply_ms: HOUR_MS,
      phone_unchanged_ms: 0,
      max_per_cardholder_daily: 3,
      allowance: { keep_ms: 7 * DAY_MS, times_amount: 2, uses_daily: 5 },
      decline_ms: 90 * DAY_MS,
      freezes_card: false,
      ...terms,
    },
    reply: { approved: false, ...(channel === 'stripe' && { send_fraud_challenges: ['sms'] }) },
    ...fields,
  });
}

/** A decision that an allowance approved. */
export function allowed(of: string, minute: number, allowance: string, fields: Fields = {}): string {
  const facts = { has_rejected_challenge: false, allowance, unaskable: null, list_hits: [] };
  return decision(`dec_${of}`, of, minute, { outcome: 'approve', reasons: ['allowance'], facts, ...fields });
}

interface Reported {
  readonly reason?: string;
  readonly approved?: boolean;
  /** Of each of its questions, in their order. */
  readonly statuses?: readonly string[];
  readonly askedMinute?: number;
}

/** What Stripe reports of `iauth_<of>`, so many minutes after `NOW_MS`; it was asked at `askedMinute`. */
export function report(
  of: string,
  minute: number,
  { reason = 'webhook_declined', approved = false, statuses, askedMinute = 0 }: Reported = {},
  fields: Fields = {},
): string {
  const asked = secondsOf(askedMinute);
  return eventText(`evt_${of}_${minute}_${statuses?.join('_')}`, {
    type: minute === askedMinute ? 'issuing_authorization.created' : 'issuing_authorization.updated',
    object_id: `iauth_${of}`,
    created: secondsOf(minute) + 1,
    received_at: at(minute) + 2_000,
    previous: {},
    fields: {
      created: asked,
      request_history: [{ approved, reason, created: asked, requested_at: asked, amount: 4_000, currency: 'usd' }],
      merchant_data: { network_id: '1234567890', name: 'Sample Rides' },
      authorization_method: 'online',
      ...{ approved, card: 'ic_1', cardholder: 'ich_1', currency: 'usd', status: approved ? 'pending' : 'closed' },
      ...(statuses && { fraud_challenges: statuses.map((status) => ({ channel: 'sms', status })) }),
      ...fields,
    },
  });
}

/** An event of a type about an object. */
export function told(type: string, id: string, minute: number, fields: Fields, more: Fields = {}): string {
  return eventText(`evt_${type}_${id}_${minute}`, {
    ...{ type, object_id: id, created: secondsOf(minute), previous: {}, fields },
    ...more,
  });
}

/** Stores records and takes all that waits through all steps. */
export async function arrive({ pool }: Database, texts: readonly string[], nowMs = at(2)): Promise<void> {
  await writeRecords(pool, texts);
  for (;;) {
    const taken = await takeArrivals(pool, { limit: 200, nowMs, steps });
    if (taken.kind === 'failed') throw taken.error;
    if (taken.kind === 'busy' || taken.count === 0) return;
  }
}

/** All records once more, as after a crash before the inbox was emptied: nothing may come of it. */
export async function arriveAgain(database: Database, nowMs = at(2)): Promise<void> {
  await database.pool.query(
    `insert into inbox (kind, livemode, account, id) select 'decision', livemode, account, id from decisions
      union all select 'event', livemode, account, id from events`,
  );
  await arrive(database, [], nowMs);
}

const FILLED = [
  ...['labels', 'label_joins', 'reviews', 'decisions', 'events', 'authorizations', 'asks', 'transactions'],
  ...['hold_changes', 'inbox', 'outbox', 'cards', 'cardholders', 'allowances', 'challenges', 'challenge_channels'],
];

export async function emptyChallenges({ pool }: Database): Promise<void> {
  await erasing(pool, async ({ query }) => {
    for (const table of FILLED) await query(`delete from ${table}`);
  });
}

type Row = Readonly<Record<string, unknown>>;

/**
 * All that came of questions: their rows, allowances, labels, reviews and jobs, but what chance or order numbers.
 * What a label says again, as of a later moment, is the same label; and a review is as of what told of it first.
 */
export async function cameOf({ pool }: Database) {
  const rows = async (text: string) => (await pool.query<Row>(text)).rows;
  return {
    challenges: await rows(
      `select id, origin, authorization_id, channel, state, because, place, card, merchant, asked_at, claimed_at, sent_at,
        delivered_at, answer_by, answered_at, ended_at, declines_until from challenges order by authorization_id, id`,
    ),
    allowances: await rows(
      'select id, each_minor, ended_because, ended_at, from_at, until_at from allowances order by id',
    ),
    labels: await rows(`select ref, verdict, min(known_at) as known_at from labels where source = 'challenge'
        group by ref, verdict order by ref, verdict`),
    reviews: await rows('select authorization_id, kind, cause, verdict from reviews order by authorization_id'),
    jobs: await rows(`select name, key from outbox where name <> 'retrieve_authorization' order by key`),
  };
}

/** The same with the names that Stripe's own questions get by chance taken out. */
export function withoutChance(came: Awaited<ReturnType<typeof cameOf>>): typeof came {
  const own = came.challenges.filter(({ origin }) => origin === 'stripe');
  const renamed = own.reduce(
    (text, { id, authorization_id: of }) => text.replaceAll(String(id), `own question about ${of}`),
    JSON.stringify(came),
  );
  const all = JSON.parse(renamed) as typeof came;
  return { ...all, jobs: all.jobs.toSorted((one, other) => (String(one.key) < String(other.key) ? -1 : 1)) };
}
