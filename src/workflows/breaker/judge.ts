import { limits } from '../../core/domain/limits.ts';

/** How often something happened. */
export interface Share {
  readonly times: number;
  readonly of: number;
}

/**
 * Whether what is seen is far more than what was foretold: more than `breakerFactor` times the share and
 * `breakerMargin` above it, on enough asks, and too much for chance (so many standard deviations of a binomial
 * distribution above the share that was foretold).
 */
export function isFarMore(seen: Share, foretold: Share): boolean {
  if (seen.of < limits.breakerMinAsks || foretold.of < limits.breakerMinAsks) return false;
  const before = foretold.times / foretold.of;
  const now = seen.times / seen.of;
  if (now <= before * limits.breakerFactor || now <= before + limits.breakerMargin) return false;
  // A share of nothing at all would make a single match infinitely unlikely: as if it had happened once.
  const expected = Math.max(before, 1 / foretold.of);
  const deviation = Math.sqrt((expected * (1 - expected)) / seen.of);
  return now - expected > limits.breakerDeviations * deviation;
}
