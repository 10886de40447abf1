import type { Authorization } from '../domain/authorization.ts';
import type { Metadata } from '../domain/card.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Signals } from '../domain/signals.ts';
import { isMissing, missing, type Value } from '../domain/value.ts';
import type { DecisionRecord } from './record.ts';

/** What is needed of a record to know what was asked: not what came of it. */
export type RecordedAskRecord = Pick<
  DecisionRecord,
  | ('authorization' | 'ask' | 'livemode' | 'account' | 'asked_at' | 'amount_minor' | 'currency')
  | ('merchant' | 'merchant_name' | 'merchant_category' | 'merchant_country' | 'card' | 'cardholder')
  | ('seen' | 'attributes' | 'reasons' | 'facts' | 'counted')
>;

const NOT_RECORDED = missing('not_recorded');

/**
 * The authorization as far as a record has it. Whatever may be read of it under a name of its own is in
 * `recordedValues`: here stand what an engine reads itself, and metadata.
 */
export function recordedAuthorization(record: RecordedAskRecord): Authorization {
  const { attributes, seen, reasons } = record;
  const text = (name: string) => textOf(recordedValue(record, name));
  const isIncremental = attributes.is_incremental === true;
  const isFuel = recordedValue(record, 'is_fuel_dispenser') === true;
  return {
    id: record.authorization ?? '',
    scope: { livemode: record.livemode, account: record.account },
    createdAtMs: record.asked_at,
    askedAtMs: record.asked_at,
    historyLength: placeOf(record.ask),
    amountMinor: record.amount_minor ?? 0,
    currency: record.currency ?? '',
    merchantAmountMinor: null,
    merchantCurrency: null,
    cashbackAmountMinor: null,
    isAmountControllable: null,
    previouslyApprovedAmountMinor: 0,
    isIncremental,
    authorizationMethod: text('authorization_method'),
    cardPresence: null,
    wallet: text('digital_wallet'),
    merchant: {
      ...{ networkId: record.merchant, name: record.merchant_name, category: record.merchant_category },
      categoryCode: text('merchant_category_code') ?? (isFuel ? FUEL : null),
      country: record.merchant_country,
      ...{ state: text('merchant_state'), city: text('merchant_city'), postalCode: text('merchant_postal_code') },
    },
    verification: null,
    card: {
      id: record.card,
      ...{ type: text('card_type'), brand: text('card_brand'), status: text('card_status') },
      createdAtMs: null,
      fraudWarning: null,
      metadata: metadataIn(record, 'card'),
    },
    cardholder: {
      id: record.cardholder,
      ...{ email: text('cardholder_email'), country: text('cardholder_country') },
      ...{ status: null, createdAtMs: null, phoneNumber: null },
      hasPhone: seen?.cardholder?.phone ?? record.facts.unaskable !== 'no_phone',
      metadata: metadataIn(record, 'cardholder'),
    },
    metadata: metadataIn(record, ''),
    signals: NO_SIGNALS,
    isVerifiedByFraudChallenge:
      attributes.is_verified_by_fraud_challenge === true || reasons.includes('verified_by_fraud_challenge'),
  };
}

/** The category of pumps that ask for a token amount. */
const FUEL = '5542';

/**
 * What a record tells of a built-in attribute: what rules read of it, else what features did, else what the ask told of
 * card and cardholder. Undefined where nothing does.
 */
export function recordedValue(
  { attributes, counted, seen }: Pick<RecordedAskRecord, 'attributes' | 'counted' | 'seen'>,
  name: string,
): Value | undefined {
  const read = attributes[name];
  if (read !== undefined) return read;
  const input = counted?.inputs[name];
  if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') return input;
  if (name === 'card_type') return seen?.card?.type;
  if (name === 'card_status') return seen?.card?.status;
  if (name === 'cardholder_country') return seen?.cardholder?.country;
  return undefined;
}

/** How many asks of the authorization came before, by the ask's key; 0 where there is none. */
function placeOf(ask: string | null): number {
  return ask === null ? 0 : Number(ask.split(':').at(-2) ?? 0);
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

const ATTRIBUTE_KEY = /^::(?:(card|cardholder):)?(.+)::$/;
const INPUT_KEY = /^(?:(card|cardholder)_)?metadata\[(".*")\]$/;

/** The recorded keys of an object's metadata: those that rules or features read. */
function metadataIn({ attributes, counted }: RecordedAskRecord, owner: 'card' | 'cardholder' | ''): Metadata {
  const found: [string, string][] = [];
  const add = (key: string | undefined, of: string, value: Value | JsonValue) => {
    if (key !== undefined && of === owner && typeof value === 'string') found.push([key, value]);
  };
  for (const [name, value] of Object.entries(counted?.inputs ?? {})) {
    const [, of = '', key] = INPUT_KEY.exec(name) ?? [];
    if (key !== undefined) add(JSON.parse(key) as string, of, value as JsonValue);
  }
  for (const [name, value] of Object.entries(attributes)) {
    const [, of = '', key] = ATTRIBUTE_KEY.exec(name) ?? [];
    if (!isMissing(value)) add(key, of, value);
  }
  return Object.fromEntries(found);
}

const NO_SIGNALS: Signals = {
  fraudRiskScore: NOT_RECORDED,
  fraudRiskLevel: NOT_RECORDED,
  merchantDisputeRiskLevel: NOT_RECORDED,
  merchantDisputeRatePercent: NOT_RECORDED,
  cardTestingRiskLevel: NOT_RECORDED,
  invalidAccountNumberDeclineRatePercent: NOT_RECORDED,
  invalidCredentialsDeclineRatePercent: NOT_RECORDED,
  fraudDisputability: NOT_RECORDED,
  networkRiskScore: NOT_RECORDED,
};
