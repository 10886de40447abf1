import type { ChallengeHistory } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import { normalizeItem } from '../domain/lists.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { positionAt } from '../language/source.ts';
import type { DeclaredLists } from '../rules/check-list.ts';
import { AUTHORIZATION } from './authorization-event.ts';
import { BASE_AT_MS } from './base-authorization.ts';
import type { EarlierEvent, Expectation, PolicyCase } from './case.ts';
import { caseAuthorization } from './case-authorization.ts';
import { eventFaults } from './case-events.ts';
import { expectationFaults } from './case-expectations.ts';
import { type CaseReach, nameFaults } from './case-names.ts';
import { authorizationSlips } from './case-slips.ts';
import type { YamlDocument } from './document.ts';
import { type CaseEntry, casesSchema, type EarlierEntry, looseCaseNames } from './schema-cases.ts';
import { validate } from './validate.ts';

/** Reads all `cases/*.yaml` together; the cases come in the order of the files and of their places in them. */
export function readCases(
  documents: readonly YamlDocument[],
  reach: CaseReach,
): { cases: PolicyCase[]; diagnostics: Diagnostic[] } {
  const diagnostics = repeatedNames(documents);
  const cases = documents.flatMap((document) => {
    const valid = validate(document, casesSchema);
    diagnostics.push(...valid.diagnostics);
    return (valid.value?.cases ?? []).map((entry, index) => {
      const path = ['cases', index];
      diagnostics.push(...nameFaults(document, path, entry, reach));
      diagnostics.push(...eventFaults(document, path, entry, reach.features));
      diagnostics.push(...expectationFaults(document, path, entry, reach.features));
      diagnostics.push(...authorizationSlips(document, [...path, 'authorization'], entry.authorization));
      for (const [at, { authorization }] of (entry.before ?? []).entries()) {
        diagnostics.push(...authorizationSlips(document, [...path, 'before', at, 'authorization'], authorization));
      }
      return policyCase(document, index, entry, reach.lists);
    });
  });
  return { cases, diagnostics };
}

const HOUR_MS = 3_600_000;

/** Null where the case says nothing of it: the attributes are missing then. */
function historyOf(facts: CaseEntry['facts'], atMs: number): ChallengeHistory | null {
  const { hours_since_challenge_rejected: rejected, hours_since_challenge_verified: verified } = facts;
  const { challenges_per_cardholder_daily: asked } = facts;
  if (rejected === undefined && verified === undefined && asked === undefined) return null;
  const before = (hours: number | undefined) => (hours === undefined ? null : atMs - hours * HOUR_MS);
  return { rejectedAtMs: before(rejected), verifiedAtMs: before(verified), askedDaily: asked ?? 0 };
}

function policyCase(document: YamlDocument, index: number, entry: CaseEntry, lists: DeclaredLists): PolicyCase {
  const { source } = document;
  const atMs = entry.at === undefined ? BASE_AT_MS : Date.parse(entry.at);
  const { allowance, has_rejected_challenge: hasRejectedChallenge, unaskable } = entry.facts;
  return {
    name: entry.name,
    path: source.path,
    line: positionAt(source.text, document.spanOf(['cases', index]).start).line,
    profile: entry.profile ?? null,
    event: entry.event,
    authorization: caseAuthorization({ authorization: entry.authorization, amount: entry.amount, atMs }),
    data: entry.data as JsonObject,
    before: pastOf(entry, atMs),
    scope: { livemode: entry.livemode, account: entry.account ?? null },
    atMs,
    features: new Map(Object.entries(entry.features)),
    facts: { allowance, hasRejectedChallenge, unaskable, challenges: historyOf(entry.facts, atMs) },
    lists: new Map(
      Object.entries(entry.lists).map(([list, values]) => {
        const type = lists.get(list);
        return [list, type ? values.map((value) => normalizeItem(type, value)) : []];
      }),
    ),
    expect: expectation(entry.expect),
  };
}

/** What is expected of features wants a past, and be it an empty one. */
function pastOf({ before, event, expect }: CaseEntry, atMs: number): readonly EarlierEvent[] | null {
  const isCounted = event !== AUTHORIZATION || Object.keys(expect.features).length > 0;
  if (before === undefined) return isCounted ? [] : null;
  return before.map((each) => earlierEvent(each, atMs));
}

function earlierEvent({ ago: agoMs, every: everyMs, ...entry }: EarlierEntry, atMs: number): EarlierEvent {
  const { event, times, outcome, amount } = entry;
  const authorization = caseAuthorization({ authorization: entry.authorization, amount, atMs: atMs - agoMs });
  return { event, agoMs, times, everyMs, authorization, outcome, data: entry.data as JsonObject };
}

function expectation(expect: CaseEntry['expect']): Expectation {
  return {
    outcome: expect.outcome ?? null,
    features: new Map(Object.entries(expect.features)),
    review: expect.review ?? null,
    reasons: expect.reasons,
    notReasons: expect.not_reasons,
    matched: expect.matched,
    notMatched: expect.not_matched,
    errors: expect.errors,
  };
}

/** A name is how people find the case that failed. */
function repeatedNames(documents: readonly YamlDocument[]): Diagnostic[] {
  const paths = new Map<string, string>();
  return documents.flatMap((document) =>
    looseCaseNames.parse(document.value).cases.flatMap(({ name }, index): Diagnostic[] => {
      if (name === null) return [];
      const first = paths.get(name);
      paths.set(name, first ?? document.source.path);
      if (first === undefined) return [];
      const span = document.spanOf(['cases', index, 'name']);
      const hint = `the first one is in ${first}`;
      return [{ severity: 'error', source: document.source, span, message: `there is another case "${name}"`, hint }];
    }),
  );
}
