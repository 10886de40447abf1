import type { RecordedAsk } from '../../adapters/store/database/recorded-history.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import {
  type RecordedAskRecord,
  recordedAuthorization,
  recordedValue,
} from '../../core/decision/recorded-authorization.ts';
import type { Facts } from '../../core/domain/facts.ts';
import { type Features, NO_FEATURES } from '../../core/domain/features.ts';
import { missing, type Value } from '../../core/domain/value.ts';
import type { HistoryRow } from '../../core/history/row.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { createCatalogue } from '../../core/rules/attributes.ts';
import { listsOfHits } from './list-hits.ts';

/** A decision record as it is handed over: without what nobody needs who decides again. */
export type RecordedDecision = RecordedAskRecord &
  Omit<DecisionRecord, 'considered' | 'errors' | 'overridden' | 'challenge'>;

const BUILT_IN = createCatalogue();

/** What follows from the ask itself, which every record has: it is read as it is live. */
const OF_THE_ASK: ReadonlySet<string> = new Set([
  ...['amount', 'amount_in_usd', 'currency', 'is_zero_amount', 'is_fuel_dispenser', 'livemode', 'connected_account'],
  ...['merchant', 'merchant_name', 'merchant_category', 'merchant_country', 'card', 'cardholder'],
  ...BUILT_IN.names().filter((name) => BUILT_IN.get(name)?.family === 'time'),
]);

/**
 * The attributes that a record has under their own names, or not at all: a policy that decides records again is read by
 * a catalogue that takes these from what is given (`createGivenCatalogue`). What nobody recorded is missing
 * (`not_recorded`), and never taken for what an empty field would say.
 */
export const RECORDED_GIVEN: ReadonlySet<string> = new Set(BUILT_IN.names().filter((name) => !OF_THE_ASK.has(name)));

const NOT_RECORDED = missing('not_recorded');

/** What a record is decided on again. */
export interface RecordedInputs {
  /** The features that were recorded with it, as far as they are still what they were. */
  readonly features: Features;
  /** The version that decided; null where that is not known any more. */
  readonly decidedBy: Policy | null;
  /** Whether it is to decide again: then whoever could not be asked can't be. */
  readonly isSameVersion: boolean;
}

/** One recorded decision as a row of history, with what became of it. */
export function recordedRow(ask: RecordedAsk, record: RecordedDecision, inputs: RecordedInputs): HistoryRow {
  return {
    authorization: recordedAuthorization(record),
    eventId: record.event,
    given: givenOf(record, inputs.features),
    facts: factsOf(record, inputs),
    wasApproved: ask.confirmation?.approved ?? record.reply.approved,
    wasChallenged: record.outcome === 'challenge',
    disputedAtMs: ask.disputedAtMs,
    isFraud: ask.truth?.isFraud ?? null,
    labelledAtMs: ask.truth?.knownAtMs ?? null,
    isRefunded: ask.isRefunded,
    portfolioOf: (policy) => recordedPortfolio(record, inputs.decidedBy, policy),
  };
}

/** The values that a record gives under their own names. */
export function givenOf(record: RecordedDecision, features: Features): Features {
  return {
    get(name) {
      if (RECORDED_GIVEN.has(name)) return recordedValue(record, name) ?? NOT_RECORDED;
      return OF_THE_ASK.has(name) ? undefined : features.get(name);
    },
  };
}

function factsOf(record: RecordedDecision, { isSameVersion }: RecordedInputs): Facts {
  const { facts } = record;
  return {
    hasRejectedChallenge: facts.has_rejected_challenge,
    allowance: facts.allowance,
    // Another policy may ask through another channel; a record from before challenges has none.
    unaskable: (isSameVersion || !ABOUT_CHANNEL.has(facts.unaskable ?? '') ? facts.unaskable : null) ?? null,
    // What rules read of earlier answers is an attribute, and given.
    challenges: null,
    // What stood on them besides is for the policy to say, and who changed them.
    lists: listsOfHits(facts.list_hits, (name) => textOf(recordedValue(record, name))),
  };
}

const ABOUT_CHANNEL: ReadonlySet<string> = new Set(['channel_none', 'channel_off', 'channel_not_set_up']);

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * The portfolio that a recorded ask's card belongs to; null where the policy's conditions say it, as far as they read
 * what is recorded. A policy that divides cards as the one did that decided has the portfolio of the record: what its
 * conditions read is not recorded with a decision. So has any other, where a condition can't tell.
 */
export function recordedPortfolio(record: RecordedDecision, then: Policy | null, now: Policy): string | null {
  const { portfolio } = record;
  if (then && dividing(then) === dividing(now)) return portfolio;
  const inputs = {
    ...{ authorization: recordedAuthorization(record), rates: now.rates, fuelDispenserAmount: null },
    features: givenOf(record, NO_FEATURES),
  };
  for (const { name, when } of now.portfolios) {
    const truth = when === null || when.evaluate(inputs).truth;
    if (truth === true) return name;
    if (truth === 'missing') return now.portfolios.some((each) => each.name === portfolio) ? portfolio : null;
  }
  return null;
}

/** How a policy divides cards into portfolios. */
function dividing({ portfolios }: Policy): string {
  return JSON.stringify(portfolios.map(({ name, whenText }) => [name, whenText]));
}
