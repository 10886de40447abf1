import { expect, test } from 'vitest';
import { tileWidthMs } from '../../../../src/core/features/timeline/tile-width.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  ['a second', SECOND, SECOND],
  ['15 minutes', 15 * MINUTE, MINUTE],
  ['an hour', HOUR, 5 * MINUTE],
  ['just under an hour', HOUR - 1, MINUTE],
  ['a day', DAY, HOUR],
  ['a week', 7 * DAY, 6 * HOUR],
  ['90 days', 90 * DAY, 7 * DAY],
  ['400 days', 400 * DAY, 7 * DAY],
])('a window of %s has tiles of a twelfth or less', (_, windowMs, widthMs) => {
  expect(tileWidthMs(windowMs)).toBe(widthMs);
});
