// The years 0 to 9999, which ISO 8601 writes with four digits.
const MIN_MS = -62_167_219_200_000;
const MAX_MS = 253_402_300_799_999;

/** Numbers of seconds do not reach this before the year 5138; numbers of milliseconds did in 1973. */
const MIN_MILLISECONDS = 1e11;

/** Seconds since 1970 as milliseconds; a number that is too great for seconds is taken as milliseconds. */
export function timeFromNumber(number: number): number | null {
  const ms = Math.abs(number) < MIN_MILLISECONDS ? number * 1000 : number;
  return ms >= MIN_MS && ms <= MAX_MS ? ms : null;
}

/** A time in ISO 8601, to the millisecond; one outside the years 0 to 9999 at their end. */
export function timeToText(ms: number): string {
  return new Date(Math.min(MAX_MS, Math.max(MIN_MS, ms))).toISOString();
}
