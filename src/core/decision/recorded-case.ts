import type { ChallengeHistory } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import { formatMoney } from '../domain/money.ts';
import { isConcealed } from '../domain/personal.ts';
import { isMissing, type Value } from '../domain/value.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import { BASE_AUTHORIZATION } from '../policy/base-authorization.ts';
import type { Policy } from '../policy/policy.ts';
import { caseEntry, type Draft, decideDraft, smallestDraft } from './case-draft.ts';
import type { CasePorts } from './case-ports.ts';
import { plain } from './plain.ts';
import type { DecisionRecord } from './record.ts';
import { recordedAsk } from './recorded-ask.ts';

const HOUR_MS = 3_600_000;

/** A case made of a recorded decision. */
export interface RecordedCase {
  readonly entry: JsonObject & { readonly name: string };
  /**
   * What the version that decided says otherwise of the case than was recorded, each in a line for people: a rule read
   * something personal, which the record hides, or the circuit breaker had put a rule in shadow, of which cases know
   * nothing. The case expects what is decided on it.
   */
  readonly differences: readonly string[];
}

/**
 * A case of what was recorded with a decision: the attributes and features that its rules read, the facts and list
 * hits, and the decision as expectation. `policy` is the version that decided. Null where nothing was recorded to
 * decide on.
 */
export function caseOfRecord(
  record: DecisionRecord,
  policy: Policy,
  read: CasePorts['readAuthorization'],
): RecordedCase | null {
  if (record.answered_by !== 'policy' || record.amount_minor === null || record.currency === null) return null;
  const draft = draftOfRecord(record, policy);
  const first = decideDraft(draft, policy, read);
  if (!first) return null;
  // Which portfolio owns the card may hang on what no rule read, and so was not recorded.
  const isOther = first.portfolio !== record.portfolio || first.profile !== record.profile;
  const owned = isOther ? { ...draft, profile: record.profile } : draft;
  const smallest = smallestDraft(owned, policy, read);
  const decided = decideDraft(smallest, policy, read);
  if (!decided) return null;
  return { entry: caseEntry(nameOf(record), smallest, decided), differences: differencesOf(record, decided) };
}

function draftOfRecord(record: DecisionRecord, policy: Policy): Draft {
  const { livemode, account, asked_at: atMs, attributes, facts } = record;
  return {
    authorization: recordedAsk(record),
    atMs,
    scope: { livemode, account },
    profile: null,
    features: featuresRead(attributes, policy),
    facts: {
      allowance: facts.allowance,
      hasRejectedChallenge: facts.has_rejected_challenge,
      // Older records don't know of it.
      unaskable: facts.unaskable ?? null,
      challenges: historyRead(attributes, atMs),
    },
    lists: listsOf(record),
  };
}

/** The features that rules read; one that was missing is missing in a case that does not name it. */
function featuresRead(attributes: Readonly<Record<string, Value>>, { features }: Policy): Draft['features'] {
  const isFeature = (name: string) => features.definitions.has(`${AUTHORIZATION}.${name}`);
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      isFeature(name) && !isMissing(value) ? [[name, value]] : [],
    ),
  );
}

/** What rules read of earlier questions; null where they read nothing, or it was not known. */
function historyRead(attributes: Readonly<Record<string, Value>>, atMs: number): ChallengeHistory | null {
  const [rejected, verified] = [attributes.hours_since_challenge_rejected, attributes.hours_since_challenge_verified];
  const asked = attributes.challenges_per_cardholder_daily;
  const isKnown = (value: Value | undefined) =>
    value !== undefined && (!isMissing(value) || value.missing === 'no_event');
  if (![rejected, verified, asked].some(isKnown)) return null;
  const before = (hours: Value | undefined) => (typeof hours === 'number' ? Math.round(atMs - hours * HOUR_MS) : null);
  const askedDaily = typeof asked === 'number' ? asked : 0;
  return { rejectedAtMs: before(rejected), verifiedAtMs: before(verified), askedDaily };
}

/** What was found on lists then; a person is invented there as well. */
function listsOf({ facts, attributes }: DecisionRecord): Draft['lists'] {
  const lists: Record<string, string[]> = {};
  for (const { list, attribute } of facts.list_hits) {
    const value = attributes[attribute] ?? attributes[attribute.replace(/^:|:$/g, '')];
    if (value === undefined || isMissing(value)) continue;
    const text = isConcealed(String(value)) ? BASE_AUTHORIZATION.card.cardholder.email : String(value);
    lists[list] = [...(lists[list] ?? []), text];
  }
  return lists;
}

function nameOf({ id, outcome, amount_minor, currency, merchant_name, reasons }: DecisionRecord): string {
  const money = formatMoney({ amountMinor: amount_minor ?? 0, currency: currency ?? '' });
  const where = merchant_name === null ? '' : ` at ${plain(merchant_name)}`;
  return `${outcome} ${money}${where} for ${reasons[0] ?? 'no reason'}, as in ${id}`;
}

function differencesOf(record: DecisionRecord, decided: DecisionRecord): string[] {
  const found: string[] = [];
  const compare = (what: string, was: string, is: string) => {
    if (was !== is) found.push(`${what}: was ${was}, is ${is} of the case`);
  };
  compare('outcome', record.outcome, decided.outcome);
  compare('review', String(record.review), String(decided.review));
  compare('reasons', record.reasons.join(', '), decided.reasons.join(', '));
  for (const { id, result } of record.considered) {
    const now = decided.considered.find((finding) => finding.id === id);
    compare(id, result, now?.result ?? 'not considered');
  }
  return found;
}
