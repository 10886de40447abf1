import { CURVED_CLOSERS, QUOTE_CLOSERS } from '../language/signs.ts';
import { look, type Scan, type Token } from './token.ts';

const ATTRIBUTE = /:\w+:/;
const WORD = /[\p{L}\p{N}_]/u;
const FIRST_WORD = /[\p{L}\p{N}_.%-]*/uy;

/** Reads a string in quotes of any kind. Always gives one: of a string that never ends, its first word. */
export function readString(scan: Scan): Token {
  const start = scan.at;
  const opener = scan.text[start] ?? '';
  const end = findEnd(scan, opener);
  if (end === null) return unterminated(scan, start, opener);
  const value = scan.text.slice(start + 1, end);
  const span = { start, end: end + 1 };
  scan.at = span.end;
  const isPlain = CURVED_CLOSERS[opener] !== undefined && scan.text[end] === opener;
  if (!isPlain) scan.reporter.warn(span, 'typographic quotes are read as plain ones', `write ${inQuotes(value)}`);
  return { kind: 'string', value, span };
}

/** The string as a condition writes it: in single quotes, or in double ones where it holds a single one. */
export function inQuotes(value: string): string {
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

/** Where the closing quote stands, or null where the string runs on past its line or into the next comparison. */
function findEnd(scan: Scan, opener: string): number | null {
  const { text } = scan;
  const start = scan.at + 1;
  const closers = QUOTE_CLOSERS[opener] ?? opener;
  let end = start;
  while (end < text.length && text[end] !== '\n' && !closers.includes(text[end] ?? '')) end++;
  const value = text.slice(start, end);
  const isFound = end < text.length && text[end] !== '\n';
  if (isFound && !opensNext(value, text.charAt(end + 1))) return end;
  const curved = value.indexOf(CURVED_CLOSERS[opener] ?? '\n');
  return curved < 0 ? null : start + curved;
}

/** `'prepaid and :card_brand: = 'visa'`: the quote that was found is the one before `visa`. */
function opensNext(value: string, following: string): boolean {
  return WORD.test(following) && ATTRIBUTE.test(value) && /[=<>(,]$/.test(value.trimEnd());
}

function unterminated(scan: Scan, start: number, opener: string): Token {
  const value = look(scan, FIRST_WORD, start + 1) ?? '';
  scan.at = start + 1 + value.length;
  const span = { start, end: scan.at };
  scan.reporter.error(span, `this string has no closing ${opener}`, `write ${inQuotes(value)}`);
  return { kind: 'string', value, span };
}
