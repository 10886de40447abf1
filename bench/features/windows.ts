import type { AggregateFunction } from '../../src/core/features/term.ts';

/** A column that an aggregate reads. */
export type BenchColumn = 'amount' | 'merchant';

/** One aggregate over a card's purchases, as Scowl, a timeline and DuckDB have it. */
export interface BenchAggregate {
  readonly name: string;
  readonly scowl: string;
  readonly read: { readonly function: AggregateFunction; readonly column: BenchColumn | null };
  readonly sql: string;
  readonly windowSeconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const ROWS = { read: { function: 'Count', column: null }, sql: 'count(*)' } as const;

/** What is asked for of every row; the row itself counts, and what came before it and is not too old. */
export const FOUR_AGGREGATES: readonly BenchAggregate[] = [
  { name: 'count_15m', scowl: 'Count(by card last 15 minutes)', ...ROWS, windowSeconds: 15 * MINUTE },
  { name: 'count_1h', scowl: 'Count(by card last 1 hour)', ...ROWS, windowSeconds: HOUR },
  { name: 'count_24h', scowl: 'Count(by card last 24 hours)', ...ROWS, windowSeconds: DAY },
  {
    name: 'sum_24h',
    scowl: 'Sum(amount by card last 24 hours)',
    read: { function: 'Sum', column: 'amount' },
    sql: 'sum(amount)',
    windowSeconds: DAY,
  },
];

/** The same with distinct merchants. */
export const FIVE_AGGREGATES: readonly BenchAggregate[] = [
  ...FOUR_AGGREGATES,
  {
    name: 'merchants_24h',
    scowl: 'CountUnique(merchant by card last 24 hours)',
    read: { function: 'CountUnique', column: 'merchant' },
    sql: 'count(DISTINCT merchant)',
    windowSeconds: DAY,
  },
];

/** All answers to each aggregate, by row. */
export type Answers = readonly Float64Array[];
