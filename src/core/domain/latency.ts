import { limits } from './limits.ts';

/** Each bound is so many times the one before: a value that is read from the middle of two is 2.5 % off at most. */
const GROWTH = 1.05;
const BELOW = 190;
const ABOVE = 48;

/**
 * The upper bounds of a histogram of latencies, in milliseconds, ascending: from 0.2 ms to 20 s. Stripe's patience is
 * one of them, so that how many took longer is exact. Histograms of these bounds add up, whoever counted them; other
 * bounds make what was counted before mean something else.
 */
export const LATENCY_BOUNDS_MS: readonly number[] = Array.from(
  { length: BELOW + 1 + ABOVE },
  (_, place) => limits.stripeTimeoutMs * GROWTH ** (place - BELOW),
);

/** How many latencies fell into which place of the bounds; what is not there is none. */
export type Latencies = Readonly<Record<number, number>>;

/** The place of the first bound that is not below a latency; one past the last for what is longer than all. */
export function latencyPlace(ms: number): number {
  let low = 0;
  let high = LATENCY_BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((LATENCY_BOUNDS_MS[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sum of histograms. */
export function addLatencies(all: Iterable<Latencies>): Latencies {
  const sum: Record<number, number> = {};
  for (const latencies of all) {
    for (const [place, count] of entriesOf(latencies)) sum[place] = (sum[place] ?? 0) + count;
  }
  return sum;
}

/**
 * The latency, in milliseconds, that this share of all did not exceed, from 0 to 1; null where there are none. It is
 * the middle between two bounds, and the last bound for whatever took longer.
 */
export function latencyQuantile(latencies: Latencies, share: number): number | null {
  const counted = entriesOf(latencies).toSorted(([a], [b]) => a - b);
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(share * total));
  for (const [place, count] of counted) {
    left -= count;
    if (left <= 0) return middleOf(place);
  }
  return middleOf(LATENCY_BOUNDS_MS.length);
}

/** How many took longer than Stripe waits. */
export function countTooLate(latencies: Latencies): number {
  return entriesOf(latencies).reduce((sum, [place, count]) => sum + (place > BELOW ? count : 0), 0);
}

function middleOf(place: number): number {
  const upper = LATENCY_BOUNDS_MS[Math.min(place, LATENCY_BOUNDS_MS.length - 1)] ?? 0;
  const isInside = place > 0 && place < LATENCY_BOUNDS_MS.length;
  return Number((isInside ? upper / Math.sqrt(GROWTH) : upper).toPrecision(3));
}

function entriesOf(latencies: Latencies): [place: number, count: number][] {
  return Object.entries(latencies).map(([place, count]) => [Number(place), count]);
}
