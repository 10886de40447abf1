import type { Unaskable } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Features } from '../domain/features.ts';
import { missing } from '../domain/value.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import { type Policy, withOwner } from '../policy/policy.ts';
import { decide } from './decide.ts';
import type { DecisionRecord } from './record.ts';
import { recordedAuthorization } from './recorded-authorization.ts';

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
    recordedAuthorization(record),
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
    withOwner(policy, portfolio.name),
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
