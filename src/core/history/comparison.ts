import type { Outcome, Verdict } from '../domain/decision.ts';
import type { Comparison } from './result.ts';
import type { HistoryRow } from './row.ts';
import { createSampler, sampleOf } from './samples.ts';
import { createSumsTally } from './sums.ts';
import type { Truth } from './truth.ts';

/** What differs between two policies, row by row. */
export interface ComparisonTally {
  add(row: HistoryRow, truth: Truth, verdict: Verdict, other: Verdict): void;
  result(): Omit<Comparison, 'other'>;
}

interface Compared {
  readonly truth: Truth;
  readonly verdict: Verdict;
  readonly other: Verdict;
}

/** Nothing compared yet. */
export function createComparisonTally(): ComparisonTally {
  const changes = new Map<string, ReturnType<typeof createChange>>();
  let same = 0;
  return {
    add(row, truth, verdict, other) {
      if (verdict.outcome === other.outcome) {
        same += 1;
        return;
      }
      const name = `${verdict.outcome} ${other.outcome}`;
      const change = changes.get(name) ?? createChange(verdict.outcome, other.outcome);
      changes.set(name, change);
      const { amountMinor, currency } = row.authorization;
      change.sums.add(truth, amountMinor, currency);
      change.sampler.offer(row, { truth, verdict, other });
    },
    result() {
      const listed = [...changes]
        .map(([name, { from, to, sums, sampler }]) => ({ name, sums: { from, to, ...sums.sums() }, sampler }))
        .sort((one, two) => two.sums.count - one.sums.count || (one.name < two.name ? -1 : 1));
      return {
        same,
        changed: listed.map(({ sums }) => sums),
        samples: listed.flatMap(({ sampler }) => sampler.samples()),
      };
    },
  };
}

function createChange(from: Outcome, to: Outcome) {
  const sampler = createSampler((row, { truth, verdict, other }: Compared) => ({
    ...sampleOf(row, verdict),
    new_outcome: other.outcome,
    new_reasons: other.reasons,
    truth,
  }));
  return { from, to, sums: createSumsTally(), sampler };
}
