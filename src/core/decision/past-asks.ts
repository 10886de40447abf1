import type { Outcome } from '../domain/decision.ts';
import { toMajor } from '../domain/money.ts';
import { type Rates, toUsd } from '../domain/rates.ts';
import type { EntryOutcome } from '../features/built-in-event.ts';
import type { FeatureEvent } from '../features/feature-event.ts';
import type { JsonValue } from '../features/scowl-value.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import { askEntryId } from './count-ask.ts';
import type { DecisionRecord } from './record.ts';

const OUTCOMES: Readonly<Record<Outcome, EntryOutcome>> = {
  approve: 'approved',
  decline: 'declined',
  challenge: 'challenged',
};

/** What became of an ask, by what we answered. */
export function entryOutcome(outcome: Outcome): EntryOutcome {
  return OUTCOMES[outcome];
}

/** A stored decision as the event that was counted for it; null for an ask that could not be read. */
export function decisionEvent(record: DecisionRecord, rates: Rates): FeatureEvent | null {
  const { authorization, ask, livemode, account, counted } = record;
  if (authorization === null || ask === null) return null;
  const known: ReadonlyMap<string, unknown> = new Map<string, unknown>([
    ...Object.entries(record.attributes),
    ...purchaseInputs(record, rates, record.asked_at),
    ...Object.entries(counted?.inputs ?? {}),
  ]);
  return {
    type: AUTHORIZATION,
    id: askEntryId(authorization, Number(ask.split(':').at(-2) ?? 0)),
    scope: { livemode, account },
    atMs: record.asked_at,
    arrival: record.received_at,
    outcome: entryOutcome(record.outcome),
    read: ({ name }) => known.get(name),
    derived: new Map(Object.entries((counted?.derived ?? {}) as Record<string, JsonValue>)),
  };
}

/** What a record tells of an ask whose inputs were not recorded: it is older than the features that read them. */
function purchaseInputs(record: DecisionRecord, rates: Rates, atMs: number): [string, unknown][] {
  const { card, cardholder, merchant, merchant_name, merchant_category, merchant_country, amount_minor, currency } =
    record;
  const purchase = { card, cardholder, merchant, merchant_name, merchant_category, merchant_country };
  return [...Object.entries(purchase), ...amountInputs(amount_minor, currency, rates, atMs)].filter(
    ([, value]) => value !== null,
  );
}

/** The inputs that follow from an amount in minor units, in major units as features read them. */
export function amountInputs(
  amountMinor: number | null,
  currency: string | null,
  rates: Rates,
  atMs: number,
): [string, unknown][] {
  if (amountMinor === null || currency === null) return [];
  const money = { amountMinor, currency };
  return [
    ['amount', toMajor(money)],
    ['currency', currency],
    ['amount_in_usd', toUsd(money, rates, atMs)],
  ];
}
