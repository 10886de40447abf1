import type { WrittenType } from '../syntax.ts';
import { type Cursor, isWord, nested } from './cursor.ts';
import { closeBracket, isCloser, parseList } from './list.ts';
import type { Token } from './token.ts';

const EXAMPLE = 'write e.g. string, int, float, bool, time, [string], {city: string} or map{string: float}';

/** Reads a type as an input declares it: any name passes for one. Null where none stands, which is reported. */
export function parseType(cursor: Cursor): WrittenType | null {
  const token = cursor.peek();
  switch (token.kind) {
    case 'word':
      if (token.lower === 'map' && cursor.peek(1).kind === '{') return parseMapType(cursor);
      cursor.next();
      return withoutSuffix(cursor, { kind: 'name', name: token.text, span: token.span });
    case '[':
      return parseArrayType(cursor);
    case '{':
      return parseStructType(cursor);
    default:
      cursor.missing('the type is missing here', EXAMPLE);
      return null;
  }
}

/** The type that stands for one that could not be read. */
export function unreadType(cursor: Cursor): WrittenType {
  const at = cursor.endOfLast();
  return { kind: 'name', name: 'string', span: { start: at, end: at } };
}

/** `string[]` is how others write `[string]`. */
function withoutSuffix(cursor: Cursor, type: WrittenType): WrittenType {
  if (cursor.peek().kind !== '[' || cursor.peek(1).kind !== ']') return type;
  cursor.next();
  const span = { start: type.span.start, end: cursor.next().span.end };
  cursor.error(span, 'the type of a list stands in square brackets', `write [${cursor.quote(type.span)}]`);
  return { kind: 'array', item: type, span };
}

function parseArrayType(cursor: Cursor): WrittenType {
  const open = cursor.next();
  const item = parseInner(cursor, open);
  closeBracket(cursor, open);
  return { kind: 'array', item, span: { start: open.span.start, end: cursor.endOfLast() } };
}

/** A type within brackets. Whether it is optional makes no difference there: everything within may be null. */
function parseInner(cursor: Cursor, open: Token): WrittenType {
  const type = nested(cursor, open, () => parseType(cursor)) ?? unreadType(cursor);
  if (cursor.accept('?') && !isCloser(cursor.peek()) && cursor.peek().kind !== ',') {
    const message = 'only a whole input has something that stands for a missing one';
    cursor.error(cursor.peek().span, message, 'leave it out');
    cursor.next();
  }
  return type;
}

function parseStructType(cursor: Cursor): WrittenType {
  const open = cursor.next();
  const fields = parseList(cursor, () => parseFieldType(cursor, open));
  closeBracket(cursor, open);
  return { kind: 'struct', fields, span: { start: open.span.start, end: cursor.endOfLast() } };
}

function parseFieldType(cursor: Cursor, open: Token): { name: string; type: WrittenType } | null {
  const token = cursor.peek();
  if (token.kind !== 'word') {
    cursor.missing('the name of a field is missing here', 'write {name: type}');
    return null;
  }
  cursor.next();
  if (!cursor.accept(':')) cursor.missing('the colon before the type is missing', `write ${token.text}: string`);
  return { name: token.text, type: parseInner(cursor, open) };
}

function parseMapType(cursor: Cursor): WrittenType {
  const start = cursor.next().span.start;
  const open = cursor.next();
  const key = cursor.peek();
  if (isWord(key, 'string') && cursor.peek(1).kind === ':') {
    cursor.next();
    cursor.next();
  } else {
    cursor.missing('the keys of a map are strings', 'write map{string: float}');
    if (cursor.peek(1).kind === ':') {
      cursor.next();
      cursor.next();
    }
  }
  const value = parseInner(cursor, open);
  closeBracket(cursor, open);
  return { kind: 'map', value, span: { start, end: cursor.endOfLast() } };
}
