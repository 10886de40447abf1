import type { RuleResult } from '../../../core/history/result.ts';
import type { RuleSort } from './search.ts';
import { keyOf } from './words.ts';

const KEYS: Readonly<Record<Exclude<RuleSort, 'id'>, (rule: RuleResult) => number>> = {
  matched: ({ matched }) => matched.count,
  // What never matched has no precision: it stands last.
  precision: ({ precision }) => precision.value ?? -1,
  alone: ({ alone }) => alone.count,
  marginal: ({ marginal }) => marginal.count,
  missing: ({ missing, errors }) => missing + errors,
};

/** The rules in an order: figures from the largest, names from A; `isReverse` the other way. Pure. */
export function sortRules(rules: readonly RuleResult[], sort: RuleSort, isReverse: boolean): readonly RuleResult[] {
  const byName = (one: RuleResult, other: RuleResult) => (keyOf(one) < keyOf(other) ? -1 : 1);
  const way = isReverse ? -1 : 1;
  return rules.toSorted((one, other) => {
    if (sort === 'id') return way * byName(one, other);
    const key = KEYS[sort];
    return way * (key(other) - key(one)) || byName(one, other);
  });
}
