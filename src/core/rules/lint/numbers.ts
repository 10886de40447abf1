import type { ComparisonOperator } from '../condition.ts';

/** A place on the line of numbers: just before or just after `at`. */
interface Cut {
  readonly at: number;
  readonly isAfter: boolean;
}

interface Stretch {
  readonly from: Cut;
  readonly to: Cut;
}

/** A set of numbers as stretches from least to greatest, and whether what is no number is in it, too. */
export interface Numbers {
  readonly stretches: readonly Stretch[];
  readonly hasOdd: boolean;
}

const START: Cut = { at: Number.NEGATIVE_INFINITY, isAfter: false };
const END: Cut = { at: Number.POSITIVE_INFINITY, isAfter: true };

export const ALL_NUMBERS: Numbers = { stretches: [{ from: START, to: END }], hasOdd: true };

/** The numbers that compare so with this one; none that is no number. */
export function comparing(operator: ComparisonOperator, value: number): Numbers {
  const [before, after] = [justBefore(value), justAfter(value)];
  const stretches: Readonly<Record<ComparisonOperator, readonly Stretch[]>> = {
    '=': [{ from: before, to: after }],
    '!=': [
      { from: START, to: before },
      { from: after, to: END },
    ],
    '<': [{ from: START, to: before }],
    '<=': [{ from: START, to: after }],
    '>': [{ from: after, to: END }],
    '>=': [{ from: before, to: END }],
  };
  return { stretches: stretches[operator], hasOdd: false };
}

/** The numbers from the least to the greatest, both included. */
export function between(min: number, max: number): Numbers {
  return { stretches: [{ from: justBefore(min), to: justAfter(max) }], hasOdd: false };
}

/** Just these numbers. */
export function oneOf(values: readonly number[]): Numbers {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return { stretches: sorted.map((value) => ({ from: justBefore(value), to: justAfter(value) })), hasOdd: false };
}

/** All that is not in the set. */
export function otherNumbers({ stretches, hasOdd }: Numbers): Numbers {
  const gaps: Stretch[] = [];
  let from = START;
  for (const stretch of stretches) {
    if (order(from, stretch.from) < 0) gaps.push({ from, to: stretch.from });
    from = stretch.to;
  }
  if (order(from, END) < 0) gaps.push({ from, to: END });
  return { stretches: gaps, hasOdd: !hasOdd };
}

/** What is in both sets. */
export function bothNumbers(a: Numbers, b: Numbers): Numbers {
  const stretches: Stretch[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [x, y] = [a.stretches[left], b.stretches[right]];
    if (!x || !y) break;
    const from = order(x.from, y.from) > 0 ? x.from : y.from;
    const to = order(x.to, y.to) < 0 ? x.to : y.to;
    if (order(from, to) < 0) stretches.push({ from, to });
    if (order(x.to, y.to) < 0) left++;
    else right++;
  }
  return { stretches, hasOdd: a.hasOdd && b.hasOdd };
}

export function isNoNumber({ stretches, hasOdd }: Numbers): boolean {
  return stretches.length === 0 && !hasOdd;
}

/** Whether all of `a` is in `b`. */
export function areWithin(a: Numbers, b: Numbers): boolean {
  return isNoNumber(bothNumbers(a, otherNumbers(b)));
}

/** Whether every number in the set is less than this one, and nothing else is in it. */
export function areBelow(numbers: Numbers, limit: number): boolean {
  return areWithin(numbers, comparing('<', limit));
}

function justBefore(at: number): Cut {
  return { at, isAfter: false };
}

function justAfter(at: number): Cut {
  return { at, isAfter: true };
}

function order(a: Cut, b: Cut): number {
  return a.at === b.at ? Number(a.isAfter) - Number(b.isAfter) : a.at - b.at;
}
