import type { Value } from '../domain/value.ts';
import { thresholdScore } from '../policy/threshold-score.ts';
import { addRow, addSums, noSums, type RowSums, type SummedRow } from './row-sums.ts';
import type { ThresholdSettings } from './tune-result.ts';

/** The thresholds of the fraud score that are tried, from the strictest: whole numbers, as people set them. */
export const TRIED_SCORES: readonly number[] = Array.from({ length: 101 }, (_, index) => 100 - index);

/** What every threshold of the fraud score stops, week by week. */
export interface ScoreWeeks {
  /** `score` null: it is missing. Under the settings of the profile that the row is judged by. */
  add(week: number, score: number | null, likely: Value, settings: ThresholdSettings, row: SummedRow): void;
  /** Of each week that has a row: what each threshold stops, from the strictest, and last all rows there are. */
  weeks(): readonly (readonly RowSums[])[];
}

/** Weeks of which nothing is known yet. */
export function createScoreWeeks(): ScoreWeeks {
  const byWeek = new Map<number, RowSums[]>();
  const scales = new WeakMap<ThresholdSettings, Map<Value, readonly number[]>>();

  function scaleOf(settings: ThresholdSettings, likely: Value): readonly number[] {
    let byLikelihood = scales.get(settings);
    if (!byLikelihood) {
      byLikelihood = new Map();
      scales.set(settings, byLikelihood);
    }
    let scale = byLikelihood.get(likely);
    if (!scale) {
      scale = TRIED_SCORES.map((above) => thresholdScore(settings, above, likely));
      byLikelihood.set(likely, scale);
    }
    return scale;
  }

  return {
    add(week, score, likely, settings, row) {
      let buckets = byWeek.get(week);
      if (!buckets) {
        buckets = Array.from({ length: TRIED_SCORES.length + 1 }, noSums);
        byWeek.set(week, buckets);
      }
      const scale = scaleOf(settings, likely);
      // What is missing is stopped by every threshold alike, or by none.
      const isMissingStopped = score === null && stopsMissing(settings, 'fraud_risk_score');
      const first = score === null ? (isMissingStopped ? 0 : scale.length) : firstBelow(scale, score);
      const bucket = buckets[first];
      if (bucket) addRow(bucket, row);
    },
    weeks() {
      const inOrder = [...byWeek].sort(([one], [other]) => one - other);
      return inOrder.map(([, buckets]) => accumulated(buckets));
    },
  };
}

/** Whether these settings stop what misses a signal, by its name. */
export function stopsMissing({ on_missing: onMissing }: ThresholdSettings, signal: string): boolean {
  const reactions: Readonly<Record<string, string | undefined>> = onMissing;
  const reaction = reactions[signal];
  return reaction === 'decline' || reaction === 'challenge';
}

/** The place of the first number, of descending ones, that is below the score; their count where none is. */
function firstBelow(descending: readonly number[], score: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((descending[middle] ?? 0) < score) high = middle;
    else low = middle + 1;
  }
  return low;
}

function accumulated(buckets: readonly RowSums[]): RowSums[] {
  const sums = noSums();
  return buckets.map((bucket) => {
    addSums(sums, bucket);
    return [...sums];
  });
}

/** Some weeks together, each counted as often as it is named. */
export function togetherOf(weeks: readonly (readonly RowSums[])[]): readonly RowSums[] {
  const sums = Array.from({ length: TRIED_SCORES.length + 1 }, noSums);
  for (const week of weeks) {
    for (const [index, each] of week.entries()) {
      const into = sums[index];
      if (into) addSums(into, each);
    }
  }
  return sums;
}
