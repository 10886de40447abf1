import type { DisputeView } from '../../core/domain/dispute.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { fieldsOf, idOf, text } from './fields.ts';

/** What an event tells of a dispute, and which transaction (and authorization, where that is expanded) it is about. */
export function disputeOf({ created, fields }: Pick<StoredEvent, 'created' | 'fields'>): DisputeView & {
  readonly transactionId: string | null;
  readonly authorizationId: string | null;
} {
  return {
    atMs: created * 1000,
    reason: text(fieldsOf(fields.evidence).reason),
    status: text(fields.status),
    lossReason: text(fields.loss_reason),
    transactionId: idOf(fields.transaction),
    authorizationId: idOf(fieldsOf(fields.transaction).authorization),
  };
}
