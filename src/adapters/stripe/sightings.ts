import type { DecisionRecord } from '../../core/decision/record.ts';
import type { CardField, CardSighting } from '../../core/domain/card-state.ts';
import type { CardholderSighting } from '../../core/domain/cardholder-state.ts';
import type { Seen, SeenCard, SeenCardholder } from '../../core/domain/seen.ts';
import type { Sighting, SightingSource, Told } from '../../core/domain/sighting.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { type Fields, fieldsOf, idOf, integer, text } from './fields.ts';
import { warningOf } from './seen.ts';

/** What records told of cards and cardholders. */
export interface Sightings {
  readonly cards: readonly CardSighting[];
  readonly cardholders: readonly CardholderSighting[];
}

type When = Pick<Sighting, 'scope' | 'atMs' | 'from'>;

/** What a decision's ask told: records of before this was kept tell only who was there. */
export function sightingsOfAsk(record: DecisionRecord): Sightings {
  const { livemode, account, asked_at: atMs, portfolio } = record;
  const [card, cardholder] = [text(record.card), text(record.cardholder)];
  const when: When = { scope: { livemode, account }, atMs, from: 'ask' };
  const seen: Seen = record.seen ?? {};
  const told = { ...toldOfCard(seen.card ?? {}), cardholder: cardholder ?? undefined, portfolio };
  return {
    cards: card === null ? [] : [{ ...when, id: card, told: defined(told) }],
    cardholders: cardholder === null ? [] : [holderSighting(when, cardholder, seen.cardholder ?? {})],
  };
}

/** What an event of Stripe's about an authorization, a card or a cardholder told. */
export function sightingsOfEvent(event: StoredEvent, from: SightingSource = 'event'): Sightings {
  const { livemode, account, type, object_id: id, fields, previous, seen = {} } = event;
  const when: When = { scope: { livemode, account }, atMs: event.created * 1000, from };
  const isCard = type.startsWith('issuing_card.');
  const isHolder = type.startsWith('issuing_cardholder.');
  if (!isCard && !isHolder && !type.startsWith('issuing_authorization.')) return { cards: [], cardholders: [] };

  const holderId = isHolder ? id : (seen.cardholder?.id ?? idOf(fields.cardholder));
  const ofHolder = isHolder ? { ...cardholderFields(fields), ...seen.cardholder } : (seen.cardholder ?? {});
  const cardId = isCard ? id : isHolder ? null : idOf(fields.card);
  const ofCard = isCard ? toldOfCardObject(fields) : toldOfCard(seen.card ?? {});
  return {
    cards: cardId
      ? [
          {
            ...{ ...when, id: cardId, told: defined({ ...ofCard, cardholder: holderId ?? undefined }) },
            ...(isCard && { previous: defined(toldOfCardObject(previous ?? {})) }),
          },
        ]
      : [],
    cardholders: holderId
      ? [
          {
            ...holderSighting(when, holderId, ofHolder),
            ...(isHolder && { previous: defined(cardholderFields(previous ?? {})) }),
          },
        ]
      : [],
  };
}

function holderSighting(when: When, id: string, seen: SeenCardholder): CardholderSighting {
  const { id: _, is_phone_new: isPhoneNew = false, ...told } = seen;
  return { ...when, id, told: defined(told), isPhoneNew };
}

function toldOfCard({ id: _, warning, ...seen }: SeenCard): Partial<Record<CardField, Told | undefined>> {
  if (warning === undefined) return seen;
  return { ...seen, warning_type: warning?.type ?? null, warning_started_at: warning?.started_at ?? null };
}

/** The stored fields of a card: one that was sent as null says that there is none, one that was not sent, nothing. */
function toldOfCardObject(fields: Fields): Partial<Record<CardField, Told | undefined>> {
  const plain = ['cancellation_reason', 'replacement_reason'] as const;
  const linked = ['replaced_by', 'replacement_for'] as const;
  return {
    ...toldOfCard({
      ...(text(fields.status) !== null && { status: String(fields.status) }),
      ...(text(fields.type) !== null && { type: String(fields.type) }),
      ...(text(fields.brand) !== null && { brand: String(fields.brand) }),
      ...(text(fields.currency) !== null && { currency: String(fields.currency) }),
      ...(integer(fields.created) !== null && { created: Number(fields.created) }),
      ...('latest_fraud_warning' in fields && { warning: warningOf(fields.latest_fraud_warning) }),
    }),
    ...Object.fromEntries(plain.flatMap((name) => (name in fields ? [[name, text(fields[name])]] : []))),
    ...Object.fromEntries(linked.flatMap((name) => (name in fields ? [[name, idOf(fields[name])]] : []))),
  };
}

/** For events that were stored before `seen` was. */
function cardholderFields(fields: Fields): SeenCardholder {
  const requirements = fieldsOf(fields.requirements);
  const country = text(fieldsOf(fieldsOf(fields.billing).address).country);
  return {
    ...(text(fields.status) !== null && { status: String(fields.status) }),
    ...(text(fields.type) !== null && { type: String(fields.type) }),
    ...(country !== null && { country }),
    ...('disabled_reason' in requirements && { disabled_reason: text(requirements.disabled_reason) }),
  };
}

function defined<Name extends string>(told: Partial<Record<Name, Told | undefined>>): Partial<Record<Name, Told>> {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Partial<
    Record<Name, Told>
  >;
}
