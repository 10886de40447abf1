import type Stripe from 'stripe';
import type { Money } from '../../core/domain/money.ts';

/** The newest entry of an authorization's history at Stripe, and what our reply left on the authorization. */
export interface StripeRecord {
  readonly authorizationId: string;
  /** What was asked for, in the card's currency: all of it, or what an increment adds. */
  readonly asked: Money;
  readonly isApproved: boolean;
  /** Stripe's `request_history.reason`, e.g. `webhook_declined`. */
  readonly reason: string;
  /** What Stripe says about a reply that it did not accept. */
  readonly reasonMessage: string | null;
  /** What we meant, by our reply's metadata; null where it carries none. */
  readonly ours: { readonly decision: string; readonly outcome: string; readonly reason: string } | null;
}

/** Reads an authorization as Stripe keeps it. */
export function stripeRecord(authorization: Stripe.Issuing.Authorization): StripeRecord {
  const last = newest(authorization.request_history);
  const { countersign_decision: decision, countersign_outcome: outcome } = authorization.metadata;
  const isOurs = decision !== undefined && outcome !== undefined;
  return {
    authorizationId: authorization.id,
    asked: { amountMinor: last?.amount ?? authorization.amount, currency: last?.currency ?? authorization.currency },
    isApproved: last?.approved ?? authorization.approved,
    reason: last?.reason ?? 'none',
    reasonMessage: last?.reason_message ?? null,
    ours: isOurs ? { decision, outcome, reason: authorization.metadata.countersign_reason ?? '' } : null,
  };
}

/** By their times: Stripe says nothing about their order. Of one second the last counts. */
function newest<T extends { readonly created: number }>(entries: readonly T[]): T | undefined {
  return entries.reduce<T | undefined>(
    (last, entry) => (last && last.created > entry.created ? last : entry),
    undefined,
  );
}
