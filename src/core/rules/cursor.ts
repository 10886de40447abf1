import type { Reporter } from '../language/reporter.ts';
import type { Span } from '../language/source.ts';
import type { Token } from './token.ts';

/** A place in a row of tokens. It only ever moves on, which keeps parsing linear. */
export interface Cursor {
  /** The next token, or the one `ahead` of it; `end` past the end. */
  peek(ahead?: number): Token;
  /** Takes the next token. */
  next(): Token;
  /** Takes the next token if it is of this kind. */
  accept(kind: Token['kind']): Token | null;
  /** Goes to the end: nothing more is said about the rest. */
  stop(): void;
  isStopped(): boolean;
  /** Reports at the next token, unless what should be there was already found to be faulty. */
  missing(message: string, hint: string): void;
  /** The text of a piece, cut where it is long. */
  quote(span: Span): string;
  readonly reporter: Reporter;
  /** How many parentheses and `not`s are open. */
  depth: number;
}

const MAX_QUOTED = 40;

/** A cursor before the first of the tokens, the last of which is `end`. */
export function createCursor(text: string, tokens: readonly Token[], reporter: Reporter): Cursor {
  const last = tokens.length - 1;
  const end: Token = { kind: 'end', span: { start: text.length, end: text.length } };
  let index = 0;
  let previousEnd = 0;
  let isStopped = false;
  const peek = (ahead = 0): Token => tokens[Math.min(index + ahead, last)] ?? end;
  const next = (): Token => {
    const token = peek();
    previousEnd = token.span.end;
    index = Math.min(index + 1, last);
    return token;
  };
  return {
    peek,
    next,
    accept: (kind) => (peek().kind === kind ? next() : null),
    stop: () => {
      index = last;
      isStopped = true;
    },
    isStopped: () => isStopped,
    missing: (message, hint) => {
      const { span } = peek();
      // Between two tokens stands only what was no token, and that has its fault.
      const isKnown = reporter.diagnostics.some((known) => isBetween(known.span, previousEnd, span.start));
      if (!isKnown) reporter.error(span, message, hint);
    },
    quote: (span) => {
      const piece = text.slice(span.start, span.end);
      return piece.length > MAX_QUOTED ? `${piece.slice(0, MAX_QUOTED)}…` : piece;
    },
    reporter,
    depth: 0,
  };
}

/** Skips a comparison that can't be read: to the next `and` or `or`, or the parenthesis that closes around it. */
export function skipComparison(cursor: Cursor): void {
  let open = 0;
  for (;;) {
    const { kind } = cursor.peek();
    if (kind === 'end' || (open === 0 && (kind === 'and' || kind === 'or' || kind === ')'))) return;
    if (kind === '(') open++;
    if (kind === ')') open--;
    cursor.next();
  }
}

function isBetween(span: Span, start: number, end: number): boolean {
  return span.start >= start && span.end <= end;
}
