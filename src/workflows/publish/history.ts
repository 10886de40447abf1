import { type DecisionCursor, listDecisions } from '../../adapters/store/database/decisions.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { featuresOfRecord } from '../../core/decision/recorded-features.ts';
import { redecide } from '../../core/decision/redecide.ts';
import type { Outcome } from '../../core/domain/decision.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** A recorded decision that another policy would have made otherwise. */
export interface ChangedDecision {
  readonly id: string;
  readonly authorization: string | null;
  readonly askedAtMs: number;
  readonly outcome: Outcome;
  readonly newOutcome: Outcome;
  readonly newReasons: readonly string[];
}

/** What a policy would have changed in the decisions of some days. */
export interface HistoryDiff {
  readonly decisions: number;
  readonly changed: number;
  /** Those of which the record does not tell, and the attributes that were not recorded for them. */
  readonly unknown: number;
  readonly unrecorded: readonly string[];
  /** From which outcome to which, the most frequent first. */
  readonly outcomes: readonly { readonly from: Outcome; readonly to: Outcome; readonly count: number }[];
  /** The latest of them. */
  readonly examples: readonly ChangedDecision[];
  /** Whether there were more decisions than are looked at. */
  readonly isCut: boolean;
}

/** Which decisions are looked at, and the policies that made them. */
export interface HistoryReach {
  readonly scope: Scope;
  readonly fromMs: number;
  /** A stored version; null where there is none of that name, or it can't be read any more. */
  policyOf(version: string): Promise<Policy | null>;
}

/**
 * Decides the recorded decisions since a moment again, the latest first and so many at most, on what was recorded with
 * them. In pages, with a breath in between: the same process answers Stripe. `policy` reads recorded attributes.
 */
export async function diffHistory(
  pool: SqlPool,
  policy: Policy,
  entries: ListEntries,
  { scope, fromMs, policyOf }: HistoryReach,
): Promise<HistoryDiff> {
  const counts = new Map<string, { from: Outcome; to: Outcome; count: number }>();
  const unrecorded = new Set<string>();
  const examples: ChangedDecision[] = [];
  let [decisions, changed, unknown] = [0, 0, 0];
  let after: DecisionCursor | undefined;
  do {
    const page = await listDecisions(pool, { scope, fromMs }, { limit: limits.historyPage, ...(after && { after }) });
    for (const stored of page.decisions) {
      // INVARIANT: written by us, as `decisionRecord` made it.
      const record = stored.record as unknown as DecisionRecord;
      if (record.answered_by !== 'policy') continue;
      decisions += 1;
      const then = await policyOf(record.policy_version);
      const found = redecide(record, policy, entries, featuresOfRecord(record, then, policy));
      if (found.kind === 'unknown') {
        unknown += 1;
        for (const name of found.attributes) unrecorded.add(name);
      } else if (found.isChanged) {
        changed += 1;
        const { outcome: to, reasons: newReasons } = found.verdict;
        const key = `${record.outcome} ${to}`;
        const counted = counts.get(key) ?? { from: record.outcome, to, count: 0 };
        counts.set(key, { ...counted, count: counted.count + 1 });
        const { id, authorization, asked_at: askedAtMs, outcome } = record;
        if (examples.length < limits.historyExamples) {
          examples.push({ id, authorization, askedAtMs, outcome, newOutcome: to, newReasons });
        }
      }
    }
    after = page.next ?? undefined;
    await new Promise((resolve) => setImmediate(resolve));
  } while (after && decisions < limits.maxHistoryDecisions);
  const outcomes = [...counts.values()].sort((a, b) => b.count - a.count);
  return { decisions, changed, unknown, unrecorded: [...unrecorded], outcomes, examples, isCut: after !== undefined };
}
