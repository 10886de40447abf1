import type { Answer, Purchase } from '../world/issuer.ts';
import type { Authorization, StatedFields } from './account.ts';
import { authorizationObject, type PendingRequest } from './authorization-object.ts';
import type { Challenges } from './challenges.ts';
import { createDecisions } from './decisions.ts';
import { InvalidTransition } from './errors.ts';
import { withRuling } from './history-entry.ts';
import { merchantShare } from './merchant-share.ts';
import { scoreOf } from './risk-fields.ts';
import { type Ruling, rulingOfStripe } from './ruling.ts';
import type { AccountState } from './state.ts';
import { withStated } from './stated.ts';

export interface Authorizations {
  /** With what the API's caller states of it beyond the purchase. */
  authorize(purchase: Purchase, stated: StatedFields): Promise<Answer>;
  increment(id: string, amountMinor: number): Promise<Answer>;
}

/** How authorizations begin and grow: by Stripe's own checks, then by what the program answers. */
export function createAuthorizations(state: AccountState, challenges: Challenges): Authorizations {
  const { options, store, balances, emit, emitUpdated, nowSeconds } = state;
  const { settings } = options;
  const decisions = createDecisions(state);

  /** Writes the ruling down and holds what was approved. */
  function settle(before: Authorization, request: PendingRequest, ruling: Ruling, requestedAt: number): Authorization {
    const code = state.newId('code').slice(-6).toUpperCase();
    const times = { requestedAt, decidedAt: nowSeconds(), code };
    const after = withRuling(before, request, ruling, times);
    if (ruling.isApproved) balances.hold(request.currency, ruling.amountMinor);
    const settled = ruling.wantsChallenge ? challenged(after) : after;
    store.putAuthorization(settled);
    if (ruling.wantsChallenge) challenges.ask(settled);
    return settled;
  }

  function challenged(authorization: Authorization): Authorization {
    const begun = challenges.begin(authorization.id, authorization.card.cardholder);
    return { ...authorization, fraud_challenges: [...(authorization.fraud_challenges ?? []), begun] };
  }

  return {
    async authorize(purchase, stated) {
      challenges.expireDue();
      const card = store.card(purchase.cardId);
      requireAmount(purchase.amount.amountMinor, 0);
      if (purchase.amount.currency !== card.currency) {
        throw new InvalidTransition(
          `The card ${card.id} is held in ${card.currency}, not in ${purchase.amount.currency}.`,
        );
      }
      const isVerified = challenges.isVerified(card.id, purchase.merchant.networkId);
      const created = nowSeconds();
      const asked = { id: state.newId('iauth'), created, card, isVerified };
      const begun = withStated(authorizationObject(purchase, asked, settings), stated);
      const score = isVerified ? null : scoreOf(purchase.signals, settings);
      const ruling = await decisions.decide(begun, begun.pending_request, score);
      const now = store.objects.authorizations.get(begun.id) ?? begun;
      const settled = settle(now, begun.pending_request, ruling, created);
      emit('issuing_authorization.created', settled);
      return answerOf(settled, ruling);
    },

    async increment(id, amountMinor) {
      challenges.expireDue();
      const before = store.authorization(id);
      requireAmount(amountMinor, 1);
      if (decisions.isUnderWay(id))
        throw new InvalidTransition(`The authorization ${id} is being asked about already.`);
      if (!before.approved || before.status !== 'pending') {
        throw new InvalidTransition(`The authorization ${id} is ${before.approved ? before.status : 'declined'}.`);
      }
      const request = incrementOf(before, amountMinor);
      const requestedAt = nowSeconds();
      const ruling = await decisions.decide(before, request, null);
      // A capture or reversal may have come in meanwhile, and what is closed can't grow.
      const now = { ...store.authorization(id), pending_request: null };
      const isOpen = now.status === 'pending';
      const final = ruling.isApproved && !isOpen ? rulingOfStripe(false, 'not_allowed', request) : ruling;
      const settled = settle(now, request, final, requestedAt);
      emitUpdated('issuing_authorization.updated', now, settled);
      return answerOf(settled, final);
    },
  };
}

/** The merchant asks for this much more. */
function incrementOf(authorization: Authorization, amountMinor: number): PendingRequest {
  return {
    amount: amountMinor,
    amount_details: { atm_fee: null, cashback_amount: null },
    currency: authorization.currency,
    is_amount_controllable: false,
    merchant_amount: merchantShare(authorization, amountMinor),
    merchant_currency: authorization.merchant_currency,
    network_risk_score: authorization.request_history[0]?.network_risk_score ?? null,
  };
}

function requireAmount(amountMinor: number, least: number): void {
  if (Number.isSafeInteger(amountMinor) && amountMinor >= least) return;
  throw new InvalidTransition(`The amount must be a whole number of at least ${least}, not ${amountMinor}.`);
}

function answerOf({ id, approved, status, amount }: Authorization, { isApproved, reason }: Ruling): Answer {
  return { authorizationId: id, isApproved, reason, heldMinor: approved && status === 'pending' ? amount : 0 };
}
