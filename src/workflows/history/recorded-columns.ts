import type { RecordedAsk } from '../../adapters/store/database/recorded-history.ts';
import { fieldsOf, text } from '../../adapters/stripe/fields.ts';
import { recordedAuthorization, recordedValue } from '../../core/decision/recorded-authorization.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { Metadata } from '../../core/domain/card.ts';
import { currencyExponent } from '../../core/domain/money.ts';
import { isMissing, type Value } from '../../core/domain/value.ts';
import { type HistoryColumn, readColumns } from '../../core/history/columns.ts';
import { writeHits } from './list-hits.ts';
import { RECORDED_GIVEN, type RecordedDecision } from './recorded-row.ts';

/** What stands in a column of a row. */
export type ColumnValue = string | number | boolean | null;

/** Columns that are of an ask that the service recorded, besides attributes, metadata and features. */
const OF_THE_RECORD = [
  ...(['authorization', 'created', 'event', 'history_length', 'livemode', 'connected_account'] as const),
  ...(['card', 'cardholder', 'amount', 'currency'] as const),
  ...(['merchant', 'merchant_name', 'merchant_category', 'merchant_country', 'merchant_category_code'] as const),
  ...(['approved', 'challenged', 'is_fraud', 'labelled_at', 'disputed_at', 'refunded'] as const),
  ...(['portfolio', 'challenge_rejected', 'allowance', 'unaskable', 'list_hits'] as const),
] as const;

/** What is told of our own answer: no attribute is called so, and whoever reads a history takes it for metadata. */
const OF_OURS = {
  countersign_decision: 'text',
  countersign_outcome: 'text',
  countersign_review: 'boolean',
  countersign_reasons: 'text',
  countersign_answered_by: 'text',
  countersign_policy: 'text',
  countersign_profile: 'text',
  countersign_received: 'time',
  countersign_decided_by: 'text',
  countersign_stripe_reason: 'text',
  countersign_labelled_by: 'text',
  countersign_missing: 'text',
} as const;

const ATTRIBUTES = readColumns([...OF_THE_RECORD, ...RECORDED_GIVEN], []).columns;

/**
 * The columns that every row of the record has, empty or not, and what stands in each. Metadata and features come
 * besides, as far as they were recorded. A column that is there and empty says that nothing is known of it: an
 * attribute without a column would be what the others make of it, e.g. a card without a warning.
 */
export const RECORDED_COLUMNS: ReadonlyMap<string, HistoryColumn['type']['kind']> = new Map([
  ...ATTRIBUTES.map(({ header, type }) => [header, type.kind] as const),
  ...Object.entries(OF_OURS),
]);

const MINOR = new Map<string, 'currency' | 'merchant_currency'>([
  ['merchant_amount', 'merchant_currency'],
  ['cashback_amount', 'currency'],
  ['previously_approved_amount', 'currency'],
]);

/**
 * A recorded ask as a row of the history format, without what is empty; null for what no history can hold: an ask that
 * could not be read. `features` are recorded ones, by name. Times are milliseconds since 1970.
 */
