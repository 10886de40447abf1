import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import type { Rates } from '../../../src/core/domain/rates.ts';
import { createAuthorizationsStep } from '../../../src/workflows/ingest/authorizations.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { transactionsStep } from '../../../src/workflows/ingest/transactions.ts';
import { reviewStep } from '../../../src/workflows/review/open.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';

export const NOW_MS = Date.UTC(2026, 5, 15, 12);
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const EUROS: Rates = new Map([['eur', [{ currency: 'eur', fromMs: 0, usdPerUnit: 2 }]]]);
const alarms = createTestAlarms();
const steps = [
  createAuthorizationsStep(alarms, () => {}),
  transactionsStep(alarms),
  labelsStep,
  reviewStep({ rates: () => EUROS }),
];

type Fields = Readonly<Record<string, unknown>>;

/** A decision about `iauth_<of>` that these Review rules matched, asked so many minutes after `NOW_MS` less an hour. */
export function reviewed(id: string, of: string, minute: number, fields: Fields = {}, rules = ['look']): string {
  const receivedAtMs = NOW_MS - 60 * MINUTE_MS + minute * MINUTE_MS;
  return decisionText(id, {
    ask: null,
    authorization: `iauth_${of}`,
    asked_at: receivedAtMs,
    received_at: receivedAtMs,
    review: rules.length > 0,
    reasons: rules.length > 0 ? rules : ['nothing_matched'],
    overridden: [],
    considered: rules.map((rule) => ({ id: rule, action: 'review', result: 'matched', because: [] })),
    errors: [],
    attributes: { fraud_risk_score: 40 },
    facts: { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] },
    counted: null,
    decided_after_ms: 1,
    ...{ amount_minor: 1_000, currency: 'usd', merchant: '1234567890', merchant_name: 'Sample Rides' },
    ...{ merchant_category: 'taxicabs_limousines', merchant_country: 'US', card: 'ic_1', cardholder: 'ich_1' },
    ...fields,
  });
}

/** What the stand-in answered. */
export function standIn(id: string, minute: number, fields: Fields = {}): string {
  const reasons = ['decide_failed', 'stand_in.otherwise'];
  return reviewed(id, id, minute, { answered_by: 'stand_in', reasons, attributes: {}, ...fields }, []);
}

function secondsOf(minute: number): number {
  return Math.floor((NOW_MS - 60 * MINUTE_MS + minute * MINUTE_MS) / 1000);
}

/** Stripe's report of an authorization with one ask. */
export function report(of: string, minute: number, entry: Fields = {}, fields: Fields = {}): string {
  const created = secondsOf(minute);
  const asked = { approved: true, reason: 'webhook_timeout', created, amount: 1_000, currency: 'usd', ...entry };
  return eventText(`evt_report_${of}_${minute}`, {
    type: 'issuing_authorization.created',
    object_id: `iauth_${of}`,
    created,
    previous: {},
    fields: { request_history: [asked], card: 'ic_1', cardholder: 'ich_1', ...fields },
  });
}

/** A dispute about the transaction of an authorization. */
export function dispute(of: string, minute: number, reason = 'fraudulent', id = `idp_${of}`): string {
  return eventText(`evt_${id}_${minute}`, {
    type: 'issuing_dispute.created',
    object_id: id,
    created: secondsOf(minute),
    fields: { evidence: { reason }, transaction: `ipi_${of}`, status: 'submitted' },
  });
}

/** What was captured of an authorization. */
export function transaction(of: string, minute = 0, fields: Fields = {}): string {
  return eventText(`evt_ipi_${of}`, {
    type: 'issuing_transaction.created',
    object_id: `ipi_${of}`,
    created: secondsOf(minute),
    fields: { authorization: `iauth_${of}`, type: 'capture', amount: -1_000, currency: 'usd', card: 'ic_1', ...fields },
  });
}

/** Stores records and takes all that waits through the step. */
export async function arrive({ pool }: Database, texts: readonly string[], nowMs = NOW_MS): Promise<void> {
  for (let from = 0; from < texts.length; from += 500) await writeRecords(pool, texts.slice(from, from + 500));
  for (;;) {
    const taken = await takeArrivals(pool, { limit: 200, nowMs, steps });
    if (taken.kind === 'failed') throw taken.error;
    if (taken.kind === 'busy' || taken.count === 0) return;
  }
}

/** The same records once more, as after a crash before the inbox was emptied: nothing may come of it. */
export async function arriveAgain(database: Database, nowMs = NOW_MS): Promise<void> {
  await database.pool.query(
    `insert into inbox (kind, livemode, account, id) select 'decision', livemode, account, id from decisions
      union all select 'event', livemode, account, id from events`,
  );
  await arrive(database, [], nowMs);
}

const FILLED = [
  ...['labels', 'label_joins', 'outages', 'outage_asks', 'reviews', 'decisions', 'events', 'authorizations', 'asks'],
  ...['transactions', 'hold_changes', 'inbox', 'outbox', 'list_entries'],
];

export async function emptyReviews({ pool }: Database): Promise<void> {
  await erasing(pool, async ({ query }) => {
    for (const table of FILLED) await query(`delete from ${table}`);
  });
}

/** All that the queue holds, but the ids that chance gave it. */
export async function queueOf({ pool }: Database): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select r.kind, r.authorization_id as authorization, r.decision_id as decision, r.rules, r.cause, r.priority,
      r.opened_at, r.closed_at, r.closed_by, r.verdict, r.portfolio, o.began_at, o.last_at, o.asks, o.approved,
      array(select decision_id from review_decisions d where d.review_id = r.id order by at, decision_id) as decisions
    from reviews r left join outages o on o.review_id = r.id where r.merged_into is null
    order by r.opened_at, r.authorization_id, r.cause`,
  );
  return rows;
}
