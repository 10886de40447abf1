export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The hour of the day, 0 to 23, where the clocks are so many hours ahead of UTC. */
export function hourAt(atMs: number, utcOffsetHours: number): number {
  return Math.floor((atMs / HOUR_MS + utcOffsetHours) % 24);
}

/** Days since 1970 on the calendar of that place. */
export function dayAt(atMs: number, utcOffsetHours: number): number {
  return Math.floor((atMs / HOUR_MS + utcOffsetHours) / 24);
}

/** 0: Sunday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

/** 1 to 31. */
export function dayOfMonthOf(day: number): number {
  return new Date(day * DAY_MS).getUTCDate();
}