export function recordedColumns(
  ask: RecordedAsk,
  record: RecordedDecision | null,
  features: Readonly<Record<string, unknown>> = {},
): Record<string, ColumnValue> | null {
  const row = record ? ofDecision(ask, record) : ofTold(ask);
  if (!row) return null;
  const found: [string, ColumnValue][] = Object.entries({ ...row, ...ofTruth(ask) });
  for (const [name, value] of Object.entries(features)) {
    if (!RECORDED_COLUMNS.has(name) && isSingle(value)) found.push([name, value]);
  }
  return Object.fromEntries(found.filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

function isSingle(value: unknown): value is Exclude<ColumnValue, null> {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function ofTruth({ truth, disputedAtMs, isRefunded, confirmation }: RecordedAsk) {
  return {
    is_fraud: truth?.isFraud ?? null,
    labelled_at: truth?.knownAtMs ?? null,
    countersign_labelled_by: truth?.source ?? null,
    disputed_at: disputedAtMs,
    refunded: isRefunded,
    countersign_decided_by: confirmation?.decidedBy ?? null,
    countersign_stripe_reason: confirmation?.reason ?? null,
  };
}

function ofDecision(ask: RecordedAsk, record: RecordedDecision): Record<string, ColumnValue> | null {
  if (record.authorization === null || record.card === null || record.amount_minor === null) return null;
  const authorization = recordedAuthorization(record);
  return {
    ...purchase(authorization),
    ...attributesOf(record),
    ...metadataOf(authorization),
    event: record.event,
    history_length: authorization.historyLength,
    approved: ask.confirmation?.approved ?? record.reply.approved,
    challenged: record.outcome === 'challenge' ? true : null,
    portfolio: record.answered_by === 'policy' ? record.portfolio : null,
    challenge_rejected: record.facts.has_rejected_challenge,
    allowance: record.facts.allowance,
    unaskable: record.facts.unaskable ?? null,
    list_hits: writeHits(record.facts.list_hits),
    countersign_decision: record.id,
    countersign_outcome: record.outcome,
    countersign_review: record.review,
    countersign_reasons: record.reasons.join(' '),
    countersign_answered_by: record.answered_by,
    countersign_policy: record.policy_version,
    countersign_profile: record.profile,
    countersign_received: record.received_at,
  };
}

function purchase({ id, askedAtMs, scope, card, cardholder, amountMinor, currency, merchant }: Authorization) {
  return {
    authorization: id,
    created: askedAtMs,
    livemode: scope.livemode,
    connected_account: scope.account,
    card: card.id,
    cardholder: cardholder.id,
    amount: amountMinor,
    currency,
    merchant: merchant.networkId,
    merchant_name: merchant.name,
    merchant_category: merchant.category,
    merchant_country: merchant.country,
    merchant_category_code: merchant.categoryCode,
  };
}

/** What was recorded of attributes: of one that is missing Stripe's word for why, where a column holds it. */
function attributesOf(record: RecordedDecision): Record<string, ColumnValue> {
  const row: [string, ColumnValue][] = [];
  const missing: string[] = [];
  for (const { header: name, type } of ATTRIBUTES) {
    const value = RECORDED_GIVEN.has(name) ? recordedValue(record, name) : undefined;
    if (value === undefined) continue;
    if (!isMissing(value)) row.push([name, inMinor(name, value, record)]);
    else if (type.kind === 'word' && type.words.has(value.missing)) row.push([name, value.missing]);
    else if (value.missing !== 'not_sent') missing.push(`${name}=${value.missing}`);
  }
  if (record.reasons.includes('verified_by_fraud_challenge')) row.push(['is_verified_by_fraud_challenge', true]);
  row.push(['countersign_missing', missing.join(' ')]);
  return Object.fromEntries(row);
}

function inMinor(name: string, value: Exclude<Value, object>, record: RecordedDecision): ColumnValue {
  const currencyName = MINOR.get(name);
  if (currencyName === undefined || typeof value !== 'number') return value;
  const currency = currencyName === 'currency' ? record.currency : recordedValue(record, currencyName);
  if (typeof currency !== 'string') return null;
  return Math.round(value * 10 ** currencyExponent(currency.toLowerCase()));
}

const PREFIXES = { metadata: 'metadata.', card: 'card_metadata.', cardholder: 'cardholder_metadata.' } as const;

function metadataOf({ metadata, card, cardholder }: Authorization): Record<string, ColumnValue> {
  const prefixed = (prefix: string, of: Metadata) =>
    Object.entries(of).map(([key, value]): [string, ColumnValue] => [`${prefix}${key}`, value]);
  return Object.fromEntries([
    ...prefixed(PREFIXES.metadata, metadata),
    ...prefixed(PREFIXES.card, card.metadata),
    ...prefixed(PREFIXES.cardholder, cardholder.metadata),
  ]);
}

/** An ask that was never put to us, as far as Stripe told of it. */
function ofTold(ask: RecordedAsk): Record<string, ColumnValue> | null {
  if (ask.card === null || ask.amountMinor === null) return null;
  const fields = fieldsOf(ask.told === null ? null : JSON.parse(ask.told));
  const merchant = fieldsOf(fields.merchant_data);
  return {
    authorization: ask.authorization,
    created: ask.atMs,
    livemode: ask.livemode,
    connected_account: ask.account,
    history_length: ask.place,
    card: ask.card,
    cardholder: ask.cardholder,
    amount: ask.amountMinor,
    currency: ask.currency,
    merchant: text(merchant.network_id),
    merchant_name: text(merchant.name),
    merchant_category: text(merchant.category),
    merchant_category_code: text(merchant.category_code),
    merchant_country: text(merchant.country),
    authorization_method: text(fields.authorization_method),
    approved: ask.confirmation?.approved ?? null,
    portfolio: ask.portfolio,
  };
}
