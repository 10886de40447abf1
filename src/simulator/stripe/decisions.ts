import type { Authorization } from './account.ts';
import { ask } from './ask.ts';
import type { PendingRequest } from './authorization-object.ts';
import { ownRefusal } from './own-checks.ts';
import { type Ruling, rulingOfStripe } from './ruling.ts';
import type { AccountState } from './state.ts';

export interface Decisions {
  /** By Stripe's own checks, or else by the program's answer. What is asked for is held meanwhile. Never rejects. */
  decide(authorization: Authorization, request: PendingRequest, fraudScore: number | null): Promise<Ruling>;
  /** Whether the program is being asked about this authorization now. */
  isUnderWay(authorizationId: string): boolean;
}

/** Decides on requests, one at a time for each authorization. */
export function createDecisions(state: AccountState): Decisions {
  const { options, store, balances } = state;
  const { settings } = options;
  const underWay = new Set<string>();

  function refusalOf(authorization: Authorization, request: PendingRequest, fraudScore: number | null) {
    const { card, card_presence, merchant_data } = authorization;
    return ownRefusal({
      card,
      spending: {
        amountMinor: request.amount,
        category: merchant_data.category,
        country: merchant_data.country,
        presence: card_presence,
        nowMs: options.nowMs(),
        earlier: () => store.authorizationsOf(card.id),
      },
      availableMinor: balances.availableMinor(request.currency),
      fraudScore,
      blocksScoresAbove: settings.blocksScoresAbove,
    });
  }

  return {
    async decide(authorization, request, fraudScore) {
      const outage = options.outage?.() ?? null;
      if (outage !== null) return rulingOfStripe(outage.isApproved, outage.reason, request);
      const refusal = refusalOf(authorization, request, fraudScore);
      if (refusal !== null) {
        const wantsChallenge = refusal === 'suspected_fraud' && settings.challengesOwnBlocks;
        return { ...rulingOfStripe(false, refusal, request), wantsChallenge };
      }
      if (!settings.hasSyncEndpoint) return rulingOfStripe(true, 'card_active', request);
      store.putAuthorization({ ...authorization, pending_request: request });
      underWay.add(authorization.id);
      balances.hold(request.currency, request.amount);
      const asked = { ...authorization, amount: 0, merchant_amount: 0, approved: false, pending_request: request };
      const ruling = await ask(state, asked, request);
      balances.hold(request.currency, -request.amount);
      underWay.delete(authorization.id);
      return ruling;
    },
    isUnderWay: (authorizationId) => underWay.has(authorizationId),
  };
}
