import { keepHeld, putHoldChanges, type ToldHoldChange } from '../../adapters/store/database/hold-changes.ts';
import type { Acting, ArrivalStep } from '../../adapters/store/database/inbox.ts';
import {
  type CapturesOfOne,
  capturesOf,
  type Named,
  type NewTransaction,
  putTransactions,
  setKinds,
} from '../../adapters/store/database/transactions.ts';
import { approvalsOf, holdChangeOf, toldTransaction } from '../../adapters/stripe/money-events.ts';
import { type Arrival, eventsOf } from '../../core/decision/arrival.ts';
import type { Alarms } from '../../core/decision/ports.ts';
import { captureKinds, FORCED_KINDS, type TransactionKind } from '../../core/domain/capture.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';

/** A capture of which it turned out that nobody approved it. */
interface Forced {
  readonly id: string;
  readonly authorizationId: string | null;
  readonly card: string | null;
  readonly kind: TransactionKind;
  readonly amountMinor: number;
  readonly currency: string;
  readonly atMs: number;
}

/**
 * Keeps what Stripe tells of transactions and of holds that changed by themselves, and says of each capture what it is,
 * again whenever more is known of its authorization: the order in which Stripe tells of them does not matter.
 * `capture_forced` is raised once for each capture that nobody approved, unless it is an old one.
 *
 * INVARIANT: comes after the step that keeps authorizations, so that those told of in the same batch are there.
 */
export function transactionsStep(alarms: Alarms): ArrivalStep {
  return async (arrivals, acting) => {
    const told = transactionsIn(arrivals);
    const events = eventsOf(arrivals, 'issuing_authorization.').filter(({ object_id }) => object_id !== '');
    if (told.length === 0 && events.length === 0) return;
    const fresh = await putTransactions(acting.pool, told);
    const reported = events.map(authorizationOf);
    await putHoldChanges(acting.pool, holdChangesIn(events));
    await keepHeld(acting.pool, reported);
    const changed = await classify(acting, [...reported, ...told.flatMap(authorizationNamedBy)]);
    warn([...changed, ...unauthorized(told, fresh)], acting, alarms);
  };
}

function transactionsIn(arrivals: readonly Arrival[]): readonly NewTransaction[] {
  return eventsOf(arrivals, 'issuing_transaction.').flatMap((event): NewTransaction[] => {
    const told = toldTransaction(event);
    return told ? [{ ...told, scope: scopeOf(event), kind: firstKind(told.type, told.authorization) }] : [];
  });
}

/** What the transaction alone tells of its kind. */
function firstKind(type: 'capture' | 'refund', authorization: string | null): TransactionKind {
  if (type === 'refund') return 'refund';
  return authorization === null ? 'forced_without_authorization' : 'unmatched';
}

function holdChangesIn(events: readonly StoredEvent[]): readonly ToldHoldChange[] {
  return events.flatMap((event): ToldHoldChange[] => {
    const change = holdChangeOf(event);
    return change ? [{ ...change, ...idsOf(event) }] : [];
  });
}

function idsOf(event: StoredEvent): Pick<ToldHoldChange, 'scope' | 'eventId' | 'authorizationId'> {
  return { scope: scopeOf(event), eventId: event.id, authorizationId: event.object_id };
}

function authorizationOf(event: StoredEvent): Named {
  return { scope: scopeOf(event), id: event.object_id };
}

function authorizationNamedBy({ scope, authorization }: NewTransaction): Named[] {
  return authorization === null ? [] : [{ scope, id: authorization }];
}

function scopeOf({ livemode, account }: StoredEvent): Scope {
  return { livemode, account };
}

/** Says anew what the captures of these authorizations are, and gives those that turned out to be forced. */
async function classify({ pool }: Acting, authorizations: readonly Named[]): Promise<readonly Forced[]> {
  const all = await capturesOf(pool, authorizations);
  const changed = all.flatMap(changedKinds);
  await setKinds(pool, changed);
  return changed.filter(({ kind }) => FORCED_KINDS.includes(kind));
}

function changedKinds({ scope, authorizationId, authorization, captures }: CapturesOfOne) {
  const held = authorization && { ...authorization, approvals: approvalsOf(authorization.history) };
  const kinds = captureKinds(held, captures);
  return captures.flatMap((capture) => {
    const kind = kinds.get(capture.id) ?? capture.kind;
    return kind === capture.kind ? [] : [{ ...capture, scope, authorizationId, kind }];
  });
}

/** Captures without any authorization, of which we hear for the first time. */
function unauthorized(told: readonly NewTransaction[], fresh: readonly Named[]): readonly Forced[] {
  const ids = new Set(fresh.map(({ id }) => id));
  const forced = told.filter(({ id, kind }) => kind === 'forced_without_authorization' && ids.delete(id));
  return forced.map(({ createdMs, amountMinor, ...same }) => {
    return { ...same, authorizationId: null, amountMinor: -amountMinor, atMs: createdMs };
  });
}

function warn(forced: readonly Forced[], { nowMs, afterwards }: Acting, alarms: Alarms): void {
  for (const { id, authorizationId, card, kind, amountMinor, currency, atMs } of forced) {
    if (nowMs - atMs > limits.freshCaptureMs) continue;
    const detail = { transaction: id, kind, authorization: authorizationId ?? '', card: card ?? '' };
    afterwards(() => alarms.raise('capture_forced', { ...detail, amount_minor: amountMinor, currency }));
  }
}
