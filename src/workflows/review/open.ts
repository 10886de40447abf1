import type { Acting, ArrivalStep } from '../../adapters/store/database/inbox.ts';
import { joinedTo } from '../../adapters/store/database/label-joins.ts';
import {
  type AlarmedAbout,
  addReviewAlarms,
  alarmedAbout,
  reviewedAlarms,
} from '../../adapters/store/database/review-alarms.ts';
import {
  addReviewDecisions,
  keyOf,
  lockReviewsOf,
  type ReviewDecision,
  refreshReviews,
  reviewedDecisions,
  type ScopedAuthorization,
} from '../../adapters/store/database/review-decisions.ts';
import { settleDisputes } from '../../adapters/store/database/review-disputes.ts';
import { openReviews, type Review } from '../../adapters/store/database/reviews.ts';
import { disputeOf } from '../../adapters/stripe/dispute.ts';
import { idOf } from '../../adapters/stripe/fields.ts';
import { type Arrival, decisionsOf, eventsOf } from '../../core/decision/arrival.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Rates } from '../../core/domain/rates.ts';
import { priorityOf, weightOf } from '../../core/domain/review.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { noteOutages } from './outages.ts';

/** What opening reviews stands on. */
export interface ReviewPorts {
  /** The currency rates that amounts are ranked by. */
  rates(): Rates;
}

/**
 * Opens reviews of what Review rules matched and of what raised an alarm by itself, one incident for each outage, and
 * closes what a dispute for fraud is about. Records may come in any order and again. What is older than
 * `limits.reviewHistoryMs` opens nothing.
 *
 * A decision, and an alarm, is in one review for good: in the first of its authorization's that was not closed before
 * it happened. So while one is open, what comes joins it, and what happens after its closing opens another one; but
 * what a dispute closed is fraud, whatever is asked afterwards, and takes everything.
 *
 * INVARIANT: comes after the steps that keep authorizations, transactions, labels and challenges.
 */
export function reviewStep({ rates }: ReviewPorts): ArrivalStep {
  return async (arrivals, acting) => {
    const { pool } = acting;
    const wanted = [...wantedDecisions(arrivals, acting), ...(await wantedAlarms(arrivals, acting))];
    await placeAll(wanted, rates(), pool);
    const disputed = await joinedTo(pool, disputedTransactions(arrivals));
    await settleDisputes(pool, [...disputed, ...wanted.map(({ about }) => about)]);
    await noteOutages(arrivals, rates(), acting);
  };
}

type Reviewable = DecisionRecord & { readonly authorization: string };

/** Something that an authorization is to be looked at for. */
type Wanted = { readonly about: ScopedAuthorization; readonly atMs: number } & (
  | { readonly record: Reviewable; readonly alarmed: null }
  | { readonly record: null; readonly alarmed: AlarmedAbout }
);

function wantedDecisions(arrivals: readonly Arrival[], { nowMs }: Pick<Acting, 'nowMs'>): readonly Wanted[] {
  return decisionsOf(arrivals)
    .filter((record): record is Reviewable => record.review && record.authorization !== null)
    .filter(({ received_at: atMs }) => atMs >= nowMs - limits.reviewHistoryMs)
    .map((record) => ({ about: authorizationOf(record), atMs: record.received_at, record, alarmed: null }));
}

async function wantedAlarms(
  arrivals: readonly Arrival[],
  { pool, nowMs }: Pick<Acting, 'pool' | 'nowMs'>,
): Promise<readonly Wanted[]> {
  const since = {
    capturesFromMs: nowMs - limits.freshCaptureMs,
    answersFromMs: nowMs - limits.confirmAlarmMs,
    rejectionsFromMs: nowMs - limits.reviewHistoryMs,
  };
  const found = await alarmedAbout(pool, arrivals.flatMap(authorizationsIn), since);
  return found.map((alarmed) => ({ about: alarmed, atMs: alarmed.atMs, record: null, alarmed }));
}

function authorizationsIn(arrival: Arrival): readonly ScopedAuthorization[] {
  const scope = { livemode: arrival.livemode, account: arrival.account };
  const id = authorizationIn(arrival);
  return id === null || id === '' ? [] : [{ scope, authorizationId: id }];
}

function authorizationIn(arrival: Arrival): string | null {
  if (arrival.kind === 'decision') return arrival.authorization;
  if (arrival.type.startsWith('issuing_authorization.')) return arrival.object_id;
  return arrival.type.startsWith('issuing_transaction.') ? idOf(arrival.fields.authorization) : null;
}

