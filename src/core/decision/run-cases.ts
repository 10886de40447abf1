import type { Authorization } from '../domain/authorization.ts';
import type { Scope } from '../domain/scope.ts';
import type { PolicyCase } from '../policy/case.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import { type Policy, withProfile } from '../policy/policy.ts';
import { caseDifferences } from './case-differences.ts';
import { decideOffline } from './offline.ts';
import type { DecisionRecord } from './record.ts';

/** Reads Stripe's object, as the webhook's door does. */
export type ReadAuthorization = (
  object: unknown,
  scope: Scope,
  askedAtMs: number | null,
) =>
  | { readonly isReadable: true; readonly authorization: Authorization }
  | { readonly isReadable: false; readonly problem: string };

/** How a case came out. */
export interface CaseResult {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly isPassed: boolean;
  /** What was expected and what came instead, each in a line for people; none where it passed. */
  readonly differences: readonly string[];
  /** What was decided, and why; null where the authorization can't be read. */
  readonly record: DecisionRecord | null;
}

/** A rule that no case makes match; a threshold, with the profile that has it. */
export interface UncoveredRule {
  readonly id: string;
  readonly profile: string | null;
}

/** Decides a policy's cases and compares; with `only`, those whose name or path holds that text, whatever its case. */
export function runCases(
  policy: Policy,
  readAuthorization: ReadAuthorization,
  { only = '' }: { readonly only?: string } = {},
): readonly CaseResult[] {
  const wanted = only.toLowerCase();
  return policy.cases
    .filter(({ name, path }) => `${path}\n${name}`.toLowerCase().includes(wanted))
    .map((each) => runCase(each, policy, readAuthorization));
}

/** Rules that no case makes match, those that are off aside; and thresholds, of each profile. */
export function uncoveredRules(policy: Policy, results: readonly CaseResult[]): readonly UncoveredRule[] {
  const records = results.flatMap(({ record }) => record ?? []);
  const isMatched = (id: string, profile: string | null) =>
    records.some(
      (record) =>
        (profile === null || record.profile === profile) &&
        record.considered.some((finding) => finding.id === id && finding.result === 'matched'),
    );
  const rules = policy.rules.filter(({ mode }) => mode !== 'off').map(({ id }) => ({ id, profile: null }));
  const thresholds = [...policy.profiles.values()].flatMap((profile) =>
    profile.rules.map(({ id }) => ({ id, profile: profile.name })),
  );
  return [...rules, ...thresholds].filter(({ id, profile }) => !isMatched(id, profile));
}

function runCase(each: PolicyCase, policy: Policy, readAuthorization: ReadAuthorization): CaseResult {
  const { name, path, line, expect } = each;
  const reading = readAuthorization(each.authorization, each.scope, each.atMs);
  if (!reading.isReadable) {
    const differences = [`the authorization can't be read: ${reading.problem}`];
    return { name, path, line, isPassed: false, differences, record: null };
  }
  const record = decideCase(each, reading.authorization, policy);
  const differences = caseDifferences(expect, record);
  return { name, path, line, isPassed: differences.length === 0, differences, record };
}

function decideCase(each: PolicyCase, authorization: Authorization, policy: Policy): DecisionRecord {
  const profile = each.profile === null ? undefined : policy.profiles.get(each.profile);
  const facts = { ...each.facts, lists: listsAt(policy, entriesOf(each), each.atMs) };
  const asked = profile ? withProfile(policy, profile) : policy;
  return decideOffline(authorization, { features: each.features, facts }, asked, hide);
}

/** A case's people are invented, or should be: what is theirs is not repeated. */
function hide(): string {
  return 'hidden';
}

function entriesOf({ lists }: PolicyCase): ListEntries {
  const always = [{ fromMs: null, untilMs: null }];
  return new Map([...lists].map(([list, values]) => [list, new Map(values.map((value) => [value, always]))]));
}
