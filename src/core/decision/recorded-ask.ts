import { currencyExponent } from '../domain/money.ts';
import { isMissing, type Value } from '../domain/value.ts';
import { BASE_AUTHORIZATION } from '../policy/base-authorization.ts';
import { isMap } from '../policy/case-authorization.ts';
import { type AttributeDefinition, type Catalogue, createCatalogue } from '../rules/attributes.ts';
import type { DecisionRecord } from './record.ts';

type Json = Readonly<Record<string, unknown>>;
/** Where something stands in Stripe's object, with dots, and what stands there. */
type Field = readonly [path: string, value: unknown];

const HOUR_MS = 3_600_000;
const BUILT_IN: Catalogue = createCatalogue();
const A_FIELD = /^[a-z_0-9]+(\.[a-z_0-9]+)*$/;
const METADATA = /^::(?:(card|cardholder):)?(.+)::$/;
const OWNERS: Readonly<Record<string, string>> = { card: 'card.metadata', cardholder: 'card.cardholder.metadata' };

/**
 * Stripe's authorization as far as a record tells of it: what was bought, and the attributes that its rules read, put
 * back where they come from. What was missing is null. Who it is about is invented where the record hides it.
 */
export function recordedAsk(record: DecisionRecord): Json {
  const { asked_at: askedAtMs, attributes, reasons } = record;
  const fields = [
    ...purchaseFields(record),
    ...Object.entries(attributes).flatMap(([name, value]) => fieldsOf(name, value, record)),
    ...presenceFields(attributes),
    ...warningFields(record),
    ...historyFields(record),
  ];
  if (reasons.includes('verified_by_fraud_challenge')) fields.push(['verified_by_fraud_challenge', true]);
  const whole = fields.reduce<Json>((object, [path, value]) => withField(object, path.split('.'), value), {});
  // Whose verification data is not there has no check that was made.
  const isUnverified =
    isMissing(attributes.is_3d_secure ?? '') || isMissing(attributes.is_3d_secure_authenticated ?? '');
  const seconds = Math.floor(askedAtMs / 1000);
  return { created: seconds, ...whole, ...(isUnverified && { verification_data: null }) };
}

function purchaseFields(record: DecisionRecord): Field[] {
  const { merchant, merchant_name, merchant_category, merchant_country, card, cardholder } = record;
  return [
    ['merchant_data.network_id', merchant],
    ['merchant_data.name', merchant_name],
    ['merchant_data.category', merchant_category],
    ['merchant_data.country', merchant_country],
    ['pending_request.amount', record.amount_minor],
    ['pending_request.currency', record.currency],
    ...(card === null ? [] : ([['card.id', card]] as const)),
    ...(cardholder === null ? [] : ([['card.cardholder.id', cardholder]] as const)),
  ];
}

/** An attribute as the fields that it is read from. */
function fieldsOf(name: string, value: Value, record: DecisionRecord): Field[] {
  const [, owner = '', key] = METADATA.exec(name) ?? [];
  if (key !== undefined) return isMissing(value) ? [] : metadataField(OWNERS[owner] ?? 'metadata', key, value);
  const definition = BUILT_IN.get(name);
  if (!definition || ['time', 'account', 'feature'].includes(definition.family)) return [];
  if (definition.isPersonal) return [[definition.source, isMissing(value) ? null : invented(definition)]];
  return OTHERWISE[name]?.(value, record) ?? plainField(definition, value);
}

/** A key may have dots: it is no path. */
function metadataField(path: string, key: string, value: Value): Field[] {
  return [[path, { [key]: String(value) }]];
}

function plainField({ source, type }: AttributeDefinition, value: Value): Field[] {
  if (!A_FIELD.test(source)) return [];
  if (!isMissing(value)) return [[source, type === 'currency' ? String(value).toLowerCase() : value]];
  const isSaid = value.missing === 'not_assessed' || value.missing === 'unknown';
  return [[source, isSaid && type === 'enum' ? value.missing : null]];
}

