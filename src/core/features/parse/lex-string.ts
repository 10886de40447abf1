import { CURVED_CLOSERS, QUOTE_CLOSERS } from '../../language/signs.ts';
import type { Span } from '../../language/source.ts';
import { look, type Piece, type Scan, take } from './token.ts';

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^\n\r]?)/uy;
const VERBATIM = /[\\/'"‘’“”]/;
const RUN_ON = /[\p{L}\p{N}_]+['"’”]?/uy;
// Of a string that never ends: up to what looks as if it were no longer part of it.
const FIRST_WORDS =
  /(?:(?!\s+(?:and|or|by|where|after|last|limit|exclusive|as|when|then|default|--))[^\n\r,()[\]{}])*/iy;

/** A string as the language writes it: in double quotes, escaped as in JSON. */
export function inQuotes(value: string): string {
  return JSON.stringify(value);
}

/** Reads a string in quotes of any kind. Always gives one: of a string that never ends, its first words. */
export function readString(scan: Scan): Piece {
  const start = scan.at;
  const opener = scan.text.charAt(start);
  const curved = CURVED_CLOSERS[opener];
  const end = findEnd(scan, QUOTE_CLOSERS[opener] ?? opener) ?? (curved === undefined ? null : findEnd(scan, curved));
  if (end === null) return readUnterminated(scan, opener);
  const span = take(scan, end + 1 - start);
  const value = unescaped(scan, { start: start + 1, end });
  const whole = readRunOn(scan, span, value);
  const isPlain = curved !== undefined && scan.text[end] === opener;
  if (!isPlain && whole === span) {
    scan.reporter.warn(span, 'typographic quotes are read as plain ones', `write ${inQuotes(value)}`);
  }
  return { kind: 'string', value, span: whole };
}

/** Where the closing quote stands, or null where the line ends before it. */
function findEnd(scan: Scan, closers: string): number | null {
  const { text } = scan;
  for (let end = scan.at + 1; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === '\n' || character === '\r') return null;
    if (closers.includes(character)) return end;
    if (character === '\\') end++;
  }
  return null;
}

function unescaped(scan: Scan, span: Span): string {
  let value = '';
  let at = span.start;
  while (at < span.end) {
    const character = scan.text.charAt(at);
    const sequence = character === '\\' ? (look(scan, ESCAPE, at) ?? character) : character;
    value += character === '\\' ? readEscape(scan, sequence, at) : character;
    at += sequence.length;
  }
  return value;
}

function readEscape(scan: Scan, sequence: string, at: number): string {
  const letter = sequence.slice(1);
  if (letter.length === 5) return String.fromCharCode(Number.parseInt(letter.slice(1), 16));
  const meaning = ESCAPES[letter] ?? (VERBATIM.test(letter) ? letter : null);
  if (meaning !== null) return meaning;
  const span = { start: at, end: at + sequence.length };
  scan.reporter.error(span, `${sequence} stands for nothing`, 'a backslash itself is written \\\\');
  return letter;
}

/** `'it's'`: what runs on right after a string was meant to be in it. Gives the span of all of it. */
function readRunOn(scan: Scan, span: Span, value: string): Span {
  const rest = look(scan, RUN_ON);
  if (rest === null) return span;
  const whole = { start: span.start, end: take(scan, rest.length).end };
  const meant = `${value}${scan.text.charAt(span.end - 1)}${rest.replace(/['"’”]$/, '')}`;
  scan.reporter.error(whole, 'this string ends at the quote inside it', `write ${inQuotes(meant)}`);
  return whole;
}

function readUnterminated(scan: Scan, opener: string): Piece {
  const value = (look(scan, FIRST_WORDS, scan.at + 1) ?? '').trimEnd();
  const span = take(scan, 1 + value.length);
  scan.reporter.error(span, `this string has no closing ${opener}`, `write ${inQuotes(value)}`);
  return { kind: 'string', value, span };
}
