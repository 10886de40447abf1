import type { Stripe } from 'stripe';
import type { Objects } from '../stripe/account.ts';
import { ApiError, missingObject } from './error.ts';

type Card = Stripe.Issuing.Card;

interface Replacing {
  readonly replacement_for?: string | undefined;
  readonly replacement_reason?: 'damaged' | 'expired' | 'lost' | 'stolen' | undefined;
  readonly cardholder: string;
  readonly currency: string;
  readonly type: string;
}

/**
 * The card that a new one replaces; null if it replaces none. Throws an ApiError where Stripe allows no replacement:
 * https://docs.stripe.com/issuing/cards/replacements
 */
export function replacedCard(given: Replacing, objects: Objects): Card | null {
  const { replacement_for: id, replacement_reason: reason } = given;
  if (id === undefined && reason === undefined) return null;
  if (id === undefined) throw refused('replacement_for', 'A replacement reason needs the card that is replaced.');
  if (reason === undefined) throw refused('replacement_reason', 'A replacement needs its reason.');
  const old = objects.cards.get(id);
  if (!old) throw missingObject('card', id, 'replacement_for');
  if (old.replaced_by !== null) {
    throw refused('replacement_for', `The card ${id} has been replaced already, by ${idOf(old.replaced_by)}.`);
  }
  if (old.cardholder.id !== given.cardholder) {
    throw refused('cardholder', 'A replacement belongs to the cardholder of the card that it replaces.');
  }
  if (old.currency !== given.currency) throw refused('currency', `The replaced card is in ${old.currency}.`);
  if (old.type !== given.type) throw refused('type', `The replaced card is ${old.type}.`);
  if (reason === 'damaged' && old.type !== 'physical') {
    throw refused('replacement_reason', 'Only a physical card can be damaged.');
  }
  if ((reason === 'lost' || reason === 'stolen') && !isCanceledAs(old, reason)) {
    const message = `A ${reason} card must be canceled, with this as its cancellation reason, before it is replaced.`;
    throw refused('replacement_reason', message);
  }
  return old;
}

/** Lost and stolen cards come back under a new number; damaged and expired ones keep theirs. */
export function keepsNumber(reason: string | undefined): boolean {
  return reason === 'damaged' || reason === 'expired';
}

function isCanceledAs(card: Card, reason: string): boolean {
  return card.status === 'canceled' && card.cancellation_reason === reason;
}

function idOf(card: string | Card): string {
  return typeof card === 'string' ? card : card.id;
}

function refused(param: string, message: string): ApiError {
  return new ApiError(message, { param });
}
