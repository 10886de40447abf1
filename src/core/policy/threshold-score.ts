import { DISPUTABILITIES } from '../domain/signals.ts';
import type { Value } from '../domain/value.ts';
import type { ProfileFile } from './schema.ts';

/** Where a threshold of the fraud score stands when a dispute is this likely to be won. */
export function thresholdScore(
  { disputability }: Pick<ProfileFile, 'disputability'>,
  above: number,
  likely: Value | undefined,
): number {
  const known = DISPUTABILITIES.find((value) => value === likely);
  const points = known === undefined ? 0 : (disputability[known]?.fraud_risk_score ?? 0);
  return points === 0 ? above : Math.min(100, Math.max(0, above + points));
}
