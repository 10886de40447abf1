import { addAllowanceUses, type NewUse } from '../../adapters/store/database/allowances.ts';
import { findAuthorizations } from '../../adapters/store/database/authorizations.ts';
import { questionBefore } from '../../adapters/store/database/challenge-proof.ts';
import { challengedAmong } from '../../adapters/store/database/challenges.ts';
import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import { joinedTo } from '../../adapters/store/database/label-joins.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { ScopedAuthorization } from '../../adapters/store/database/review-decisions.ts';
import { disputeOf } from '../../adapters/stripe/dispute.ts';
import { fieldsOf, idOf, text } from '../../adapters/stripe/fields.ts';
import { fraudChallengesIn, isVerifiedByChallenge } from '../../adapters/stripe/fraud-challenges.ts';
import { isReport } from '../../adapters/stripe/reports.ts';
import { type Arrival, decisionsOf, eventsOf, idsIn } from '../../core/decision/arrival.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { USER_INDICATED_FRAUD } from '../../core/domain/card-state.ts';
import { scopeKey } from '../../core/domain/scope.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { isAsking, putQuestion } from './ask.ts';
import { endSpokenAgainst, type Subject } from './ends.ts';
import { takeReports } from './report.ts';
import { letTimePass } from './time.ts';

/**
 * What follows from records for questions to cardholders: decisions put them and use allowances up, Stripe's reports
 * say what became of them, and what is told of cards, cardholders and disputes ends allowances. Records may come in any
 * order and again.
 *
 * INVARIANT: comes after the steps that keep authorizations, cards and labels, and before the one that opens reviews.
 */
export const challengeStep: ArrivalStep = async (arrivals, { pool, nowMs }) => {
  const decisions = decisionsOf(arrivals);
  const asking = decisions.filter(isAsking);
  for (const record of asking) await putQuestion(pool, record, nowMs);
  await addAllowanceUses(pool, decisions.flatMap(useOf));
  for (const { scope, authorizationId } of await questioned(arrivals, pool)) {
    await takeReports(pool, scope, authorizationId);
  }
  for (const { challenge } of asking) await letTimePass(pool, challenge.id, nowMs);
  await endSpokenAgainst(pool, [...arrivals.flatMap(subjectsOf), ...(await disputedCards(arrivals, pool))]);
};

/** What a decision took from an allowance; another one's answer to the same ask took nothing. */
function useOf(record: DecisionRecord): readonly NewUse[] {
  const { id: decisionId, outcome, reasons, facts, authorization, amount_minor: amountMinor, asked_at: atMs } = record;
  if (outcome !== 'approve' || reasons[0] !== 'allowance' || 'second_answer_to' in record) return [];
  const { allowance: allowanceId } = facts;
  if (allowanceId === null || authorization === null || amountMinor === null) return [];
  return [{ decisionId, allowanceId, authorizationId: authorization, amountMinor, atMs }];
}

/** The authorizations of these records that a question is or may be about. */
async function questioned(arrivals: readonly Arrival[], pool: SqlPool): Promise<readonly ScopedAuthorization[]> {
  const reports = eventsOf(arrivals, 'issuing_authorization.').filter(isReport);
  const named = [...reports, ...decisionsOf(arrivals).filter(isAsking)].flatMap((one) => {
    const id = one.kind === 'event' ? one.object_id : one.authorization;
    return id === null ? [] : [{ scope: scopeOf(one), authorizationId: id }];
  });
  const listed = reports.filter(({ fields }) => fraudChallengesIn(fields).length > 0);
  const found = [
    ...(await challengedAmong(pool, named)),
    ...listed.map((report) => ({ scope: scopeOf(report), authorizationId: report.object_id })),
    ...(await provedBy(reports, pool)),
    ...(await indicatedBy(arrivals, pool)),
  ];
  return [...new Map(found.map((one) => [`${scopeKey(one.scope)} ${one.authorizationId}`, one])).values()];
}

/** Whose question was answered YES, as a later purchase that Stripe let through shows. */
async function provedBy(reports: readonly StoredEvent[], pool: SqlPool): Promise<readonly ScopedAuthorization[]> {
  const proved: ScopedAuthorization[] = [];
  for (const report of reports.filter(({ fields }) => isVerifiedByChallenge(fields))) {
    const card = idOf(report.fields.card);
    const merchant = text(fieldsOf(report.fields.merchant_data).network_id);
    if (card === null || merchant === null) continue;
    const before = await questionBefore(pool, scopeOf(report), { card, merchant, atMs: report.created * 1000 });
    if (before?.authorizationId) proved.push({ scope: before.scope, authorizationId: before.authorizationId });
  }
  return proved;
}

/** Which question was answered NO, as a warning about its card tells. */
async function indicatedBy(arrivals: readonly Arrival[], pool: SqlPool): Promise<readonly ScopedAuthorization[]> {
  const indicated: ScopedAuthorization[] = [];
  for (const arrival of arrivals) {
    const card = indicatedCardOf(arrival);
    if (card === null) continue;
    const atMs = arrival.kind === 'event' ? arrival.created * 1000 : arrival.received_at;
    const before = await questionBefore(pool, scopeOf(arrival), { card, merchant: null, atMs: atMs + 999 });
    if (before?.authorizationId) indicated.push({ scope: before.scope, authorizationId: before.authorizationId });
  }
  return indicated;
}

function indicatedCardOf(arrival: Arrival): string | null {
  if (arrival.seen?.card?.warning?.type === USER_INDICATED_FRAUD) {
    return arrival.kind === 'event' ? (arrival.seen.card.id ?? null) : arrival.card;
  }
  if (arrival.kind !== 'event' || !arrival.type.startsWith('issuing_card.')) return null;
  const isIndicated = text(fieldsOf(arrival.fields.latest_fraud_warning).type) === USER_INDICATED_FRAUD;
  return isIndicated ? arrival.object_id : null;
}

function subjectsOf(arrival: Arrival): readonly Subject[] {
  return idsIn(arrival).map((id) => ({ scope: scopeOf(arrival), id }));
}

async function disputedCards(arrivals: readonly Arrival[], pool: SqlPool): Promise<readonly Subject[]> {
  const transactions = eventsOf(arrivals, 'issuing_dispute.').flatMap((event) => {
    const { transactionId: id } = disputeOf(event);
    return id === null ? [] : [{ scope: scopeOf(event), id }];
  });
  const joined = await joinedTo(pool, transactions);
  const keys = joined.map(({ scope: { livemode, account }, authorizationId: id }) => {
    return { livemode, account: account ?? '', id };
  });
  const known = keys.length === 0 ? [] : await findAuthorizations(pool, keys);
  return known.flatMap(({ livemode, account, card: id }) => {
    return id === null ? [] : [{ scope: { livemode, account: account || null }, id }];
  });
}

function scopeOf({ livemode, account }: Pick<Arrival, 'livemode' | 'account'>) {
  return { livemode, account };
}
