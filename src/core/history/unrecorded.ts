import { unrecorded } from '../decision/redecide.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Policy } from '../policy/policy.ts';
import type { Unrecorded } from './result.ts';

/** Counts the asks of which a policy can't tell all, since what it reads was not recorded with them. */
export interface UnrecordedTally {
  add(verdict: Verdict): void;
  result(): Unrecorded;
}

/** A tally of nothing yet, of what this policy says. */
export function createUnrecordedTally(policy: Policy): UnrecordedTally {
  const attributes = new Set<string>();
  let count = 0;
  return {
    add(verdict) {
      const wanted = unrecorded(verdict, policy);
      if (wanted.length === 0) return;
      count += 1;
      for (const name of wanted) attributes.add(name);
    },
    result: () => ({ count, attributes: [...attributes].sort() }),
  };
}
