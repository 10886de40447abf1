/** Something measured, and how much of the machine others used meanwhile. */
export interface Disturbed<T> {
  readonly value: T;
  /** From 0 to 1; null where that can't be seen. */
  readonly othersShare: number | null;
}

/** Others may use so much of the machine before a measurement counts as disturbed. */
const CALM_SHARE = 0.1;

/**
 * Measures until `count` measurements were undisturbed by other programs, twice as often as asked for at most, and keeps
 * the `count` least disturbed. They are chosen by what others did, never by what was measured.
 */
export async function measureCalmly<T>(
  count: number,
  measure: (attempt: number) => Promise<Disturbed<T>>,
): Promise<Disturbed<T>[]> {
  const all: Disturbed<T>[] = [];
  const isCalm = ({ othersShare }: Disturbed<T>) => othersShare === null || othersShare <= CALM_SHARE;
  while (all.filter(isCalm).length < count && all.length < 2 * count) all.push(await measure(all.length + 1));
  return all.sort((a, b) => (a.othersShare ?? 0) - (b.othersShare ?? 0)).slice(0, count);
}