/** The transactions of which more is known now, as far as disputes may be about them. */
function disputedTransactions(arrivals: readonly Arrival[]) {
  const named = ({ livemode, account }: StoredEvent, id: string | null) =>
    id === null ? [] : [{ scope: { livemode, account }, id }];
  return [
    ...eventsOf(arrivals, 'issuing_dispute.').flatMap((event) => named(event, disputeOf(event).transactionId)),
    ...eventsOf(arrivals, 'issuing_transaction.').flatMap((event) => named(event, event.object_id)),
  ];
}

async function placeAll(wanted: readonly Wanted[], rates: Rates, pool: Acting['pool']): Promise<void> {
  if (wanted.length === 0) return;
  const reviews = Map.groupBy(
    await lockReviewsOf(
      pool,
      wanted.map(({ about }) => about),
    ),
    ({ scope, authorizationId }) => keyOf({ scope, authorizationId: authorizationId ?? '' }),
  );
  const decisions = await reviewedDecisions(
    pool,
    wanted.flatMap(({ record }) => record?.id ?? []),
  );
  const alarms = await reviewedAlarms(
    pool,
    wanted.flatMap(({ alarmed }) => alarmed?.ref ?? []),
  );
  if (alarms.size > 0) await refreshReviews(pool, [...alarms.values()]);
  const placed = wanted
    .filter(({ record, alarmed }) => !(record ? decisions.has(record.id) : alarms.has(alarmed.ref)))
    .map((want) => {
      const key = keyOf(want.about);
      return { want, key, standing: (reviews.get(key) ?? []).find((review) => takes(review, want.atMs)) };
    });
  const homeless = new Map(placed.flatMap(({ key, want, standing }) => (standing ? [] : [[key, want] as const])));
  const opened = new Map(
    (await openReviews(pool, [...homeless.values()].map(newReview))).map((review) => [keyOf(review), review.id]),
  );
  const housed = placed.flatMap(({ key, want, standing }) => {
    const reviewId = standing?.id ?? opened.get(key);
    return reviewId === undefined ? [] : [{ want, reviewId }];
  });
  const records = housed.flatMap(({ want: { record }, reviewId }) => (record ? placeIn(reviewId, record, rates) : []));
  if (records.length > 0) await addReviewDecisions(pool, records);
  await addReviewAlarms(
    pool,
    housed.flatMap(({ want: { alarmed }, reviewId }) => (alarmed ? alarmIn(reviewId, alarmed, rates) : [])),
  );
}

function takes({ closedAtMs, closedBy }: Review, atMs: number): boolean {
  return closedAtMs === null || closedBy === 'dispute' || closedAtMs >= atMs;
}

function newReview({ about: { scope, authorizationId }, atMs, record, alarmed }: Wanted) {
  const { card, cardholder, merchant } = record ?? alarmed;
  return {
    ...{ scope, authorizationId, card, cardholder, merchant },
    portfolio: record?.portfolio ?? null,
    kind: record ? ('rule' as const) : ('alarm' as const),
    cause: alarmed?.alarm ?? null,
    decisionId: record?.id ?? null,
    priority: 0,
    openedAtMs: atMs,
  };
}

function alarmIn(reviewId: string, { alarm, ref, atMs, amountMinor, currency }: AlarmedAbout, rates: Rates) {
  const money = amountMinor === null || currency === null ? null : { amountMinor, currency };
  return { reviewId, alarm, ref, atMs, priority: priorityOf(weightOf(money, rates, atMs), null) };
}

/** A decision as part of a review: the Review rules that matched, and how pressing it makes the review. */
export function placeIn(reviewId: string, record: DecisionRecord, rates: Rates): ReviewDecision {
  const { id: decisionId, received_at: atMs, amount_minor: amountMinor, currency, attributes } = record;
  const risk = attributes.fraud_risk_score;
  const money = amountMinor === null || currency === null ? null : { amountMinor, currency };
  const weight = weightOf(money, rates, record.asked_at);
  return {
    decisionId,
    reviewId,
    atMs,
    rules: reviewRules(record),
    priority: priorityOf(weight, typeof risk === 'number' ? risk : null),
  };
}

/** Ids of the Review rules that matched, or failed and count as such, in alphabetical order. */
function reviewRules({ considered, errors }: DecisionRecord): string[] {
  const matched = considered.filter(
    ({ action, result, isShadow }) => action === 'review' && result === 'matched' && !isShadow,
  );
  const failed = errors.filter(({ countedAs }) => countedAs === 'review').map(({ rule }) => rule);
  return [...new Set([...matched.map(({ id }) => id), ...failed])].sort();
}

function authorizationOf({ livemode, account, authorization }: Reviewable): ScopedAuthorization {
  return { scope: { livemode, account }, authorizationId: authorization };
}