function invented({ source }: AttributeDefinition): unknown {
  return source.split('.').reduce<unknown>((object, key) => (isMap(object) ? object[key] : null), BASE_AUTHORIZATION);
}

/** Attributes that are no field as it stands; those that follow from other fields give none. */
const OTHERWISE: Readonly<Record<string, (value: Value, record: DecisionRecord) => Field[]>> = {
  amount: () => [],
  currency: () => [],
  is_zero_amount: () => [],
  merchant_amount: (value, { attributes, currency }) =>
    minorField('pending_request.merchant_amount', value, textOf(attributes.merchant_currency) ?? currency),
  cashback_amount: (value, { currency }) =>
    minorField('pending_request.amount_details.cashback_amount', value, currency),
  is_fuel_dispenser: (value, { merchant_category: category }) =>
    value === true && category !== 'automated_fuel_dispensers' ? [['merchant_data.category_code', '5542']] : [],
  is_card_present: () => [],
  is_3d_secure: (value, { attributes }) =>
    value === true && attributes.is_3d_secure_authenticated !== true
      ? [['verification_data.three_d_secure.result', 'attempt_acknowledged']]
      : [],
  is_3d_secure_authenticated: (value) =>
    value === true ? [['verification_data.three_d_secure.result', 'authenticated']] : [],
  hours_since_card_was_created: (value, { asked_at: atMs }) => [['card.created', secondsBefore(atMs, value)]],
  is_card_compromised: () => [],
  hours_since_fraud_warning: () => [],
};

function minorField(path: string, value: Value, currency: string | null): Field[] {
  if (typeof value !== 'number' || currency === null) return [[path, null]];
  return [[path, Math.round(value * 10 ** currencyExponent(currency.toLowerCase()))]];
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function secondsBefore(atMs: number, hours: Value): number | null {
  return typeof hours === 'number' ? Math.round((atMs - hours * HOUR_MS) / 1000) : null;
}

function presenceFields({ is_card_present: isPresent, authorization_method: method }: Readonly<Record<string, Value>>) {
  if (isPresent === undefined) return [];
  const found: Field[] = [];
  if (isMissing(isPresent)) found.push(['authorization_method', null]);
  else if (method === undefined) found.push(['authorization_method', isPresent ? 'chip' : 'online']);
  else found.push(['card_presence', isPresent ? 'present' : 'not_present']);
  return found;
}

function warningFields({ attributes, asked_at: atMs, seen }: DecisionRecord): Field[] {
  const { is_card_compromised: isWarned, hours_since_fraud_warning: hours } = attributes;
  const isKnown = isWarned !== undefined || hours !== undefined;
  const isTold = isWarned === true || typeof hours === 'number';
  if (!isKnown) return [];
  const { type = null, started_at: told = null } = seen?.card?.warning ?? {};
  const startedAt = typeof hours === 'number' ? secondsBefore(atMs, hours) : hours === undefined ? told : null;
  return [
    ['card.latest_fraud_warning', isTold ? { type: type ?? 'user_indicated_fraud', started_at: startedAt } : null],
  ];
}

/** What was approved before the ask. */
function historyFields({ attributes, currency }: DecisionRecord): Field[] {
  const { previously_approved_amount: amount, is_incremental: isIncremental } = attributes;
  const isRaised = isIncremental === true || (typeof amount === 'number' && amount > 0);
  if (!isRaised) return [];
  const [[, minor] = ['', 0]] = minorField('', amount ?? 0, currency);
  return [['request_history', [{ approved: true, amount: minor ?? 0 }]]];
}

function withField(object: Json, [key = '', ...rest]: readonly string[], value: unknown): Json {
  const inside = object[key];
  if (rest.length > 0) return { ...object, [key]: withField(isMap(inside) ? inside : {}, rest, value) };
  return { ...object, [key]: isMap(inside) && isMap(value) ? { ...inside, ...value } : value };
}
