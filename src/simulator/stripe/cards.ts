import type { Stripe } from 'stripe';
import type { CardDetails, CardholderDetails } from '../world/issuer.ts';
import type { CardChanges } from './account.ts';
import { cardObject } from './card-object.ts';
import { cardholderObject } from './cardholder-object.ts';
import { InvalidTransition } from './errors.ts';
import { mergeMetadata } from './metadata.ts';
import type { AccountState } from './state.ts';

type Card = Stripe.Issuing.Card;
type Cardholder = Stripe.Issuing.Cardholder;

export interface Cards {
  addCardholder(details: CardholderDetails): void;
  addCard(details: CardDetails): void;
  addCardholderObject(cardholder: Cardholder): void;
  addCardObject(card: Card): void;
  updateCard(id: string, changes: CardChanges): Card;
  updateCardholder(id: string, changes: Partial<Cardholder>): Cardholder;
  warn(cardId: string, type: Stripe.Issuing.Card.LatestFraudWarning.Type): void;
}

/** Cards and who holds them. */
export function createCards({ options, store, emit, emitUpdated, nowSeconds }: AccountState): Cards {
  const { switches } = options.settings;

  function addCardholderObject(cardholder: Cardholder): void {
    if (store.objects.cardholders.has(cardholder.id)) throw alreadyThere('cardholder', cardholder.id);
    store.putCardholder(cardholder);
    emit('issuing_cardholder.created', cardholder);
  }

  function addCardObject(card: Card): void {
    if (store.objects.cards.has(card.id)) throw alreadyThere('card', card.id);
    const whole = { ...card, cardholder: store.cardholder(card.cardholder.id) };
    store.putCard(whole);
    emit('issuing_card.created', whole);
  }

  function replaceCard(before: Card, changes: Partial<Card>): Card {
    const after = { ...before, ...changes };
    store.putCard(after);
    emitUpdated('issuing_card.updated', before, after);
    return after;
  }

  return {
    addCardholder: (details) => addCardholderObject(cardholderObject(details)),
    addCard: (details) => addCardObject(cardObject(details, store.cardholder(details.cardholderId))),
    addCardholderObject,
    addCardObject,
    updateCard(id, { status, cancellationReason, metadata, spendingControls, replacedBy }) {
      const before = store.card(id);
      const isCanceled = before.status === 'canceled';
      if (isCanceled && status !== undefined && (status !== 'canceled' || switches.cancelAgain === 'refused')) {
        throw new InvalidTransition(`The card ${id} is canceled, which is final.`);
      }
      return replaceCard(before, {
        ...(status === undefined || isCanceled ? {} : { status }),
        ...(cancellationReason === undefined || isCanceled ? {} : { cancellation_reason: cancellationReason }),
        ...(metadata === undefined ? {} : { metadata: mergeMetadata(before.metadata, metadata) }),
        ...(spendingControls === undefined
          ? {}
          : { spending_controls: { ...before.spending_controls, ...spendingControls } }),
        ...(replacedBy === undefined ? {} : { replaced_by: replacedBy }),
      });
    },
    updateCardholder(id, { metadata, ...changes }) {
      const before = store.cardholder(id);
      const merged = metadata === undefined ? {} : { metadata: mergeMetadata(before.metadata, metadata) };
      const after = { ...before, ...changes, ...merged, id };
      store.putCardholder(after);
      emitUpdated('issuing_cardholder.updated', before, after);
      return after;
    },
    warn(cardId, type) {
      replaceCard(store.card(cardId), { latest_fraud_warning: { started_at: nowSeconds(), type } });
    },
  };
}

function alreadyThere(kind: string, id: string): InvalidTransition {
  return new InvalidTransition(`There is a ${kind} ${id} already.`);
}
