const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?))?$/;

/** The farthest time from 1970, either way, that the calendar knows, in milliseconds. */
const MAX_TIME_MS = 8_640_000_000_000_000;

/**
 * Milliseconds since 1970 of an ISO 8601 time, or null for anything else. It has `Z` or an offset, because a time of
 * day without one can be meant anywhere; a date alone is its midnight in UTC. What is finer than milliseconds is cut.
 */
export function parseIsoTime(text: string): number | null {
  const parts = ISO.exec(text.trim());
  if (!parts) return null;
  const part = (index: number) => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const [offsetHours, offsetMinutes] = [part(10), part(11)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that the month does not have came out as one of the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = (offsetHours * 60 + offsetMinutes) * (parts[9] === '-' ? -1 : 1);
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + ms;
}

/** Whether a number is a time that the calendar knows. */
export function isTime(ms: unknown): ms is number {
  return typeof ms === 'number' && Math.abs(ms) <= MAX_TIME_MS;
}
