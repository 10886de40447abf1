/** A day in UTC, as weeks of a backtest begin: `3 Aug 2026`. */
export function sayDay(iso: string): string {
  return new Date(iso).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
