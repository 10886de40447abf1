import Stripe from 'stripe';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { inWorldOf } from './client.ts';
import { eventRecord } from './event-record.ts';

type Kind = 'cards' | 'cardholders' | 'disputes';

/** An object of a list, as far as all of them are alike. */
interface Listed {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
}

/** The events by which Stripe tells of what is in a list. */
export const SWEPT_TYPES: Readonly<Record<Kind, readonly string[]>> = {
  cards: ['issuing_card.created', 'issuing_card.updated'],
  cardholders: ['issuing_cardholder.created', 'issuing_cardholder.updated'],
  disputes: [
    ...['issuing_dispute.created', 'issuing_dispute.updated', 'issuing_dispute.submitted'],
    ...['issuing_dispute.closed', 'issuing_dispute.funds_reinstated', 'issuing_dispute.funds_rescinded'],
  ],
};

interface Page {
  readonly data: readonly Listed[];
  readonly has_more: boolean;
}

/**
 * A page of one of Stripe's lists, newest first, after the object of this id; of disputes only the younger ones. Null
 * where there is no such object any more.
 */
export async function listPage(
  stripe: Stripe,
  kind: Kind,
  scope: Scope,
  after: string | null,
  nowMs: number,
): Promise<Page | null> {
  try {
    return await requestPage(stripe, kind, scope, after, nowMs);
  } catch (error) {
    const isPlaceGone = error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
    if (isPlaceGone && after !== null) return null;
    throw error;
  }
}

async function requestPage(
  stripe: Stripe,
  kind: Kind,
  scope: Scope,
  after: string | null,
  nowMs: number,
): Promise<Page> {
  const page = { limit: limits.sweepPage, ...(after !== null && { starting_after: after }) };
  const world = inWorldOf(scope);
  if (kind === 'cards') return stripe.issuing.cards.list(page, world);
  if (kind === 'cardholders') return stripe.issuing.cardholders.list(page, world);
  const gte = Math.floor((nowMs - limits.sweepDisputesMs) / 1000);
  return stripe.issuing.disputes.list({ ...page, created: { gte } }, world);
}

/** Listed objects as events that tell of them as they were at this moment: concealed, and nothing but what is kept. */
export function asEvents(
  kind: Kind,
  objects: readonly Listed[],
  scope: Scope,
  atMs: number,
  hash: (text: string) => string,
): (StoredEvent & { readonly createdMs: number })[] {
  const [type = ''] = SWEPT_TYPES[kind];
  return objects.map((object) => {
    const event = {
      ...{ type, id: object.id, object, previousAttributes: null, createdAtMs: atMs },
      ...{ livemode: scope.livemode, account: scope.account, apiVersion: null },
    };
    return { ...eventRecord(event, scope, atMs, hash), createdMs: object.created * 1000 };
  });
}
