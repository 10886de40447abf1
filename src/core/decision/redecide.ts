import type { Authorization } from '../domain/authorization.ts';
import type { Unaskable } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Features } from '../domain/features.ts';
import type { Signals } from '../domain/signals.ts';
import { missing } from '../domain/value.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import type { Policy } from '../policy/policy.ts';
import { decide } from './decide.ts';
import type { DecisionRecord } from './record.ts';

/** What another policy says of a recorded decision; or why that can't be told from the record. */
export type Redecided =
  | { readonly kind: 'decided'; readonly verdict: Verdict; readonly isChanged: boolean }
  /**
   * The policy has no portfolio of that name, or a live rule wants attributes that were not recorded; `verdict` is then
   * what comes of it without them.
   */
  | {
      readonly kind: 'unknown';
      readonly portfolio: string | null;
      readonly attributes: readonly string[];
      readonly verdict: Verdict | null;
    };

/**
 * Decides a recorded ask again, on the attributes and facts that were recorded with it. `policy` is one whose
 * conditions read recorded attributes (`createRecordedCatalogue`). Which portfolio owns the card is taken from the
 * record; of lists what was hit then, and the entries given. `features` are those recorded that this policy defines as
 * the one did that decided.
 */
export function redecide(record: DecisionRecord, policy: Policy, entries: ListEntries, features: Features): Redecided {
  const portfolio = policy.portfolios.find(({ name }) => name === record.portfolio);
  if (!portfolio) return { kind: 'unknown', portfolio: record.portfolio, attributes: [], verdict: null };
  const { facts, attributes } = record;
  const now = listsAt(policy, entries, record.asked_at);
  const lists = {
    has: (list: string, value: string) => facts.list_hits.some((hit) => hit.list === list) || now.has(list, value),
  };
  const verdict = decide(
    authorizationOf(record),
    {
      // What is a feature now may have been another one of that name.
      get: (name) =>
        policy.features.definitions.has(`${AUTHORIZATION}.${name}`) ? features.get(name) : attributes[name],
    },
    {
      hasRejectedChallenge: facts.has_rejected_challenge,
      allowance: facts.allowance,
      unaskable: unaskableStill(facts.unaskable),
      challenges: null,
      lists,
    },
    { ...policy, portfolios: [{ ...portfolio, when: null }] },
  );
  const wanted = unrecorded(verdict, policy);
  if (wanted.length > 0) return { kind: 'unknown', portfolio: null, attributes: wanted, verdict };
  const isChanged = verdict.outcome !== record.outcome || verdict.review !== record.review;
  return { kind: 'decided', verdict, isChanged };
}

/** Attributes that were not recorded and that kept a live rule from being settled. */
function unrecorded({ considered, attributes }: Verdict, policy: Policy): string[] {
  const unsettled = new Set(
    considered.filter(({ result, isShadow }) => result === 'missing' && !isShadow).map(({ id }) => id),
  );
  if (unsettled.size === 0) return [];
  const rules = [...policy.rules, ...[...policy.profiles.values()].flatMap((profile) => profile.rules)];
  const read = rules.filter(({ id }) => unsettled.has(id)).flatMap(({ condition }) => condition.attributes);
  const names = read.map(({ definition }) => definition.name).filter((name) => attributes[name] === NOT_RECORDED);
  return [...new Set(names)];
}

/** Another policy may have another channel; and older records don't know why nobody was asked. */
function unaskableStill(recorded: Unaskable | null | undefined): Unaskable | null {
  return recorded && !ABOUT_CHANNEL.includes(recorded) ? recorded : null;
}

const ABOUT_CHANNEL: readonly Unaskable[] = ['channel_none', 'channel_off', 'channel_not_set_up'];

const NOT_RECORDED = missing('not_recorded');

/** The authorization as far as a record has it. Conditions don't read it: they read the recorded attributes. */
function authorizationOf(record: DecisionRecord): Authorization {
  return {
    id: record.authorization ?? '',
    scope: { livemode: record.livemode, account: record.account },
    createdAtMs: record.asked_at,
    askedAtMs: record.asked_at,
    historyLength: 0,
    amountMinor: record.amount_minor ?? 0,
    currency: record.currency ?? '',
    merchantAmountMinor: null,
    merchantCurrency: null,
    cashbackAmountMinor: null,
    isAmountControllable: null,
    previouslyApprovedAmountMinor: 0,
    isIncremental: false,
    authorizationMethod: null,
    cardPresence: null,
    wallet: null,
    merchant: { ...NO_MERCHANT, networkId: record.merchant, name: record.merchant_name },
    verification: null,
    card: { ...NO_CARD, id: record.card },
    cardholder: {
      ...NO_CARDHOLDER,
      id: record.cardholder,
      hasPhone: record.seen?.cardholder?.phone ?? record.facts.unaskable !== 'no_phone',
    },
    metadata: {},
    signals: NO_SIGNALS,
    isVerifiedByFraudChallenge: record.reasons.includes('verified_by_fraud_challenge'),
  };
}

const NO_MERCHANT = { category: null, categoryCode: null, country: null, state: null, city: null, postalCode: null };
const NO_CARD = { type: null, brand: null, status: null, createdAtMs: null, fraudWarning: null, metadata: {} };
const NO_CARDHOLDER = {
  ...{ email: null, country: null, status: null, createdAtMs: null, phoneNumber: null, metadata: {} },
};
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
