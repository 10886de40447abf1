import type { Stripe } from 'stripe';
import type { Authorization } from './account.ts';
import type { PendingRequest } from './authorization-object.ts';
import { mergeMetadata } from './metadata.ts';
import type { Ruling } from './ruling.ts';

type Entry = Stripe.Issuing.Authorization.RequestHistory;

/** When a request came and was decided, in Unix seconds, and the code that the network gets for an approval. */
export interface Ruled {
  readonly requestedAt: number;
  readonly decidedAt: number;
  readonly code: string;
}

/**
 * The authorization after a ruling on one of its requests. An approval adds to its amount; a first request that is
 * declined closes it and shows the amount that was rejected; a declined increment leaves it as it was.
 */
export function withRuling(
  before: Authorization,
  request: PendingRequest,
  ruling: Ruling,
  ruled: Ruled,
): Authorization {
  const entry = historyEntry(request, ruling, ruled);
  const isFirst = before.request_history.length === 0;
  const isAdded = ruling.isApproved || isFirst;
  return {
    ...before,
    amount: before.amount + (isAdded ? entry.amount : 0),
    approved: before.approved || ruling.isApproved,
    merchant_amount: before.merchant_amount + (isAdded ? entry.merchant_amount : 0),
    metadata: mergeMetadata(before.metadata, ruling.metadata),
    pending_request: null,
    request_history: [...before.request_history, entry],
    status: isFirst && !ruling.isApproved ? 'closed' : before.status,
  };
}

function historyEntry(request: PendingRequest, ruling: Ruling, { requestedAt, decidedAt, code }: Ruled): Entry {
  const isWhole = ruling.amountMinor === request.amount;
  // Of a request for nothing there is no share.
  const merchantAmount =
    request.amount === 0 ? 0 : Math.round((ruling.amountMinor * request.merchant_amount) / request.amount);
  return {
    amount: ruling.amountMinor,
    amount_details: request.amount_details,
    approved: ruling.isApproved,
    authorization_code: ruling.isApproved ? code : null,
    created: decidedAt,
    currency: request.currency,
    merchant_amount: isWhole ? request.merchant_amount : merchantAmount,
    merchant_currency: request.merchant_currency,
    network_risk_score: request.network_risk_score,
    reason: ruling.reason,
    reason_message: ruling.reason === 'webhook_error' ? ruling.problem : null,
    requested_at: requestedAt,
  };
}
