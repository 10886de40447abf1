import { createRandom } from '../domain/random.ts';
import { at, FRAUD, GOOD, type RowSums, rowsOf } from './row-sums.ts';
import { TRIED_SCORES, togetherOf } from './score-weeks.ts';

/** What somebody wants of a threshold. Shares, 0 to 1. */
export interface Wish {
  /** Of what it stops, at least so much is fraud. */
  readonly leastPrecision: number | null;
  /** Of everything, whatever is known of it, it stops at most so much. */
  readonly mostDeclineRate: number | null;
  /** Of those that meet the rest, the one that costs least; otherwise the lowest, which stops most fraud. */
  readonly isCheapest: boolean;
}

/** What it costs to stop this, of so much. */
export type Cost = (stopped: RowSums, all: RowSums) => number;

/**
 * The threshold that a wish asks for; null where none meets it. `stopped` is what each stops, from the strictest, and
 * last all rows there are. Among thresholds that cost the same it is the strictest.
 */
export function chooseThreshold(stopped: readonly RowSums[], wish: Wish, cost: Cost): number | null {
  const all = stopped.at(-1) ?? [];
  let chosen: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, threshold] of TRIED_SCORES.entries()) {
    const sums = stopped[index] ?? [];
    if (!isMet(sums, all, wish)) continue;
    const costs = wish.isCheapest ? cost(sums, all) : Number.NEGATIVE_INFINITY;
    if (wish.isCheapest && costs >= least) continue;
    least = costs;
    chosen = threshold;
  }
  return chosen;
}

function isMet(stopped: RowSums, all: RowSums, { leastPrecision, mostDeclineRate }: Wish): boolean {
  const fraud = at(stopped, FRAUD);
  const known = fraud + at(stopped, GOOD);
  if (leastPrecision !== null && (known === 0 || fraud / known < leastPrecision)) return false;
  return mostDeclineRate === null || rowsOf(stopped) <= mostDeclineRate * rowsOf(all);
}

/** Where a threshold lies in most draws of whole weeks; `high` is null where none meets the wish in some of them. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** How intervals are drawn. */
export interface IntervalDraws {
  readonly draws: number;
  readonly share: number;
  readonly seed: number;
  readonly minWeeks: number;
}

/**
 * Where the thresholds of some wishes lie if weeks come again as they came: so many weeks are drawn with replacement,
 * again and again, whole, since the rows of a week are alike (Künsch 1989 for blocks). The same for the same seed.
 */
export function intervalsOf(
  weeks: readonly (readonly RowSums[])[],
  wishes: readonly Wish[],
  cost: Cost,
  { draws, share, seed, minWeeks }: IntervalDraws,
): readonly Interval[] {
  if (weeks.length < minWeeks) return wishes.map(() => ({ low: null, high: null }));
  const random = createRandom(seed);
  const found = wishes.map((): number[] => []);
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = togetherOf(weeks.flatMap(() => [weeks[Math.floor(random() * weeks.length)] ?? []]));
    // Where none meets it, it lies above all there are.
    for (const [index, wish] of wishes.entries()) {
      found[index]?.push(chooseThreshold(drawn, wish, cost) ?? Number.POSITIVE_INFINITY);
    }
  }
  return found.map((thresholds) => {
    thresholds.sort((one, other) => one - other);
    const outside = Math.round((thresholds.length * (1 - share)) / 2);
    return { low: finite(thresholds[outside]), high: finite(thresholds[thresholds.length - 1 - outside]) };
  });
}

function finite(threshold: number | undefined): number | null {
  return threshold === undefined || !Number.isFinite(threshold) ? null : threshold;
}
