import { looksPersonal } from '../../../core/domain/personal.ts';
import { BASE_AUTHORIZATION } from '../../../core/policy/base-authorization.ts';
import { isMap } from '../../../core/policy/case-authorization.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is somebody's own, where there is any: a case has an invented one instead. */
const PERSONAL = new Set(['email', 'phone_number']);
const PERSONAL_KEY = /^((first|last|full|given|family|card_?holder|holder)[_ -]?)?name$|phone|mail|address|birth/i;
const INVENTED = 'invented';
/** What levels and scores were called in older versions of Stripe's API. */
const FORMER: Readonly<Record<string, string>> = { level: 'risk_level', score: 'fraud_score' };

/**
 * Stripe's object down to the fields that a decision can read, null where it has none. Nobody's name, phone, e-mail or
 * address is in it, nor what looks like one in metadata.
 */
export function impersonalAuthorization(object: unknown): Json {
  const fields = isMap(object) ? object : {};
  const card = expanded(fields.card);
  const beside = expanded(fields.cardholder);
  const cardholder = { ...beside, ...expanded(card.cardholder) };
  return shaped({ ...fields, card: { ...card, cardholder } }, BASE_AUTHORIZATION);
}

/** Stripe sends some things whole or by their id. */
function expanded(value: unknown): Json {
  return typeof value === 'string' ? { id: value } : isMap(value) ? value : {};
}

function shaped(fields: Json, shape: Json): Json {
  return Object.fromEntries(
    Object.entries(shape).map(([key, part]) => [key, shapedField(key, fields[key] ?? fields[FORMER[key] ?? ''], part)]),
  );
}

function shapedField(key: string, value: unknown, part: unknown): unknown {
  if (key === 'metadata') return isMap(value) ? metadataOf(value) : {};
  if (key === 'request_history') return Array.isArray(value) ? value.map(historyEntry) : [];
  if (isMap(part)) return isMap(value) ? shaped(value, part) : null;
  if (PERSONAL.has(key)) return typeof value === 'string' && value !== '' ? part : null;
  return isScalar(value) ? value : null;
}

function historyEntry(entry: unknown): Json {
  const { approved, amount } = isMap(entry) ? entry : {};
  return { approved: approved === true, amount: typeof amount === 'number' ? amount : 0 };
}

function metadataOf(metadata: Json): Json {
  const entries = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(
    entries.map(([key, value]) => [key, looksPersonal(value) || PERSONAL_KEY.test(key) ? INVENTED : value]),
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
