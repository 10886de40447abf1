import type { Scope } from '../../../core/domain/scope.ts';
import { type ListEntries, type Listed, NO_ENTRIES } from '../../../core/policy/listed.ts';
import type { KeptEntry } from './kept.ts';

/** The entries of all lists, ready to be asked by mode and account: test and live, and two accounts, share none. */
export function indexEntries(entries: readonly KeptEntry[]): (scope: Scope) => ListEntries {
  const byScope = new Map<string, Map<string, Map<string, Listed[]>>>();
  for (const { livemode, account, list, value, fromMs, untilMs } of entries) {
    const lists = within(byScope, keyOf({ livemode, account }), () => new Map<string, Map<string, Listed[]>>());
    const values = within(lists, list, () => new Map<string, Listed[]>());
    within(values, value, () => []).push({ fromMs, untilMs });
  }
  return (scope) => byScope.get(keyOf(scope)) ?? NO_ENTRIES;
}

function keyOf({ livemode, account }: Scope): string {
  return `${livemode} ${account ?? ''}`;
}

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
