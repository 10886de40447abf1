import type { Seen, SeenCard, SeenCardholder, SeenWarning } from '../../core/domain/seen.ts';
import { type Fields, fieldsOf, integer, text } from './fields.ts';

/**
 * What one of Stripe's objects (authorization, card, cardholder) tells of a card and its holder, as far as those are
 * expanded in it; undefined where it tells nothing. `previous` is what the event says changed. `hash` conceals.
 */
export function seenIn(object: Fields, previous: Fields, hash: (text: string) => string): Seen | undefined {
  const isHolder = object.object === 'issuing.cardholder';
  const isCard = object.object === 'issuing.card';
  if (!isHolder && !isCard && object.object !== 'issuing.authorization') return undefined;
  // The state of a card that an event is about stands in its fields.
  const card = isCard || isHolder ? null : seenCard(fieldsOf(object.card));
  const expanded = isHolder ? object : fieldsOf(isCard ? object.cardholder : fieldsOf(object.card).cardholder);
  const beside = Object.keys(expanded).length > 0 ? expanded : fieldsOf(object.cardholder);
  const cardholder = seenCardholder(beside, isHolder ? previous : {}, hash);
  if (!card && !cardholder) return undefined;
  return { ...(card && { card }), ...(cardholder && { cardholder }) };
}

function seenCard(card: Fields): SeenCard | null {
  const id = text(card.id);
  if (id === null) return null;
  return {
    id,
    ...given('status', text(card.status)),
    ...given('type', text(card.type)),
    ...given('brand', text(card.brand)),
    ...given('currency', text(card.currency)),
    ...given('created', integer(card.created)),
    ...('latest_fraud_warning' in card && { warning: warningOf(card.latest_fraud_warning) }),
  };
}

function seenCardholder(holder: Fields, previous: Fields, hash: (text: string) => string): SeenCardholder | null {
  const id = text(holder.id);
  if (id === null) return null;
  const email = text(holder.email);
  const phone = text(holder.phone_number) !== null;
  const requirements = fieldsOf(holder.requirements);
  return {
    id,
    ...given('status', text(holder.status)),
    ...given('type', text(holder.type)),
    ...given('country', text(fieldsOf(fieldsOf(holder.billing).address).country)),
    ...given('created', integer(holder.created)),
    ...('phone_number' in holder && { phone }),
    ...(phone && 'phone_number' in previous && { is_phone_new: true as const }),
    ...('email' in holder && { email: email === null ? null : hash(email) }),
    ...('disabled_reason' in requirements && { disabled_reason: text(requirements.disabled_reason) }),
    ...(Array.isArray(requirements.past_due) && { past_due: requirements.past_due.flatMap((due) => text(due) ?? []) }),
  };
}

/** Null for a clean card, which Stripe also sends as `{started_at: null, type: null}`. */
export function warningOf(value: unknown): SeenWarning | null {
  const warning = fieldsOf(value);
  const [type, startedAt] = [text(warning.type), integer(warning.started_at)];
  return type === null && startedAt === null ? null : { type, started_at: startedAt };
}

function given<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}
