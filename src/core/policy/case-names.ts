import { REASON_CODES } from '../domain/decision.ts';
import { normalizeItem } from '../domain/lists.ts';
import type { FeaturePlan } from '../features/plan.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import type { Catalogue } from '../rules/attributes.ts';
import type { DeclaredLists } from '../rules/check-list.ts';
import type { Path, YamlDocument } from './document.ts';
import { faultOf } from './lists.ts';
import type { Profile } from './policy.ts';
import type { CaseEntry } from './schema-cases.ts';

/** What a case may name. Things with faults of their own are there: naming such a one is no second fault. */
export interface CaseReach {
  readonly catalogue: Catalogue;
  readonly profiles: ReadonlyMap<string, Profile | null>;
  readonly lists: DeclaredLists;
  readonly ruleIds: readonly string[];
  readonly features: FeaturePlan;
}

/** Faults of the names in a case: profiles, rules, thresholds, reasons, lists and their entries, features. */
export function nameFaults(document: YamlDocument, path: Path, entry: CaseEntry, reach: CaseReach): Diagnostic[] {
  const report = (at: Path, isKey: boolean, severity: Diagnostic['severity'], message: string, hint: string | null) => {
    const span = isKey ? document.spanOfKey([...path, ...at]) : document.spanOf([...path, ...at]);
    return { severity, source: document.source, span, message, ...(hint && { hint }) };
  };
  const { profile } = entry;
  const profiles =
    profile === undefined || reach.profiles.has(profile)
      ? []
      : [
          report(
            ['profile'],
            false,
            'error',
            `there is no profile "${profile}"`,
            meant(profile, reach.profiles.keys()),
          ),
        ];
  return [
    ...profiles,
    ...unknownIds(entry, reach).map(({ at, id, known }) =>
      report(['expect', ...at], false, 'error', `there is no rule "${id}"`, meant(id, known)),
    ),
    ...Object.entries(entry.lists).flatMap(([list, values]) => {
      const type = reach.lists.get(list);
      if (!type)
        return [report(['lists', list], true, 'error', `there is no list @${list}`, meant(list, lists(reach)))];
      return values.flatMap((text, index) => {
        const fault = faultOf(type, normalizeItem(type, text));
        return fault ? [report(['lists', list, index], false, 'error', `"${text}" ${fault}`, null)] : [];
      });
    }),
    ...Object.keys(entry.features).flatMap((feature) => {
      if (reach.catalogue.get(feature)?.family === 'feature') return [];
      const hint = 'it changes nothing; only what earlier purchases count up to is a feature';
      return [report(['features', feature], true, 'warning', `no rule can read a feature "${feature}"`, hint)];
    }),
  ];
}

function lists(reach: CaseReach): string[] {
  return [...reach.lists.keys()];
}

function meant(word: string, known: Iterable<string>): string | null {
  const names = [...known];
  const near = nearest(word, names);
  if (near) return `did you mean "${near}"?`;
  return names.length > 0 ? `there are: ${names.join(', ')}` : null;
}

interface UnknownId {
  readonly at: Path;
  readonly id: string;
  readonly known: readonly string[];
}

function unknownIds({ profile, expect }: CaseEntry, { profiles, ruleIds }: CaseReach): UnknownId[] {
  const asked = profile === undefined ? [...profiles.values()] : [profiles.get(profile) ?? null];
  // Which thresholds a profile with a fault has is not known.
  const isUnsure = asked.includes(null);
  const thresholds = asked.flatMap((found) => found?.rules.map(({ id }) => id) ?? []);
  const rules = [...ruleIds, ...new Set(thresholds)];
  const reasons = [...rules, ...REASON_CODES];
  const missing = (field: 'reasons' | 'not_reasons' | 'matched' | 'not_matched' | 'errors', known: readonly string[]) =>
    expect[field].flatMap((id, index) =>
      known.includes(id) || (isUnsure && id.includes('.')) ? [] : [{ at: [field, index], id, known }],
    );
  return [
    ...missing('reasons', reasons),
    ...missing('not_reasons', reasons),
    ...missing('matched', rules),
    ...missing('not_matched', rules),
    ...missing('errors', rules),
  ];
}
