import type { ChallengeTexts } from '../challenge/texts.ts';
import type { Rate } from '../domain/rates.ts';
import type { CheckedFeature } from '../features/term.ts';
import type { PolicyCase } from './case.ts';
import type { ListDeclaration, Policy, PolicyRule, Portfolio, Profile } from './policy.ts';

/** The things that a policy is made of, in the order in which a diff tells them. */
export const PART_KINDS = ['rule', 'feature', 'profile', 'portfolio', 'list', 'rate', 'text', 'case'] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** One thing of a policy in words: its settings by the names that they have in the files. */
export interface DescribedPart {
  readonly kind: PartKind;
  readonly name: string;
  /** A setting that is not set is not there. */
  readonly fields: ReadonlyMap<string, string>;
  /** What else it holds, too long to be told; equal texts for equal contents. */
  readonly rest?: string;
}

/** All that a policy holds, by kind and then in the policy's own order. Conditions are in canonical form. */
export function describePolicy(policy: Policy): DescribedPart[] {
  const { rules, features, profiles, portfolios, lists, rates, texts, cases } = policy;
  return [
    ...rules.map(describeRule),
    ...[...features.program.events.values()].flatMap((event) => event.features.map(describeFeature)),
    ...[...profiles.values()].map(describeProfile),
    ...portfolios.map(describePortfolio),
    ...[...lists.values()].map(describeList),
    ...[...rates].map(([currency, ofCurrency]) => describeRates(currency, ofCurrency)),
    ...[...texts.values()].map(describeTexts),
    ...cases.map(describeCase),
  ];
}

function describeRule(rule: PolicyRule): DescribedPart {
  const { id, text, mode, isAlways, samplePercent, portfolios, tags, expiresMs, note } = rule;
  return part('rule', id, {
    rule: text,
    mode,
    always: isAlways ? 'yes' : null,
    sample_percent: samplePercent === null ? null : String(samplePercent),
    portfolios: portfolios && [...portfolios].sort().join(', '),
    tags: [...tags].sort().join(', ') || null,
    expires: expiresMs === null ? null : moment(expiresMs),
    note,
  });
}

function describeFeature({ event, name, text }: CheckedFeature): DescribedPart {
  return part('feature', `${event}.${name}`, { definition: text });
}

function describeProfile({ name, settings }: Profile): DescribedPart {
  return { kind: 'profile', name, fields: new Map(flatten('', settings)) };
}

function describePortfolio({ name, whenText, profile }: Portfolio): DescribedPart {
  return part('portfolio', name, { when: whenText, profile: profile.name });
}

function describeList({ name, type, note, entries }: ListDeclaration): DescribedPart {
  const { kind, fields } = part('list', name, { type, note });
  const listed = entries.map(({ value, fromMs, untilMs, note: why }): [string, string] => {
    const times = [fromMs === null ? '' : `from ${moment(fromMs)}`, untilMs === null ? '' : `until ${moment(untilMs)}`];
    const words = [...times, why ?? ''].filter((word) => word !== '');
    return [`entry ${JSON.stringify(value)}`, words.join(', ') || 'listed'];
  });
  return { kind, name, fields: new Map([...fields, ...listed]) };
}

function describeRates(currency: string, rates: readonly Rate[]): DescribedPart {
  const days = rates.map(({ fromMs, usdPerUnit }) => [`from ${moment(fromMs)}`, `${usdPerUnit} USD`]);
  return part('rate', currency, Object.fromEntries(days));
}

function describeTexts({ language, yes, no, ...texts }: ChallengeTexts): DescribedPart {
  return part('text', language, { ...texts, yes: yes.join(', '), no: no.join(', ') });
}

function describeCase({ name, path: _path, line: _line, expect, ...asked }: PolicyCase): DescribedPart {
  const { kind, fields } = part('case', name, { expected: expect.outcome });
  return { kind, name, fields, rest: stable({ ...asked, expect }) };
}

function part(kind: PartKind, name: string, settings: Readonly<Record<string, string | null>>): DescribedPart {
  const set = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== null);
  return { kind, name, fields: new Map(set) };
}

/** Settings within settings by their way there: `thresholds.fraud_risk_score.decline`. */
function flatten(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [String(index + 1), item])
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => flatten(path === '' ? key : `${path}.${key}`, inner));
}

/** JSON in which the order of keys says nothing, and maps and sets are what they hold. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Map) return [...inner].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    if (inner instanceof Set) return [...inner].sort();
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** As the files write it: a day where it is midnight. */
function moment(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/T00:00:00Z$/, '');
}
