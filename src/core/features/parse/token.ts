import type { Reporter } from '../../language/reporter.ts';
import type { Span } from '../../language/source.ts';

/** Signs that mean something, the longer ones first where one begins like another. */
export const SIGNS = [
  ':=',
  '!=',
  '<=',
  '>=',
  '=',
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  ':',
  '?',
  '$',
  '+',
  '-',
  '*',
  '/',
] as const;
export type Sign = (typeof SIGNS)[number];

/** Words that can't be names, whatever their case. */
export const RESERVED: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'null',
  'true',
  'false',
  'by',
  'where',
  'after',
  'last',
  'limit',
  'exclusive',
  'as',
  'when',
  'then',
  'default',
]);

/** One piece of a Scowl text. Which words are keywords depends on where they stand, so the lexer knows only words. */
export type Token = (
  | { readonly kind: 'word'; readonly text: string; readonly lower: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: Sign | 'end' }
) & {
  readonly span: Span;
  /** Whether it is the first one on its line. */
  readonly isLineStart: boolean;
};

/** A token as its reader gives it; the lexer knows where the line begins. */
export type Piece = Token extends infer T ? (T extends Token ? Omit<T, 'isLineStart'> : never) : never;

/** A text being cut into tokens: `at` is where the next one begins. Readers move it on, always. */
export interface Scan {
  readonly text: string;
  at: number;
  readonly reporter: Reporter;
}

/** What the pattern (sticky) finds at the current place or at `at`, or null. Moves nothing. */
export function look(scan: Scan, pattern: RegExp, at = scan.at): string | null {
  pattern.lastIndex = at;
  return pattern.exec(scan.text)?.[0] ?? null;
}

/** Moves on by so many characters; gives the piece that they are. */
export function take(scan: Scan, length: number): Span {
  const start = scan.at;
  scan.at += length;
  return { start, end: scan.at };
}

/** A word as a token, as it was written. */
export function word(text: string, span: Span): Piece & { readonly kind: 'word' } {
  return { kind: 'word', text, lower: text.toLowerCase(), span };
}
