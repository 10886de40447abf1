import type { Authorization, MerchantData, VerificationData } from '../../core/domain/authorization.ts';
import type { Card, Cardholder, FraudWarning, Metadata } from '../../core/domain/card.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { readAmounts } from './amounts.ts';
import { type Fields, fieldsOf, idOf, text, timeMs } from './fields.ts';
import { readSignals } from './signals.ts';

/** A reading of Stripe's object, or why there is nothing to decide on. */
export type AuthorizationReading =
  | { readonly isReadable: true; readonly authorization: Authorization }
  | { readonly isReadable: false; readonly problem: string };

/**
 * Reads an `issuing.authorization` down to what a decision needs, tolerantly: only its id, an amount and a currency are
 * required. `askedAtMs` is the event's `created`; null takes the authorization's own.
 */
export function readAuthorization(object: unknown, scope: Scope, askedAtMs: number | null): AuthorizationReading {
  const fields = fieldsOf(object);
  const id = text(fields.id);
  if (fields.object !== 'issuing.authorization') return unreadable('it is no issuing.authorization object');
  if (id === null) return unreadable('the authorization has no id');
  const amounts = readAmounts(fields);
  if (amounts === null) return unreadable('the authorization has no amount with a currency');
  const createdAtMs = timeMs(fields.created) ?? askedAtMs;
  if (createdAtMs === null) return unreadable('neither the authorization nor its event says when it was created');

  const card = fieldsOf(fields.card);
  return {
    isReadable: true,
    authorization: {
      ...amounts,
      id,
      scope,
      createdAtMs,
      askedAtMs: askedAtMs ?? createdAtMs,
      historyLength: Array.isArray(fields.request_history) ? fields.request_history.length : 0,
      authorizationMethod: text(fields.authorization_method),
      cardPresence: text(fields.card_presence),
      wallet: text(fields.wallet),
      merchant: readMerchant(fieldsOf(fields.merchant_data)),
      verification: readVerification(fields.verification_data),
      card: readCard(card, fields.card),
      cardholder: readCardholder(card.cardholder, fields.cardholder),
      metadata: readMetadata(fields.metadata),
      signals: readSignals(fields),
      isVerifiedByFraudChallenge: fields.verified_by_fraud_challenge === true,
    },
  };
}

function unreadable(problem: string): AuthorizationReading {
  return { isReadable: false, problem };
}

function readMerchant(data: Fields): MerchantData {
  return {
    networkId: text(data.network_id),
    name: text(data.name),
    category: text(data.category),
    categoryCode: text(data.category_code),
    country: text(data.country),
    state: text(data.state),
    city: text(data.city),
    postalCode: text(data.postal_code),
  };
}

function readVerification(data: unknown): VerificationData | null {
  if (typeof data !== 'object' || data === null) return null;
  const fields = fieldsOf(data);
  return {
    cvcCheck: text(fields.cvc_check),
    expiryCheck: text(fields.expiry_check),
    addressPostalCodeCheck: text(fields.address_postal_code_check),
    addressLine1Check: text(fields.address_line1_check),
    threeDSecureResult: text(fieldsOf(fields.three_d_secure).result),
  };
}

/** Stripe expands the card in webhooks; given by its id alone, the rest of it is unknown. */
function readCard(card: Fields, sent: unknown): Card {
  return {
    id: idOf(sent),
    type: text(card.type),
    brand: text(card.brand),
    status: text(card.status),
    createdAtMs: timeMs(card.created),
    fraudWarning: readFraudWarning(fieldsOf(card.latest_fraud_warning)),
    metadata: readMetadata(card.metadata),
  };
}

/** A clean card is sent as null and as `{started_at: null, type: null}`; both are no warning. */
function readFraudWarning(warning: Fields): FraudWarning | null {
  const type = text(warning.type);
  const startedAtMs = timeMs(warning.started_at);
  return type === null && startedAtMs === null ? null : { type, startedAtMs };
}

/** The cardholder stands expanded in the card, or expanded or by id beside it. */
function readCardholder(inCard: unknown, beside: unknown): Cardholder {
  const fields = { ...fieldsOf(beside), ...fieldsOf(inCard) };
  return {
    id: idOf(inCard) ?? idOf(beside),
    email: text(fields.email),
    country: text(fieldsOf(fieldsOf(fields.billing).address).country),
    status: text(fields.status),
    createdAtMs: timeMs(fields.created),
    hasPhone: text(fields.phone_number) !== null,
    phoneNumber: text(fields.phone_number),
    metadata: readMetadata(fields.metadata),
  };
}

const NO_METADATA: Metadata = Object.freeze({});

function readMetadata(value: unknown): Metadata {
  const fields = fieldsOf(value);
  for (const key in fields) if (typeof fields[key] !== 'string') return stringsOnly(fields);
  return Object.keys(fields).length === 0 ? NO_METADATA : (fields as Metadata);
}

function stringsOnly(fields: Fields): Metadata {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
