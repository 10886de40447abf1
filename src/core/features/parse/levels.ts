/** How tightly operators bind, the loosest first. Those of one level join from the left; comparisons don't join. */
export const LEVELS = { or: 1, and: 2, not: 3, compare: 4, sum: 5, term: 6, sign: 7, operand: 8 } as const;
export type Level = (typeof LEVELS)[keyof typeof LEVELS];
