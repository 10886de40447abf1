import type { Acting } from '../../adapters/store/database/inbox.ts';
import {
  addOutageAsks,
  type OutageAsk,
  type OutagePoint,
  rateOutageAsks,
} from '../../adapters/store/database/outage-asks.ts';
import {
  dropOutages,
  lockOutages,
  mergeIncidents,
  type Outage,
  type OutageExtent,
  type OutageKind,
  openIncident,
  refreshIncident,
  saveOutage,
} from '../../adapters/store/database/outages.ts';
import { fieldsOf, idOf } from '../../adapters/stripe/fields.ts';
import { reportedAsksOf } from '../../adapters/stripe/reported-asks.ts';
import { isReport } from '../../adapters/stripe/reports.ts';
import { type Arrival, decisionsOf, eventsOf } from '../../core/decision/arrival.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { isUnanswered } from '../../core/domain/ask-reason.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Money } from '../../core/domain/money.ts';
import type { Rates } from '../../core/domain/rates.ts';
import { weightOf } from '../../core/domain/review.ts';
import { scopeKey } from '../../core/domain/scope.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { type Grown, growStretches, type Stretch } from './stretches.ts';

/**
 * Opens one incident for each stretch of time in which many asks went without a full answer of ours, for one cause:
 * Stripe reports that our answer did not count, or the stand-in answered. It grows while that goes on.
 */
export async function noteOutages(
  arrivals: readonly Arrival[],
  rates: Rates,
  { pool, nowMs }: Pick<Acting, 'pool' | 'nowMs'>,
): Promise<void> {
  const asks = [
    ...decisionsOf(arrivals).flatMap((record) => standInAsk(record, rates)),
    ...eventsOf(arrivals, 'issuing_authorization.').flatMap((event) => unansweredAsks(event, rates)),
  ].filter(({ atMs }) => atMs >= nowMs - limits.reviewHistoryMs);
  const added = asks.length === 0 ? [] : await addOutageAsks(pool, asks);
  await rateOutageAsks(pool, [...decisionsOf(arrivals).flatMap(withScore), ...asks.flatMap(aboutAuthorization)]);
  const kinds = Map.groupBy(added, ({ scope, cause }) => `${scopeKey(scope)} ${cause}`);
  for (const points of kinds.values()) await growOutages(pool, points);
}

function standInAsk(record: DecisionRecord, rates: Rates): OutageAsk[] {
  if (record.answered_by !== 'stand_in') return [];
  const { livemode, account, id, authorization, card, cardholder, received_at: atMs, reasons, outcome } = record;
  const { amount_minor: amountMinor, currency } = record;
  return [
    {
      scope: { livemode, account },
      cause: reasons[0] ?? 'stand_in',
      ref: id,
      atMs,
      authorizationId: authorization,
      card,
      cardholder,
      approved: outcome === 'approve',
      weight: weightOf(moneyOf(amountMinor, currency), rates, atMs),
      risk: null,
      amountMinor,
      currency,
    },
  ];
}

function unansweredAsks(event: StoredEvent, rates: Rates): OutageAsk[] {
  if (!isReport(event)) return [];
  const { livemode, account, object_id: id, fields } = event;
  return reportedAsksOf(fieldsOf(fields))
    .filter(({ reason }) => isUnanswered(reason))
    .map(({ reason, outcome, atMs, amountMinor, currency }) => ({
      scope: { livemode, account },
      cause: reason ?? '',
      ref: `${id}:${atMs}`,
      atMs,
      authorizationId: id,
      card: idOf(fields.card),
      cardholder: idOf(fields.cardholder),
      approved: outcome === 'approved',
      weight: weightOf(moneyOf(amountMinor, currency), rates, atMs),
      risk: null,
      amountMinor,
      currency,
    }));
}

function moneyOf(amountMinor: number | null, currency: string | null): Money | null {
  return amountMinor === null || currency === null ? null : { amountMinor, currency };
}

function withScore({ livemode, account, authorization, attributes }: DecisionRecord) {
  if (authorization === null || typeof attributes?.fraud_risk_score !== 'number') return [];
  return [{ scope: { livemode, account }, authorizationId: authorization }];
}

function aboutAuthorization({ scope, authorizationId }: OutageAsk) {
  return authorizationId === null ? [] : [{ scope, authorizationId }];
}

/** Adds asks of one kind to the outages that they belong to. */
async function growOutages(pool: Acting['pool'], points: readonly OutagePoint[]): Promise<void> {
  const [kind] = points;
  if (!kind) return;
  const moments = points.map(({ atMs }) => atMs);
  const fromMs = moments.reduce((least, atMs) => Math.min(least, atMs)) - limits.incidentGapMs;
  const toMs = moments.reduce((most, atMs) => Math.max(most, atMs)) + limits.incidentGapMs;
  const outages = await lockOutages(pool, kind, fromMs, toMs);
  for (const grown of growStretches(outages.map(stretchOf), moments, limits.incidentGapMs)) {
    const parts = grown.ids.flatMap((id) => outages.find((outage) => outage.id === id) ?? []);
    await settle(pool, kind, grown, parts, points);
  }
}

function stretchOf({ id, beganMs, lastMs, closedAtMs, reviewId }: Outage): Stretch {
  return { id, beganMs, lastMs, closedAtMs, isIncident: reviewId !== null };
}

async function settle(
  pool: Acting['pool'],
  kind: OutageKind,
  { beganMs, lastMs, moments }: Grown,
  parts: readonly Outage[],
  points: readonly OutagePoint[],
): Promise<void> {
  const added = moments.flatMap((index) => points[index] ?? []);
  const extent: OutageExtent = {
    beganMs,
    lastMs,
    asks: parts.reduce((sum, { asks }) => sum + asks, added.length),
    approved: parts.reduce((sum, { approved }) => sum + approved, added.filter(({ approved }) => approved).length),
  };
  const [incident, ...others] = parts.flatMap(({ reviewId }) => reviewId ?? []);
  const [standing, ...merged] = parts.map(({ id }) => id);
  await dropOutages(pool, merged);
  const isIncident = incident !== undefined || extent.asks >= limits.incidentMinAsks;
  const reviewId = isIncident ? (incident ?? (await openIncident(pool, kind, extent))) : null;
  await saveOutage(pool, kind, standing ?? null, extent, reviewId);
  if (incident === undefined) return;
  await mergeIncidents(pool, incident, others);
  await refreshIncident(pool, incident, extent);
}
