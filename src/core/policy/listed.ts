import type { Lists } from '../domain/lists.ts';
import type { Policy } from './policy.ts';

/** From when to when something is on a list; null is no such end. */
export interface Listed {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** The entries that people gave to lists: by list, then by normalised value. */
export type ListEntries = ReadonlyMap<string, ReadonlyMap<string, readonly Listed[]>>;

/** Where nobody gave any. */
export const NO_ENTRIES: ListEntries = new Map();

/**
 * The lists as they stood at a moment: what a policy puts on them, and what people did. Pure: a replay finds the same.
 */
export function listsAt(policy: Policy, entries: ListEntries, atMs: number): Lists {
  const declared = declaredEntries(policy);
  const isOn = ({ fromMs, untilMs }: Listed) =>
    (fromMs === null || fromMs <= atMs) && (untilMs === null || atMs < untilMs);
  return {
    has(list, value) {
      const ofPolicy = declared.get(list)?.get(value);
      return Boolean(ofPolicy?.some(isOn) || entries.get(list)?.get(value)?.some(isOn));
    },
  };
}

// A policy is asked on every decision and never changes.
const known = new WeakMap<Policy, ListEntries>();

function declaredEntries(policy: Policy): ListEntries {
  let entries = known.get(policy);
  if (!entries) {
    entries = new Map([...policy.lists].map(([name, list]) => [name, Map.groupBy(list.entries, ({ value }) => value)]));
    known.set(policy, entries);
  }
  return entries;
}
