import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import { joinAs, joinLabels } from '../../adapters/store/database/label-joins.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { eventsOfObjects } from '../../adapters/store/database/told-events.ts';
import { disputeOf } from '../../adapters/stripe/dispute.ts';
import { text } from '../../adapters/stripe/fields.ts';
import { fraudChallengesIn } from '../../adapters/stripe/fraud-challenges.ts';
import { SWEPT_TYPES } from '../../adapters/stripe/listed.ts';
import { eventsOf } from '../../core/decision/arrival.ts';
import { inOrderOfLife, wordOfDispute } from '../../core/domain/dispute.ts';
import type { Label } from '../../core/domain/label.ts';
import { labelsOfWords, type Word } from '../../core/domain/label-verdict.ts';
import { type Scope, scopeKey } from '../../core/domain/scope.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';

/**
 * Labels by what Stripe tells of disputes and of answers to fraud challenges. Each time all that is stored of a dispute
 * is looked at, so that the order of its events does not matter; a label is only ever added. A dispute whose
 * transaction is not known yet is labelled all the same, and joined to its authorization when the transaction comes.
 */
export const labelsStep: ArrivalStep = async (arrivals, { pool, nowMs }) => {
  const disputes = eventsOf(arrivals, 'issuing_dispute.');
  const transactions = eventsOf(arrivals, 'issuing_transaction.');
  const challenged = eventsOf(arrivals, 'issuing_authorization.').filter(
    ({ fields }) => fraudChallengesIn(fields).length > 0,
  );
  for (const { scope, events } of byScope(disputes)) {
    await addLabels(pool, await labelsOfDisputes(pool, scope, idsOf(events)), nowMs);
    await joinDisputed(pool, scope, events, nowMs);
  }
  for (const { scope, events } of byScope(challenged)) {
    await addLabels(pool, await labelsOfChallenges(pool, scope, idsOf(events)), nowMs);
  }
  await joinLabels(pool, idsOf(transactions), nowMs);
};

async function labelsOfDisputes(pool: SqlPool, scope: Scope, ids: readonly string[]): Promise<Label[]> {
  const told = await eventsOfObjects(pool, scope, SWEPT_TYPES.disputes, ids);
  return [...told].flatMap(([id, events]) => {
    const views = events.map(disputeOf);
    const transactionId = views.find((view) => view.transactionId !== null)?.transactionId ?? null;
    return labelsOfWords(inOrderOfLife(views).map(wordOfDispute), aboutDispute(scope, id, transactionId));
  });
}

/**
 * What a label that rests on a dispute is about: its transaction, which `label_joins` joins to an authorization. So it
 * is the same label whatever was known first.
 */
export function aboutDispute(scope: Scope, id: string, transactionId: string | null) {
  return { scope, authorizationId: null, transactionId, card: null, source: 'dispute', ref: id, author: null } as const;
}

/** Joins the transactions of disputes of one world: as the disputes tell it, else by what Stripe told of them. */
export async function joinDisputed(pool: SqlPool, scope: Scope, disputes: readonly StoredEvent[], nowMs: number) {
  const views = disputes.map(disputeOf);
  const told = views.flatMap(({ transactionId, authorizationId }) =>
    transactionId === null || authorizationId === null ? [] : [[transactionId, authorizationId] as const],
  );
  await joinAs(pool, scope, new Map(told), nowMs);
  await joinLabels(pool, [...new Set(views.flatMap(({ transactionId }) => transactionId ?? []))], nowMs);
}

async function labelsOfChallenges(pool: SqlPool, scope: Scope, ids: readonly string[]): Promise<Label[]> {
  const types = ['issuing_authorization.created', 'issuing_authorization.updated'];
  const told = await eventsOfObjects(pool, scope, types, ids);
  return [...told].flatMap(([authorizationId, events]) => {
    const most = Math.max(...events.map(({ fields }) => fraudChallengesIn(fields).length));
    return Array.from({ length: most }, (_, index) =>
      labelsOfWords(
        events.map((event) => wordOfChallenge(event, index)).filter(({ verdict }) => verdict !== null),
        {
          ...{ scope, authorizationId, transactionId: null, card: null, source: 'challenge', author: null },
          ref: `${authorizationId}:${index}`,
        },
      ),
    ).flat();
  });
}

/** `verified` is the cardholder's YES, `rejected` the NO; who did not answer says nothing, and takes nothing back. */
function wordOfChallenge({ created, fields }: StoredEvent, index: number): Word {
  const status = text(fraudChallengesIn(fields)[index]?.status);
  const verdict = status === 'verified' ? 'legitimate' : status === 'rejected' ? 'fraud' : null;
  return { atMs: created * 1000, verdict, detail: { status } };
}

function byScope(events: readonly StoredEvent[]): { scope: Scope; events: readonly StoredEvent[] }[] {
  return [...Map.groupBy(events, scopeKey).values()].flatMap((all) => {
    const [first] = all;
    return first ? [{ scope: { livemode: first.livemode, account: first.account }, events: all }] : [];
  });
}

function idsOf(events: readonly StoredEvent[]): string[] {
  return [...new Set(events.map(({ object_id: id }) => id))];
}
