import { type DescribedPart, describePolicy, PART_KINDS, type PartKind } from './describe.ts';
import type { Policy } from './policy.ts';

/** A setting before and after; null where it is not set, or where the thing is not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A rule, profile, portfolio, list, rate, text or case that is not what it was. */
export interface PartChange {
  readonly kind: PartKind;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** None where what changed is too long to be told: a case's authorization. */
  readonly fields: readonly FieldChange[];
}

/** What one policy does otherwise than another. Plain data: the API gives it as it is. */
export interface PolicyDiff {
  /** The versions. */
  readonly before: string;
  readonly after: string;
  /** By kind, then by name. */
  readonly parts: readonly PartChange[];
  /** The names of the portfolios in their order, where that is another one: the first that matches owns the card. */
  readonly portfolioOrder: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
  /** How many cases there are. */
  readonly cases: { readonly before: number; readonly after: number };
}

/** Compares two policies by what they mean: comments, layout, and the order of what has none make no difference. */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const [old, now] = [describedByKey(before), describedByKey(after)];
  const parts = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const change = changeOf(old.get(key), now.get(key));
    return change ? [change] : [];
  });
  const order = { before: before.portfolios.map(({ name }) => name), after: after.portfolios.map(({ name }) => name) };
  return {
    before: before.version,
    after: after.version,
    parts: parts.sort(byKindAndName),
    portfolioOrder: order.before.join() === order.after.join() ? null : order,
    cases: { before: before.cases.length, after: after.cases.length },
  };
}

function describedByKey(policy: Policy): Map<string, DescribedPart> {
  return new Map(describePolicy(policy).map((part) => [`${part.kind} ${part.name}`, part]));
}

function changeOf(before: DescribedPart | undefined, after: DescribedPart | undefined): PartChange | null {
  const { kind, name } = (after ?? before) as DescribedPart;
  const names = new Set([...(before?.fields.keys() ?? []), ...(after?.fields.keys() ?? [])]);
  const fields = [...names].flatMap((field): FieldChange[] => {
    const [was, is] = [before?.fields.get(field) ?? null, after?.fields.get(field) ?? null];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
  if (!before) return { kind, name, change: 'added', fields };
  if (!after) return { kind, name, change: 'removed', fields };
  return fields.length === 0 && before.rest === after.rest ? null : { kind, name, change: 'changed', fields };
}

function byKindAndName(a: PartChange, b: PartChange): number {
  return PART_KINDS.indexOf(a.kind) - PART_KINDS.indexOf(b.kind) || (a.name < b.name ? -1 : 1);
}
