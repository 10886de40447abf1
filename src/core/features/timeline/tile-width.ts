const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WIDTHS = [7 * DAY, DAY, 6 * HOUR, HOUR, 5 * MINUTE, MINUTE, 10 * SECOND, SECOND];

/**
 * How long a tile is for a window: the largest of a few round widths that is no more than a twelfth of it (an hour has
 * tiles of five minutes, a day of an hour, a week of six hours), and never less than a second.
 */
export function tileWidthMs(windowMs: number): number {
  return WIDTHS.find((width) => width * 12 <= windowMs) ?? SECOND;
}
