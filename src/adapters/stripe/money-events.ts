import type { CapturedAuthorization, HoldCause, HoldChange, ToldTransaction } from '../../core/domain/capture.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { fieldsOf, idOf, integer, text } from './fields.ts';

/** The transaction of an `issuing_transaction.*` event; null where it has no amount. */
export function toldTransaction({ object_id: id, created, fields }: StoredEvent): ToldTransaction | null {
  const amountMinor = integer(fields.amount);
  const currency = text(fields.currency)?.toLowerCase() ?? null;
  if (id === '' || amountMinor === null || currency === null) return null;
  return {
    id,
    authorization: idOf(fields.authorization),
    card: idOf(fields.card),
    cardholder: idOf(fields.cardholder),
    type: typeOf(fields.type, amountMinor),
    amountMinor,
    currency,
    dispute: idOf(fields.dispute),
    createdMs: (integer(fields.created) ?? created) * 1000,
    knownMs: created * 1000,
  };
}

/** Stripe has these two, and may have others one day: of those the sign says which way the money went. */
function typeOf(type: unknown, amountMinor: number): ToldTransaction['type'] {
  if (type === 'capture' || type === 'refund') return type;
  return amountMinor < 0 ? 'capture' : 'refund';
}

/**
 * How the hold of an authorization changed by itself, told by an `issuing_authorization.updated` and what was before;
 * null where an ask or a capture changed it, and where nothing did.
 */
export function holdChangeOf({ fields, previous, created }: StoredEvent): HoldChange | null {
  const cause = causeOf(fields, previous);
  if (cause === null) return null;
  const before = integer(previous.amount);
  const after = integer(fields.amount);
  const ended = cause === 'expired' || cause === 'reversed';
  const changedMinor = ended ? (before ?? after ?? 0) : Math.abs((before ?? 0) - (after ?? 0));
  return { cause, amountMinor: changedMinor, atMs: created * 1000 };
}

function causeOf(fields: StoredEvent['fields'], previous: StoredEvent['previous']): HoldCause | null {
  const status = text(fields.status);
  const isNewStatus = text(previous.status) !== null && previous.status !== status;
  if (isNewStatus && (status === 'expired' || status === 'reversed')) return status;
  const before = integer(previous.amount);
  const after = integer(fields.amount);
  if (before === null || after === null || before === after) return null;
  // An ask, or a capture. What was stored before transactions were kept tells of none, and nothing can be told of it.
  if ('request_history' in previous || 'transactions' in previous || !('transactions' in fields)) return null;
  if (isNewStatus && status === 'closed') return 'closed';
  return after < before ? 'reversed_in_part' : 'raised';
}

/** The approvals in the `request_history` of an authorization. */
export function approvalsOf(history: unknown): CapturedAuthorization['approvals'] {
  if (!Array.isArray(history)) return [];
  return history.map(fieldsOf).flatMap(({ approved, amount, created }) => {
    const [amountMinor, createdSeconds] = [integer(amount), integer(created)];
    if (approved !== true || amountMinor === null || createdSeconds === null) return [];
    return [{ amountMinor, atMs: createdSeconds * 1000 }];
  });
}
