import type { JsonValue } from '../../../core/features/scowl-value.ts';
import { type Layout, ROW_COLUMNS, ROW_ID } from '../../../core/features/timeline/layout.ts';
import { codeOfLetter, OUTCOME_LETTERS, type OutcomeCode } from '../../../core/features/timeline/outcome.ts';
import type { Reading } from './reading.ts';

// To make a text of it, and arrays of that, would be the greater part of what an ask costs; this is a fraction of it.
// Bytes, since a class that extends String, as the Redis client has one, makes `charCodeAt` ten times as slow
// everywhere.

const ID_START = '["'.length;
const ID_LENGTH = 9;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitOf = new Uint8Array(256);
for (let value = 0; value < DIGITS.length; value++) digitOf[DIGITS.charCodeAt(value)] = value;
const outcomeOf = new Uint8Array(256);
for (const letter of OUTCOME_LETTERS) outcomeOf[letter.charCodeAt(0)] = codeOfLetter(letter);

// Codes of ! , ] [ { } " \ - 0 and 9.
const NOTE = 33;
const COMMA = 44;
const CLOSE = 93;
const OPEN = 91;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Whole numbers up to here are exact, whatever digits they are made of. */
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Reads on: lines as `encodeLine` writes them, each with a comma and a newline behind it, and notes of outcomes that
 * changed between them. `bytes` are what stands in the key from `offset` on. The same as core's `decodeLines` of what
 * `JSON.parse` makes of the lines, but in the order of writing.
 */
export function readLines(layout: Layout, bytes: Buffer, offset: number, reading: Reading): void {
  const { starts, numbers, others } = reading;
  const { rowNumbers, rowOthers } = layout;
  at = Math.max(0, reading.length - offset);
  while (at < bytes.length) {
    if (bytes[at] === NOTE) {
      readNote(layout, bytes, reading);
      continue;
    }
    starts.push(offset + at);
    const id = readId(bytes, at + ID_START);
    reading.outcomes.push(outcomeAt(bytes, at + ID_START + ID_LENGTH));
    at += ID_START + ID_LENGTH + 'p",'.length;
    numbers.push(readNumber(bytes), readNumber(bytes), id);
    for (let number = ROW_COLUMNS; number < rowNumbers; number++) numbers.push(readNumber(bytes));
    for (let other = 0; other < rowOthers; other++) others.push(readOther(bytes));
    at += ',\n'.length;
  }
  reading.length = Math.max(reading.length, offset + bytes.length);
}

/** `!<id><letter>`: what became of an entry that stands further up. */
function readNote({ rowNumbers }: Layout, bytes: Buffer, reading: Reading): void {
  const id = readId(bytes, at + 1);
  const outcome = outcomeAt(bytes, at + 1 + ID_LENGTH);
  at += '!IIIIIIIIIp\n'.length;
  for (let row = reading.starts.length - 1; row >= 0; row--) {
    if (reading.numbers[row * rowNumbers + ROW_ID] !== id) continue;
    if (reading.outcomes[row] !== outcome) reading.outcomes = reading.outcomes.with(row, outcome);
    return;
  }
}

function outcomeAt(bytes: Buffer, place: number): OutcomeCode {
  return outcomeOf[bytes[place] ?? 0] ?? 0;
}

/** Where the reading is; behind each thing that was read, and the comma or bracket after it. */
let at = 0;

function readId(bytes: Buffer, from: number): number {
  let [high, low] = [0, 0];
  for (let place = from; place < from + 4; place++) high = high * 64 + (digitOf[bytes[place] ?? 0] ?? 0);
  for (let place = from + 4; place < from + ID_LENGTH; place++) low = low * 64 + (digitOf[bytes[place] ?? 0] ?? 0);
  return high * 2 ** 30 + low;
}

/** A number; NaN for null. */
function readNumber(bytes: Buffer): number {
  const start = at;
  const isNegative = bytes[start] === MINUS;
  let place = isNegative ? start + 1 : start;
  let code = bytes[place] ?? COMMA;
  let value = 0;
  while (code >= ZERO && code <= NINE) {
    value = value * 10 + (code - ZERO);
    code = bytes[++place] ?? COMMA;
  }
  if ((code === COMMA || code === CLOSE) && value <= MAX_EXACT) {
    at = place + 1;
    return isNegative ? -value : value;
  }
  while (code !== COMMA && code !== CLOSE) code = bytes[++place] ?? COMMA;
  at = place + 1;
  const written = bytes.toString('latin1', start, place);
  return written === 'null' ? Number.NaN : Number(written);
}

// Mostly an other is the currency of an amount: three letters, of which there are few.
const threeLetters = new Map<number, string>();

/** Any JSON. */
function readOther(bytes: Buffer): JsonValue {
  const start = at;
  if (bytes[start] === QUOTE && bytes[start + 4] === QUOTE) {
    const known = threeLetters.get(threeBytes(bytes[start + 1], bytes[start + 2], bytes[start + 3]));
    if (known !== undefined) {
      at = start + 6;
      return known;
    }
  }
  const end = endOfValue(bytes, start);
  at = end + 1;
  const value = JSON.parse(bytes.toString('utf8', start, end)) as JsonValue;
  if (typeof value === 'string' && /^[a-z]{3}$/.test(value)) {
    threeLetters.set(threeBytes(value.charCodeAt(0), value.charCodeAt(1), value.charCodeAt(2)), value);
  }
  return value;
}

function threeBytes(first = 0, second = 0, third = 0): number {
  return (first << 16) | (second << 8) | third;
}

/** Where the comma or bracket behind a value is. */
function endOfValue(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let place = start; place < bytes.length; place++) {
    const code = bytes[place];
    if (code === QUOTE) place = endOfText(bytes, place);
    else if (depth === 0 && (code === COMMA || code === CLOSE)) return place;
    else if (code === OPEN || code === OPEN_BRACE) depth++;
    else if (code === CLOSE || code === CLOSE_BRACE) depth--;
  }
  return bytes.length;
}

/** Where the closing quote is. */
function endOfText(bytes: Buffer, start: number): number {
  let place = start + 1;
  while (place < bytes.length && bytes[place] !== QUOTE) place += bytes[place] === BACKSLASH ? 2 : 1;
  return place;
}
