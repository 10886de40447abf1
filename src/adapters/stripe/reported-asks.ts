import type { EntryOutcome } from '../../core/features/built-in-event.ts';
import { type Fields, fieldsOf, integer, text } from './fields.ts';

/** What Stripe reported of one ask of an authorization, whether or not it asked us. */
export interface ReportedAsk {
  /** How many asks of the authorization came before it. */
  readonly historyLength: number;
  readonly outcome: EntryOutcome;
  /** Stripe's own word for why, e.g. `webhook_declined`, `webhook_timeout`, `insufficient_funds`. */
  readonly reason: string | null;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/**
 * The asks in the stored fields of an authorization, in the order of asking. Where our answer counted, what we meant is
 * read back from the reply's metadata; where Stripe or the network declined by itself, we were perhaps never asked.
 * Stripe's reasons: https://docs.stripe.com/api/issuing/authorizations/object, `request_history.reason`.
 */
export function reportedAsksOf(fields: Fields): readonly ReportedAsk[] {
  const history = Array.isArray(fields.request_history) ? fields.request_history.map(fieldsOf) : [];
  const meant = text(fieldsOf(fields.metadata).countersign_outcome);
  return history
    .flatMap((entry) => {
      const created = integer(entry.requested_at) ?? integer(entry.created);
      return created === null ? [] : [{ entry, created }];
    })
    .sort((a, b) => a.created - b.created)
    .map(({ entry, created }, index, all) => ({
      historyLength: index,
      // The metadata is that of the latest answer.
      outcome: outcomeOf(entry, index === all.length - 1 ? meant : null),
      reason: text(entry.reason),
      atMs: created * 1000,
      amountMinor: integer(entry.amount),
      currency: text(entry.currency)?.toLowerCase() ?? null,
    }));
}

function outcomeOf({ approved, reason }: Fields, meant: string | null): EntryOutcome {
  if (approved === true) return 'approved';
  if (reason !== 'webhook_declined') return 'declined_by_stripe';
  return meant === 'challenge' ? 'challenged' : 'declined';
}
