import type { ChallengeHistory } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import { normalizeItem } from '../domain/lists.ts';
import type { Scope } from '../domain/scope.ts';
import { BASE_AT_MS } from '../policy/base-authorization.ts';
import type { PolicyCase } from '../policy/case.ts';
import { caseAuthorization, isMap } from '../policy/case-authorization.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import { type Policy, withProfile } from '../policy/policy.ts';
import type { CasePorts } from './case-ports.ts';
import { decideOffline } from './offline.ts';
import type { DecisionRecord } from './record.ts';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** What a case says of its ask; undefined is what every case has. */
export interface Draft {
  readonly authorization: Json;
  readonly atMs: number | undefined;
  readonly scope: Scope;
  /** The profile to decide under; null is that of the card's portfolio. */
  readonly profile: string | null;
  readonly features: Readonly<Record<string, string | number | boolean>>;
  readonly facts: PolicyCase['facts'];
  /** By list: what is on it besides what the policy puts there. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** A draft of which nothing is known but its ask. */
export function draftOf(authorization: Json, atMs: number, scope: Scope): Draft {
  return { authorization, atMs, scope, profile: null, features: {}, facts: NO_FACTS, lists: {} };
}

const HOUR_MS = 3_600_000;

const NO_FACTS: Draft['facts'] = {
  hasRejectedChallenge: false,
  allowance: null,
  unaskable: null,
  challenges: null,
};

/** The decision on a draft, as its case will be decided; null where there is nothing to decide on. */
export function decideDraft(
  { authorization, atMs, scope, profile: name, features, facts: given, lists }: Draft,
  policy: Policy,
  read: CasePorts['readAuthorization'],
): DecisionRecord | null {
  const reading = read(caseAuthorization({ authorization, atMs }), scope, atMs ?? null);
  if (!reading.isReadable) return null;
  const profile = name === null ? undefined : policy.profiles.get(name);
  const facts = { ...given, lists: listsAt(policy, entriesOf(lists, policy), reading.authorization.askedAtMs) };
  const inputs = { features: new Map(Object.entries(features)), facts };
  return decideOffline(reading.authorization, inputs, profile ? withProfile(policy, profile) : policy, (text) => text);
}

function entriesOf(lists: Draft['lists'], policy: Policy): ListEntries {
  const always = [{ fromMs: null, untilMs: null }];
  return new Map(
    Object.entries(lists).map(([name, values]) => {
      const type = policy.lists.get(name)?.type;
      return [name, new Map(type ? values.map((value) => [normalizeItem(type, value), always]) : [])];
    }),
  );
}

/**
 * The draft without all that changes nothing of its decision, neither in the answer, nor in what any rule made of it,
 * nor in a value that a rule read.
 */
export function smallestDraft(draft: Draft, policy: Policy, read: CasePorts['readAuthorization']): Draft {
  const wanted = essence(decideDraft(draft, policy, read));
  const isSame = (other: Draft) => essence(decideDraft(other, policy, read)) === wanted;
  let smallest = draft;
  const attempt = (other: Draft) => {
    if (isSame(other)) smallest = other;
  };
  for (const path of leavesOf(draft.authorization, [])) {
    attempt({ ...smallest, authorization: without(smallest.authorization, path) });
  }
  for (const list of Object.keys(draft.lists)) {
    const { [list]: _, ...lists } = smallest.lists;
    attempt({ ...smallest, lists });
  }
  attempt({ ...smallest, facts: { ...smallest.facts, unaskable: null } });
  attempt({ ...smallest, facts: { ...smallest.facts, challenges: null } });
  attempt({ ...smallest, profile: null });
  attempt({ ...smallest, atMs: undefined });
  attempt({ ...smallest, scope: { ...smallest.scope, livemode: false } });
  attempt({ ...smallest, scope: { ...smallest.scope, account: null } });
  return smallest;
}

/** What makes two decisions the same to a case. */
export function essence(record: DecisionRecord | null): string {
  if (!record) return '';
  const { outcome, review, reasons, overridden, portfolio, considered, attributes, errors, facts } = record;
  return JSON.stringify([outcome, review, reasons, overridden, portfolio, considered, attributes, errors, facts]);
}

/** A case as its file says it: what the draft says, and the decision that is expected of it. */
export function caseEntry(name: string, draft: Draft, decided: DecisionRecord): JsonObject & { readonly name: string } {
  const { authorization, atMs, scope, profile, features, facts, lists } = draft;
  const { allowance, hasRejectedChallenge, unaskable, challenges } = facts;
  const known = {
    ...(allowance !== null && { allowance }),
    ...(hasRejectedChallenge && { has_rejected_challenge: true }),
    ...(unaskable !== null && { unaskable }),
    ...(challenges !== null && historyEntry(challenges, atMs ?? BASE_AT_MS)),
  };
  const entry = {
    name,
    ...(profile !== null && { profile }),
    ...(!isEmpty(authorization) && { authorization }),
    ...(!isEmpty(features) && { features }),
    ...(!isEmpty(known) && { facts: known }),
    ...(!isEmpty(lists) && { lists }),
    ...(atMs !== undefined && atMs !== BASE_AT_MS && { at: new Date(atMs).toISOString().replace('.000Z', 'Z') }),
    ...(scope.account !== null && { account: scope.account }),
    ...(scope.livemode && { livemode: true }),
    expect: expectationOf(decided),
  };
  // INVARIANT: a draft's authorization is JSON, and so is all else that is said here.
  return entry as unknown as JsonObject & { readonly name: string };
}

/** As a case says it: in hours before its ask. */
function historyEntry({ rejectedAtMs, verifiedAtMs, askedDaily }: ChallengeHistory, atMs: number): Json {
  const isAnswered = rejectedAtMs !== null || verifiedAtMs !== null;
  return {
    ...(rejectedAtMs !== null && { hours_since_challenge_rejected: (atMs - rejectedAtMs) / HOUR_MS }),
    ...(verifiedAtMs !== null && { hours_since_challenge_verified: (atMs - verifiedAtMs) / HOUR_MS }),
    ...((askedDaily > 0 || !isAnswered) && { challenges_per_cardholder_daily: askedDaily }),
  };
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}

function expectationOf({ outcome, review, reasons, considered, errors }: DecisionRecord): object {
  const matched = considered.filter(({ result }) => result === 'matched').map(({ id }) => id);
  return {
    outcome,
    review,
    reasons,
    ...(matched.length > 0 && { matched }),
    ...(errors.length > 0 && { errors: errors.map(({ rule }) => rule) }),
  };
}

function leavesOf(value: unknown, at: Path): Path[] {
  if (!isMap(value) || Object.keys(value).length === 0) return [at];
  return Object.entries(value).flatMap(([key, inside]) => leavesOf(inside, [...at, key]));
}

/** Without what stands at a path, and without the maps that are empty then. */
function without(fields: Json, [key = '', ...rest]: Path): Json {
  const { [key]: inside, ...others } = fields;
  if (rest.length === 0 || !isMap(inside)) return others;
  const left = without(inside, rest);
  return Object.keys(left).length === 0 ? others : { ...fields, [key]: left };
}
