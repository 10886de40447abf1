import { limits } from '../../domain/limits.ts';
import type { Reporter } from '../../language/reporter.ts';
import type { Span } from '../../language/source.ts';
import type { Expression } from '../syntax.ts';
import { RESERVED, type Token } from './token.ts';

/**
 * A place in a row of tokens, one statement (`event login`, `name := …`) at a time: where the next one certainly
 * begins, the tokens are at their `end`, so that what is never closed ends there. It only ever moves on.
 */
export interface Cursor {
  /** The next token of the statement, or the one `ahead` of it. */
  peek(ahead?: number): Token;
  /** Takes the next token. */
  next(): Token;
  /** Takes the next token if it is of this kind. */
  accept(kind: Token['kind']): Token | null;
  /** Takes the next token if it is this word, given in lower case. */
  acceptWord(lower: string): Token | null;
  /** Begins the next statement: where the last one was left, or after one that was given up. False if none is left. */
  begin(): boolean;
  /** Gives the statement up: its rest reads as its end, and nothing more is said about it. */
  abandon(): void;
  isAbandoned(): boolean;
  /** Reports, unless the statement was given up or this place has its fault already. */
  error(span: Span, message: string, hint: string): void;
  /** Reports what is understood all the same, unless the statement was given up. */
  warn(span: Span, message: string, hint: string): void;
  /**
   * Reports at the next token that something should stand there, or behind the last one where the statement ends;
   * unless what stands there was found to be faulty already.
   */
  missing(message: string, hint: string): void;
  /** The end of the token that was taken last. */
  endOfLast(): number;
  /** The first token after the statement, as far as its end is known. */
  following(): Token;
  /** The text of a piece, cut where it is long. */
  quote(span: Span): string;
  /** Reads an expression; null where none stands, which was reported. */
  expression(): Expression | null;
  /** How many brackets and signs before an operand are open. */
  depth: number;
}

const MAX_QUOTED = 40;
const INDENT = /[ \t]*/y;

/** A cursor before the first of the tokens, the last of which is `end`. `begin` comes first. */
export function createCursor(
  text: string,
  tokens: readonly Token[],
  reporter: Reporter,
  parseExpression: (cursor: Cursor) => Expression | null,
): Cursor {
  const last = tokens.length - 1;
  let index = 0;
  // The first token of the statement, and the first one after it.
  let start = 0;
  let border = 0;
  let endOfLast = 0;
  let isAbandoned = false;
  const following = (): Token => tokens[border] ?? endAt(text.length);
  const peek = (ahead = 0): Token => {
    const token = isAbandoned || index + ahead >= border ? undefined : tokens[index + ahead];
    return token ?? endAt(following().span.start);
  };
  const next = (): Token => {
    const token = peek();
    if (token.kind !== 'end') {
      endOfLast = token.span.end;
      index++;
    }
    return token;
  };
  const error = (span: Span, message: string, hint: string): void => {
    const isKnown = reporter.diagnostics.some((known) => known.span.start === span.start && known.severity === 'error');
    if (!isAbandoned && !isKnown) reporter.error(span, message, hint);
  };
  const cursor: Cursor = {
    peek,
    next,
    accept: (kind) => (peek().kind === kind ? next() : null),
    acceptWord: (lower) => (isWord(peek(), lower) ? next() : null),
    begin: () => {
      if (isAbandoned) index = findResumption(text, tokens, start, Math.max(index, start + 1), border);
      isAbandoned = false;
      cursor.depth = 0;
      start = index;
      if (index >= border) border = findBorder(tokens, index + 1);
      return index < last && !reporter.isFull();
    },
    abandon: () => {
      isAbandoned = true;
    },
    isAbandoned: () => isAbandoned,
    error,
    warn: (span, message, hint) => {
      if (!isAbandoned) reporter.warn(span, message, hint);
    },
    missing: (message, hint) => {
      const token = peek();
      // What the next line begins is not what lacks it.
      const isAfter = token.kind === 'end' || beginsEquals(cursor);
      const span = isAfter ? { start: endOfLast, end: endOfLast } : token.span;
      // Between two tokens stands only what was no token, and that has its fault.
      const isKnown = reporter.diagnostics.some((known) => isBetween(known.span, endOfLast, token.span.start));
      if (!isKnown) error(span, message, hint);
    },
    endOfLast: () => endOfLast,
    following,
    quote: (span) => {
      const piece = text.slice(span.start, span.end);
      return piece.length > MAX_QUOTED ? `${piece.slice(0, MAX_QUOTED)}…` : piece;
    },
    expression: () => parseExpression(cursor),
    depth: 0,
  };
  return cursor;
}

/** Whether it is this word, given in lower case. */
export function isWord(token: Token, lower: string): boolean {
  return token.kind === 'word' && token.lower === lower;
}

/** `name =` at the beginning of a line: a declaration, where the expression before it is complete. */
export function beginsEquals(cursor: Cursor, ahead = 0): boolean {
  const token = cursor.peek(ahead);
  return token.kind === 'word' && token.isLineStart && cursor.peek(ahead + 1).kind === '=';
}

/** Parses what stands within brackets or after a sign, unless that would be too deep. */
export function nested<T>(cursor: Cursor, token: Token, parse: () => T): T | null {
  if (cursor.depth >= limits.maxScowlDepth) {
    reportDepth(cursor, token.span);
    cursor.abandon();
    return null;
  }
  cursor.depth++;
  const parsed = parse();
  cursor.depth--;
  return parsed;
}

/** Says that an expression is nested too deeply. */
export function reportDepth(cursor: Cursor, span: Span): void {
  const message = `this is nested more than ${limits.maxScowlDepth} deep`;
  cursor.error(span, message, 'declare parts of it as features, or write x in [a, b] for many comparisons');
}

function endAt(at: number): Token {
  return { kind: 'end', span: { start: at, end: at }, isLineStart: true };
}

function findBorder(tokens: readonly Token[], from: number): number {
  let border = from;
  while (border < tokens.length - 1 && !beginsStatement(tokens, border)) border++;
  return border;
}

/** `name :=` or, at the beginning of a line, `event name`: neither ever stands within an expression. */
function beginsStatement(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const following = tokens[at + 1];
  if (token?.kind !== 'word' || following === undefined) return false;
  // `{a := 1}` is a slip for `{a: 1}`.
  if (following.kind === ':=') return token.isLineStart || !/^[({[,]$/.test(tokens[at - 1]?.kind ?? '');
  if (token.lower !== 'event' || !token.isLineStart || following.kind !== 'word') return false;
  return !RESERVED.has(following.lower);
}

/**
 * Where to go on after a statement that was given up: at a line that looks like the beginning of one and is not set in
 * further than the one given up.
 */
function findResumption(text: string, tokens: readonly Token[], start: number, from: number, border: number): number {
  const most = indentOf(text, tokens[start]);
  for (let at = from; at < border; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' || !token.isLineStart || indentOf(text, token) > most) continue;
    if (token.lower === 'event' || tokens[at + 1]?.kind === '=') return at;
  }
  return border;
}

/** How far the line is set in on which a token stands. */
function indentOf(text: string, token: Token | undefined): number {
  INDENT.lastIndex = text.lastIndexOf('\n', (token?.span.start ?? 0) - 1) + 1;
  return INDENT.exec(text)?.[0].length ?? 0;
}

function isBetween(span: Span, start: number, end: number): boolean {
  return span.start >= start && span.end <= end;
}
