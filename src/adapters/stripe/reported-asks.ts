import { decidedBy, isOutage } from '../../core/domain/ask-reason.ts';
import type { EntryOutcome } from '../../core/features/built-in-event.ts';
import { type Fields, fieldsOf, integer, text } from './fields.ts';

/** What Stripe reported of one ask of an authorization, whether or not it asked us. */
export interface ReportedAsk {
  /** How many asks of the authorization came before it. */
  readonly historyLength: number;
  readonly outcome: EntryOutcome;
  readonly isApproved: boolean;
  /** Stripe's own word for why, e.g. `webhook_declined`, `webhook_timeout`, `insufficient_funds`. */
  readonly reason: string | null;
  /** What Stripe has to say about an answer of ours that it refused. */
  readonly reasonMessage: string | null;
  readonly atMs: number;
  readonly decidedAtMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/**
 * The asks in the stored fields of an authorization, in the order of asking. Where our answer counted, what we meant is
 * read back from the reply's metadata; where Stripe or the network declined by itself, we were perhaps never asked.
 * What was declined in an outage was judged by nobody: the merchant's next try is the attempt.
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
      isApproved: entry.approved === true,
      reason: text(entry.reason),
      reasonMessage: text(entry.reason_message),
      atMs: created * 1000,
      decidedAtMs: (integer(entry.created) ?? created) * 1000,
      amountMinor: integer(entry.amount),
      currency: text(entry.currency)?.toLowerCase() ?? null,
    }));
}

/**
 * Which decision of ours the reply's metadata names, by the ask that it answered: Stripe keeps the metadata of the last
 * answer that it took.
 */
export function namedDecisions(fields: Fields): ReadonlyMap<number, string> {
  const named = text(fieldsOf(fields.metadata).countersign_decision);
  const answered = reportedAsksOf(fields).findLast(({ reason }) => decidedBy(reason) === 'us');
  return new Map(named !== null && answered ? [[answered.historyLength, named]] : []);
}

function outcomeOf({ approved, reason }: Fields, meant: string | null): EntryOutcome {
  if (approved === true) return 'approved';
  if (isOutage(text(reason))) return 'unjudged';
  if (reason !== 'webhook_declined') return 'declined_by_stripe';
  return meant === 'challenge' ? 'challenged' : 'declined';
}
