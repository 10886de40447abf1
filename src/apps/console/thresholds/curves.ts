import type { ThresholdSettings, TuneCell, WhatIf } from '../../../core/history/tune-result.ts';
import { whatIf } from '../../../core/history/what-if.ts';
import { moved, nameOf, type Word } from './bounds.ts';

/** The places of the curves: every whole score. */
export const SCORES: readonly number[] = Array.from({ length: 101 }, (_, score) => score);

/**
 * What the policy would do with the threshold of one word at each score, everything else as it is in `settings`. Pure:
 * it does not depend on where that threshold stands now.
 */
export function curveOf(
  cells: readonly TuneCell[],
  settings: ThresholdSettings,
  word: Word,
  days: number,
): readonly WhatIf[] {
  const name = nameOf({ signal: 'fraud_risk_score', word });
  return SCORES.map((score) => whatIf(cells, moved(settings, { [name]: score }), days));
}
