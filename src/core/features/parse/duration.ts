import type { Span } from '../../language/source.ts';
import { printDuration } from '../print/duration.ts';
import type { DurationLiteral, DurationUnit } from '../syntax.ts';
import { beginsEquals, type Cursor } from './cursor.ts';
import type { Token } from './token.ts';

const UNITS: readonly DurationUnit[] = ['second', 'minute', 'hour', 'day', 'week'];
const units: ReadonlyMap<string, DurationUnit> = new Map(
  UNITS.flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** What is written for a unit elsewhere. */
const SHORT: ReadonlyMap<string, DurationUnit> = new Map([
  ['s', 'second'],
  ['sec', 'second'],
  ['secs', 'second'],
  ['m', 'minute'],
  ['min', 'minute'],
  ['mins', 'minute'],
  ['h', 'hour'],
  ['hr', 'hour'],
  ['hrs', 'hour'],
  ['d', 'day'],
  ['w', 'week'],
  ['wk', 'week'],
  ['wks', 'week'],
]);

/** Days in what has no length of its own: for a hint. */
const CALENDAR_DAYS: ReadonlyMap<string, number> = new Map([
  ['month', 30],
  ['months', 30],
  ['quarter', 90],
  ['quarters', 90],
  ['year', 365],
  ['years', 365],
]);

/** A number with a unit after it; null, and nothing taken, where the cursor is before something else. */
export function parseDuration(cursor: Cursor): DurationLiteral | null {
  const number = cursor.peek();
  if (number.kind !== 'number' || !isUnit(cursor, number.span.end)) return null;
  cursor.next();
  return parseUnit(cursor, number.value, number.span);
}

/** What stands after `last`: `5 days`, or `day` alone. Null where there is no such thing, which is reported. */
export function parseWindow(cursor: Cursor): DurationLiteral | null {
  const first = cursor.peek();
  const amount = first.kind === 'number' ? first.value : 1;
  if (first.kind === 'number') cursor.next();
  const example = first.kind === 'number' ? amount : 5;
  const unit = cursor.peek();
  if (unit.kind !== 'word' || unitOf(unit) === null) {
    cursor.missing('"last" takes a number and a unit', `write e.g. last ${example} days`);
    return null;
  }
  const window = parseUnit(cursor, amount, first.span);
  if (amount <= 0) cursor.error(window.span, 'a window is longer than nothing', 'write e.g. last 5 days');
  const ago = cursor.acceptWord('ago');
  if (ago) cursor.error(ago.span, 'a window always reaches back from the event', 'leave out "ago"');
  return window;
}

/** Whether a unit comes after the number; a short one only right behind it, as in `5d`. */
function isUnit(cursor: Cursor, numberEnd: number): boolean {
  const token = cursor.peek(1);
  // `day = …` on the next line is a declaration.
  if (token.kind !== 'word' || beginsEquals(cursor, 1)) return false;
  const isLong = units.has(token.lower) || CALENDAR_DAYS.has(token.lower);
  return isLong || (SHORT.has(token.lower) && token.span.start === numberEnd);
}

function unitOf(token: Token & { readonly kind: 'word' }): DurationUnit | null {
  const { lower } = token;
  return units.get(lower) ?? SHORT.get(lower) ?? (CALENDAR_DAYS.has(lower) ? 'day' : null);
}

/** Takes the unit, and reports one that is not written as one. */
function parseUnit(cursor: Cursor, amount: number, start: Span): DurationLiteral {
  const token = cursor.next();
  const span = { start: start.start, end: token.span.end };
  if (token.kind !== 'word') return { kind: 'duration', amount, unit: 'day', span };
  const days = CALENDAR_DAYS.get(token.lower);
  if (days !== undefined) {
    const inDays = { amount: amount * days, unit: 'day' } as const;
    const hint = `write days: ${printDuration(inDays)}`;
    cursor.error(token.span, 'months and years are not all of one length', hint);
    return { kind: 'duration', ...inDays, span };
  }
  const unit = unitOf(token) ?? 'day';
  if (!units.has(token.lower)) {
    cursor.error(token.span, `there is no unit "${token.text}"`, `write ${printDuration({ amount, unit })}`);
  }
  return { kind: 'duration', amount, unit, span };
}
