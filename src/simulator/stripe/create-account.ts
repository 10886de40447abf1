import type { Issuer } from '../world/issuer.ts';
import type { AccountOptions, StripeAccount } from './account.ts';
import { createAuthorizations } from './authorizations.ts';
import { createCards } from './cards.ts';
import { createChallenges } from './challenges.ts';
import { createClosings } from './closings.ts';
import { createDisputes } from './disputes.ts';
import { mergeMetadata } from './metadata.ts';
import { createState } from './state.ts';
import { createTransactions } from './transactions.ts';

/**
 * A Stripe account with nothing in it, in the world's time. Its objects are replaced and never changed, so what it
 * gave away stays as it was. Wrong use throws `NoSuchObject` or `InvalidTransition`; through the issuer it rejects.
 */
export function createStripeAccount(options: AccountOptions): StripeAccount {
  const state = createState(options);
  const { store } = state;
  const cards = createCards(state);
  const challenges = createChallenges(state, cards.warn);
  const closings = createClosings(state);
  const authorizations = createAuthorizations(state, challenges);
  const transactions = createTransactions(state);
  const disputes = createDisputes(state, cards.warn);

  const issuer: Issuer = {
    addCardholder: async (details) => cards.addCardholder(details),
    changePhone: async (id, phone) => void cards.updateCardholder(id, { phone_number: phone }),
    addCard: async (details) => cards.addCard(details),
    authorize(purchase) {
      closings.expireDue();
      return authorizations.authorize(purchase, {});
    },
    increment: authorizations.increment,
    reverse: async (id, amountMinor) => closings.reverse(id, amountMinor),
    capture: async (id, amountMinor, isFinal) => closings.capture(id, amountMinor, isFinal),
    expire: async (id) => closings.expire(id),
    forceCapture: async (cardId, merchant, amount) => transactions.forceCapture(cardId, merchant, amount),
    refund: async (transactionId, amountMinor) => transactions.refund(transactionId, amountMinor),
    dispute: async (transactionId, reason) => disputes.dispute(transactionId, reason),
    closeDispute: async (disputeId, status) => disputes.close(disputeId, status),
  };

  return {
    settings: options.settings,
    objects: store.objects,
    issuer,
    addCardholderObject: cards.addCardholderObject,
    addCardObject: cards.addCardObject,
    updateCard: cards.updateCard,
    updateCardholder: cards.updateCardholder,
    updateAuthorization(id, metadata) {
      const before = store.authorization(id);
      const after = { ...before, metadata: mergeMetadata(before.metadata, metadata) };
      store.putAuthorization(after);
      state.emitUpdated('issuing_authorization.updated', before, after);
      return after;
    },
    authorizeStated: authorizations.authorize,
    availableMinor: state.balances.availableMinor,
    fund: ({ currency, amountMinor }) => state.balances.fund(currency, amountMinor),
    captureRegardless: closings.captureRegardless,
    finalizeAmount: closings.finalizeAmount,
    respondToChallenge: challenges.respond,
    replyToChallenge: challenges.reply,
    warn: cards.warn,
    newId: state.newId,
  };
}
