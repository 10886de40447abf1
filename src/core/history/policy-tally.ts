import type { Verdict } from '../domain/decision.ts';
import type { Policy } from '../policy/policy.ts';
import { createConfusionTally } from './confusion.ts';
import type { PolicyResult } from './result.ts';
import type { HistoryRow } from './row.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

/** What a policy would have done, row by row of the window. */
export interface PolicyTally {
  add(row: HistoryRow, truth: Truth, verdict: Verdict): void;
  result(): Pick<PolicyResult, 'policy' | 'confusion' | 'money' | 'precision' | 'recall' | 'false_positive_rate'>;
}

/** A tally of nothing yet. `profile` names the one that every portfolio is under, where one was chosen. */
export function createPolicyTally(policy: Policy, profile: string | null, _window: Window): PolicyTally {
  const all = createConfusionTally();
  return {
    add({ authorization: { amountMinor, currency } }, truth, { outcome }) {
      all.add(outcome, truth, amountMinor, currency);
    },
    result: () => ({ policy: { version: policy.version, profile }, ...all.scores() }),
  };
}
