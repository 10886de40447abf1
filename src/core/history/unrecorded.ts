import type { Verdict } from '../domain/decision.ts';
import { missing } from '../domain/value.ts';
import type { Policy } from '../policy/policy.ts';
import type { Unrecorded } from './result.ts';

/** Counts the asks of which a policy can't tell all, since what it reads was not recorded with them. */
export interface UnrecordedTally {
  add(verdict: Verdict): void;
  result(): Unrecorded;
}

const NOT_RECORDED = missing('not_recorded');

/** A tally of nothing yet, of what this policy says. */
export function createUnrecordedTally(policy: Policy): UnrecordedTally {
  const reads = readsOf(policy);
  const found = new Set<string>();
  let count = 0;
  return {
    add({ considered, attributes }) {
      let isFound = false;
      for (const { id, result, isShadow } of considered) {
        if (result !== 'missing' || isShadow) continue;
        for (const name of reads.get(id) ?? []) {
          if (attributes[name] !== NOT_RECORDED) continue;
          isFound = true;
          found.add(name);
        }
      }
      if (isFound) count += 1;
    },
    result: () => ({ count, attributes: [...found].sort() }),
  };
}

/** Names of the attributes that each rule and threshold reads, by its id; of two profiles' thresholds those of both. */
function readsOf({ rules, profiles }: Policy): ReadonlyMap<string, ReadonlySet<string>> {
  const reads = new Map<string, Set<string>>();
  for (const { id, condition } of [...rules, ...[...profiles.values()].flatMap((profile) => profile.rules)]) {
    const names = reads.get(id) ?? new Set();
    reads.set(id, names);
    for (const { definition } of condition.attributes) names.add(definition.name);
  }
  return reads;
}
