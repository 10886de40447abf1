// Weeks begin on Monday, 00:00 UTC; the first Monday since 1970 was the 5th of January.
const MONDAY_MS = 4 * 86_400_000;
const WEEK_MS = 7 * 86_400_000;

/** The number of the week that a time is in. */
export function weekOf(atMs: number): number {
  return Math.floor((atMs - MONDAY_MS) / WEEK_MS);
}

/** When a week begins, in ISO 8601. */
export function sayWeek(week: number): string {
  return new Date(MONDAY_MS + week * WEEK_MS).toISOString();
}

/** Something kept for each week. */
export interface ByWeek<T> {
  of(week: number): T;
  /** The first and the last week of which something is kept; null where nothing is. */
  span(): WeekSpan | null;
  /** Each week from the first to the last, those of which nothing is kept among them. */
  list<R>(span: WeekSpan | null, tell: (from: string, kept: T) => R): R[];
}

/** Both of them are in it. */
export interface WeekSpan {
  readonly first: number;
  readonly last: number;
}

/** Nothing kept yet; `start` makes what a week begins with. Rows of one week in a row cost no looking up. */
export function createByWeek<T>(start: () => T): ByWeek<T> {
  const all = new Map<number, T>();
  let lastWeek: number | null = null;
  let last: T | undefined;
  return {
    of(week) {
      if (last !== undefined && week === lastWeek) return last;
      const kept = all.get(week) ?? start();
      all.set(week, kept);
      lastWeek = week;
      last = kept;
      return kept;
    },
    span() {
      if (all.size === 0) return null;
      const weeks = [...all.keys()];
      return {
        first: weeks.reduce((one, other) => Math.min(one, other)),
        last: weeks.reduce((one, other) => Math.max(one, other)),
      };
    },
    list(span, tell) {
      if (span === null) return [];
      return Array.from({ length: span.last - span.first + 1 }, (_, index) => {
        const week = span.first + index;
        return tell(sayWeek(week), all.get(week) ?? start());
      });
    },
  };
}
