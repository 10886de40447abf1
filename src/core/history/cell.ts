import { nearest } from '../language/nearest.ts';

/** What stands in one cell of a history once it is read; null where there is nothing. Times are milliseconds. */
export type Cell = string | number | boolean | null;

/**
 * What a column holds:
 * - `text`: as it stands
 * - `number`: finite, from `min` to `max` where there are such
 * - `minor`: a whole number, an amount in minor units or a count
 * - `boolean`: true, false, 1, 0
 * - `time`: Unix seconds, with a fraction or without, or ISO 8601, in UTC where it names no offset; not before 1970
 * - `word`: one of the `words`, without regard to case, and how each is spelt here
 * - `code`: so many letters, in lower or upper case here
 */
export type CellType =
  | { readonly kind: 'text' | 'minor' | 'boolean' | 'time' }
  | { readonly kind: 'number'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'word'; readonly words: ReadonlyMap<string, string>; readonly shown: readonly string[] }
  | { readonly kind: 'code'; readonly letters: number; readonly isUpper: boolean };

/** A cell, or that what stands there is not of the type. */
export type CellReading = { readonly isRead: true; readonly cell: Cell } | { readonly isRead: false };

// DuckDB reads +-5 as -5, and so do we.
const NUMBER = /^\+?-?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?$/i;
// The same to JavaScript and to DuckDB, which reads more than this: adapters/table/cell-sql.ts writes it there.
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?';
const ZONE = 'Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?';
export const ISO_TIME = `[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]${CLOCK}(${ZONE})?)?`;
const ISO = new RegExp(`^${ISO_TIME}$`);
/** Later seconds are milliseconds, most likely: these are of the year 5138. */
export const MAX_UNIX_SECONDS = 1e11;
const NOTHING: CellReading = { isRead: true, cell: null };
const UNREAD: CellReading = { isRead: false };

/** Reads what stands in a cell: a text, or JSON that is a single value. */
export function readCell(type: CellType, value: unknown): CellReading {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return UNREAD;
  const cell = cellOf(type, value);
  return cell === null ? UNREAD : { isRead: true, cell };
}

function cellOf(type: CellType, value: string | number | boolean): Cell {
  switch (type.kind) {
    case 'text':
      return String(value);
    case 'number':
      return within(type, numberOf(value));
    case 'minor':
      return count(numberOf(value));
    case 'boolean':
      return booleanOf(value);
    case 'time':
      return timeOf(value);
    case 'word':
      return type.words.get(bare(String(value)).toLowerCase()) ?? null;
    case 'code':
      return codeOf(type, bare(String(value)));
  }
}

// The blanks that DuckDB passes over around a number; JavaScript's trim takes more.
const BLANKS = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

function bare(text: string): string {
  return text.replace(BLANKS, '');
}

function numberOf(value: string | number | boolean): number | null {
  if (typeof value === 'boolean') return null;
  const text = typeof value === 'number' ? '' : bare(value);
  const number =
    typeof value === 'number'
      ? value
      : NUMBER.test(text)
        ? Number(text.replace('+-', '-').replaceAll('_', ''))
        : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function within({ min, max }: { min: number | null; max: number | null }, number: number | null): number | null {
  if (number === null || (min !== null && number < min) || (max !== null && number > max)) return null;
  return number;
}

function count(number: number | null): number | null {
  // A zero with a sign is none to anybody.
  return Number.isSafeInteger(number) && Number(number) >= 0 ? Math.abs(Number(number)) : null;
}

function booleanOf(value: string | number | boolean): boolean | null {
  const word = bare(String(value)).toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}

function timeOf(value: string | number | boolean): number | null {
  const seconds = numberOf(value);
  if (seconds !== null) return seconds >= 0 && seconds < MAX_UNIX_SECONDS ? Math.abs(Math.round(seconds * 1000)) : null;
  const text = bare(String(value));
  if (!ISO.test(text)) return null;
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  // JavaScript takes the 30th of February for a day in March.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  const [, zone = 'Z'] = /\d(Z|[+-]\d{2}(?::?\d{2})?)$/.exec(text.slice(18)) ?? [];
  const time = text.slice(11, 19) || '00:00:00';
  const [fraction = ''] = /[.]\d+/.exec(text) ?? [];
  const atMs = Date.parse(`${text.slice(0, 10)}T${time}${fraction.slice(0, 4)}${zoneOf(zone)}`);
  return atMs >= 0 ? atMs : null;
}

/** The offset as JavaScript reads it everywhere: +02:00. */
function zoneOf(zone: string): string {
  if (zone === 'Z') return zone;
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}

function codeOf({ letters, isUpper }: { letters: number; isUpper: boolean }, text: string): string | null {
  if (text.length !== letters || !/^[a-z]+$/i.test(text)) return null;
  return isUpper ? text.toUpperCase() : text.toLowerCase();
}

/** What is wrong with what stands in a cell, and what to write instead. */
export function cellFault(type: CellType, text: string): string {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  switch (type.kind) {
    case 'text':
      return `${shown} is no single value; write a text`;
    case 'number': {
      const range = type.min !== null && type.max !== null ? ` from ${type.min} to ${type.max}` : '';
      return `${shown} is no number${range}; write one in plain decimals, or nothing`;
    }
    case 'minor':
      return `${shown} is no whole number from 0 on; amounts are in minor units: 12.50 USD is 1250`;
    case 'boolean':
      return `${shown} is neither true nor false; write true, false, 1, 0 or nothing`;
    case 'time':
      return `${shown} is no time; write Unix seconds, e.g. 1672531226, or ISO 8601, e.g. 2023-01-01T00:00:26Z`;
    case 'word': {
      const near = nearest(text, type.shown);
      return `${shown} is none of ${type.shown.join(', ')}${near ? `; did you mean ${near}?` : ''}`;
    }
    case 'code': {
      const example = type.letters === 2 ? 'US' : 'usd';
      return `${shown} is no code of ${type.letters} letters; write e.g. ${example}, or nothing`;
    }
  }
}
