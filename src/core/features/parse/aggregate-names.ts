import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../term.ts';

/** Aggregates that are known of the language and not built. */
export const UNBUILT_AGGREGATES = [
  'DecayedCount',
  'DecayedSum',
  'DecayedAverage',
  'HyperLogLog',
  'Sequence',
  'Set',
  'VectorAverage',
  'Ratio',
] as const;

type AggregateName = AggregateFunction | (typeof UNBUILT_AGGREGATES)[number];

const names: ReadonlyMap<string, AggregateName> = new Map(
  [...AGGREGATE_FUNCTIONS, ...UNBUILT_AGGREGATES].map((name) => [name.toLowerCase(), name]),
);

/** How an aggregate's name is written, for one in any case; `Last` is `Latest`. Null for what is none. */
export function aggregateName(name: string): AggregateName | null {
  const lower = name.toLowerCase();
  return lower === 'last' ? 'Latest' : (names.get(lower) ?? null);
}
