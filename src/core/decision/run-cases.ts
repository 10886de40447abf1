import type { Authorization } from '../domain/authorization.ts';
import type { Features } from '../domain/features.ts';
import type { FeatureResult } from '../features/feature-event.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import type { PolicyCase } from '../policy/case.ts';
import { isExpectable } from '../policy/case-expectations.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import { type Policy, withProfile } from '../policy/policy.ts';
import { caseDifferences, featureDifferences } from './case-differences.ts';
import type { CasePorts } from './case-ports.ts';
import { featureValue } from './count-ask.ts';
import { countCase } from './count-case.ts';
import { decideOffline } from './offline.ts';
import type { DecisionRecord } from './record.ts';

/** How a case came out. */
export interface CaseResult {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly isPassed: boolean;
  /** What was expected and what came instead, each in a line for people; none where it passed. */
  readonly differences: readonly string[];
  /** What was decided, and why; null where the authorization can't be read, and of an event that is not decided. */
  readonly record: DecisionRecord | null;
}

/** A rule that no case makes match; a threshold, with the profile that has it. */
export interface UncoveredRule {
  readonly id: string;
  readonly profile: string | null;
}

/** A feature that no case is about. */
export interface UncoveredFeature {
  readonly event: string;
  readonly feature: string;
}

/** Decides a policy's cases and compares; with `only`, those whose name or path holds that text, whatever its case. */
export async function runCases(
  policy: Policy,
  ports: CasePorts,
  { only = '' }: { readonly only?: string } = {},
): Promise<readonly CaseResult[]> {
  const wanted = only.toLowerCase();
  const results: CaseResult[] = [];
  for (const each of policy.cases) {
    const { name, path } = each;
    if (`${path}\n${name}`.toLowerCase().includes(wanted)) results.push(await runCase(each, policy, ports));
  }
  return results;
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

/** Features of which no case expects that they come to anything: only 0, false or missing, or nothing at all. */
export function uncoveredFeatures({ cases, features: { program } }: Policy): readonly UncoveredFeature[] {
  const isCovered = (event: string, name: string) =>
    cases.some((each) => each.event === event && Boolean(each.expect.features.get(name)));
  return [...program.events.values()].flatMap(({ name: event, features }) =>
    features
      .filter(({ name, term }) => isExpectable(term.type) && !isCovered(event, name))
      .map(({ name }) => ({ event, feature: name })),
  );
}

async function runCase(each: PolicyCase, policy: Policy, ports: CasePorts): Promise<CaseResult> {
  const { name, path, line, expect } = each;
  const { values, problem } = await countCase(each, policy, ports);
  const resultOf = (differences: readonly string[], record: DecisionRecord | null): CaseResult => {
    return { name, path, line, isPassed: differences.length === 0, differences, record };
  };
  if (problem !== null) return resultOf([problem], null);
  const counted = values ? featureDifferences(expect, values) : [];
  if (each.event !== AUTHORIZATION) return resultOf(counted, null);
  const reading = ports.readAuthorization(each.authorization, each.scope, each.atMs);
  if (!reading.isReadable) return resultOf([`the authorization can't be read: ${reading.problem}`], null);
  const record = decideCase(each, reading.authorization, policy, values);
  return resultOf([...counted, ...caseDifferences(expect, record)], record);
}

function decideCase(
  each: PolicyCase,
  authorization: Authorization,
  policy: Policy,
  values: FeatureResult['values'] | null,
): DecisionRecord {
  const profile = each.profile === null ? undefined : policy.profiles.get(each.profile);
  const facts = { ...each.facts, lists: listsAt(policy, entriesOf(each), each.atMs) };
  const asked = profile ? withProfile(policy, profile) : policy;
  return decideOffline(authorization, { features: featuresOf(each, values), facts }, asked, hide);
}

/** What a case says outright counts, whatever happened before. */
function featuresOf({ features }: PolicyCase, values: FeatureResult['values'] | null): Features {
  return { get: (name) => features.get(name) ?? featureValue(values?.get(name)) };
}

/** A case's people are invented, or should be: what is theirs is not repeated. */
function hide(): string {
  return 'hidden';
}

function entriesOf({ lists }: PolicyCase): ListEntries {
  const always = [{ fromMs: null, untilMs: null }];
  return new Map([...lists].map(([list, values]) => [list, new Map(values.map((value) => [value, always]))]));
}
