import type { InputDeclaration, Literal } from '../syntax.ts';
import { type Cursor, isWord } from './cursor.ts';
import type { Token } from './token.ts';
import { parseType, unreadType } from './type.ts';

const EXAMPLE = 'write e.g. $.client.ip as string?';

/** What an input declares after its name and `:=`. */
type InputBody = Pick<InputDeclaration, 'path' | 'type' | 'isOptional' | 'fallback'>;

/** Reads `$.a.b as int? 5`, which begins here. Every fault is reported. */
export function parseInput(cursor: Cursor): InputBody {
  const sign = cursor.next();
  const amount = cursor.peek();
  if (amount.kind === 'number' && amount.span.start === sign.span.end) {
    cursor.error(sign.span, 'a number has no currency sign', 'leave it out');
    cursor.abandon();
  }
  const path = parsePath(cursor);
  if (!cursor.acceptWord('as')) {
    reportMissingAs(cursor);
    return { path, type: unreadType(cursor), isOptional: false, fallback: null };
  }
  const type = parseType(cursor) ?? unreadType(cursor);
  const isOptional = cursor.accept('?') !== null;
  const fallback = isOptional ? parseFallback(cursor) : reportBareFallback(cursor);
  return { path, type, isOptional, fallback };
}

function parsePath(cursor: Cursor): string[] {
  const path: string[] = [];
  const first = cursor.peek();
  if (first.kind === 'word' && first.lower !== 'as') {
    cursor.error(first.span, 'a point is missing after $', `write $.${first.text}`);
    cursor.next();
    path.push(first.text);
  }
  for (;;) {
    const token = cursor.peek();
    const name = token.kind === '.' ? parsePoint(cursor) : token.kind === '[' ? parseQuoted(cursor) : null;
    if (name === null) return path;
    path.push(name);
  }
}

function parsePoint(cursor: Cursor): string | null {
  cursor.next();
  const token = cursor.peek();
  // `$.as as string` is a field, `$. as string` is none.
  const isAs = isWord(token, 'as') && cursor.peek(1).kind === 'word' && !isWord(cursor.peek(1), 'as');
  if (token.kind === 'word' && !isAs) {
    cursor.next();
    return token.text;
  }
  cursor.missing('the name of a field is missing after the point', EXAMPLE);
  return null;
}

/** `["two words"]` */
function parseQuoted(cursor: Cursor): string | null {
  cursor.next();
  const token = cursor.peek();
  if (token.kind === 'string') {
    cursor.next();
  } else {
    const hint = token.kind === 'number' ? 'declare the list, and read name[0] of it' : 'write e.g. $["two words"]';
    cursor.missing('the name of a field stands here in quotes', hint);
    if (token.kind === 'number' || token.kind === 'word') cursor.next();
  }
  if (!cursor.accept(']')) cursor.missing('the ] after the name of the field is missing', 'write e.g. $["two words"]');
  return token.kind === 'string' ? token.value : '';
}

function reportMissingAs(cursor: Cursor): void {
  const token = cursor.peek();
  if (token.kind === '-') {
    cursor.missing('a field whose name has other signs stands in quotes', 'write e.g. $["user-agent"] as string?');
  } else {
    cursor.missing('the type of this input is missing', EXAMPLE);
  }
}

/** The literal after the question mark, if one stands there. */
function parseFallback(cursor: Cursor): Literal | null {
  const first = cursor.peek();
  const isNegative = cursor.accept('-') !== null;
  const token = cursor.peek();
  const value = literalOf(token);
  if (value !== undefined && (!isNegative || typeof value === 'number')) {
    cursor.next();
    const span = { start: first.span.start, end: token.span.end };
    return { kind: 'literal', value: isNegative && typeof value === 'number' ? 0 - value : value, span };
  }
  if (isNegative || (!first.isLineStart && first.kind !== 'end')) {
    cursor.missing(
      `what stands for a missing input is a literal, ${cursor.quote(token.span)} is none`,
      'write e.g. as int? 5',
    );
  }
  return null;
}

/** `as int = 5` and `as int default 5` are `as int? 5`. */
function reportBareFallback(cursor: Cursor): Literal | null {
  const token = cursor.peek();
  if (token.kind !== '=' && !isWord(token, 'default')) return null;
  cursor.next();
  cursor.error(token.span, 'what stands for a missing input comes after a question mark', 'write e.g. as int? 5');
  return parseFallback(cursor);
}

function literalOf(token: Token): Literal['value'] | undefined {
  if (token.kind === 'number' || token.kind === 'string') return token.value;
  if (token.kind !== 'word') return undefined;
  if (token.lower === 'null') return null;
  return token.lower === 'true' || token.lower === 'false' ? token.lower === 'true' : undefined;
}
