import type { ArrayLiteral, Expression, MapLiteral, StructLiteral } from '../syntax.ts';
import { type Cursor, nested } from './cursor.ts';
import { closeBracket, parseList } from './list.ts';
import { RESERVED, type Token } from './token.ts';

/** What stands for an expression that could not be read, where there must be one. */
export function placeholder(cursor: Cursor): Expression {
  const at = cursor.endOfLast();
  return { kind: 'literal', value: null, span: { start: at, end: at } };
}

/** An expression in parentheses; several are what a list in square brackets should have been. */
export function parseGroup(cursor: Cursor): Expression | null {
  const open = cursor.next();
  const start = open.span.start;
  const items = nested(cursor, open, () => parseItems(cursor)) ?? [];
  closeBracket(cursor, open);
  const [first] = items;
  const span = { start, end: cursor.endOfLast() };
  if (items.length < 2) return first === undefined ? null : { ...first, span };
  cursor.error(open.span, 'values of a list stand in square brackets', 'write e.g. in ["a", "b"]');
  return { kind: 'array', items, span };
}

/** At least one expression, with commas between them. */
function parseItems(cursor: Cursor): Expression[] {
  const first = cursor.expression();
  if (cursor.peek().kind !== ',') return first === null ? [] : [first];
  cursor.next();
  const rest = parseList(cursor, cursor.expression);
  return first === null ? rest : [first, ...rest];
}

/** `[a, b]` */
export function parseArray(cursor: Cursor): ArrayLiteral {
  const open = cursor.next();
  const items = nested(cursor, open, () => parseList(cursor, cursor.expression)) ?? [];
  closeBracket(cursor, open);
  return { kind: 'array', items, span: { start: open.span.start, end: cursor.endOfLast() } };
}

type Field = StructLiteral['fields'][number];

/** `{a, b: 1}` */
export function parseStruct(cursor: Cursor): StructLiteral {
  const open = cursor.next();
  const fields = nested(cursor, open, () => parseList(cursor, () => parseStructField(cursor))) ?? [];
  closeBracket(cursor, open);
  return { kind: 'struct', fields, span: { start: open.span.start, end: cursor.endOfLast() } };
}

function parseStructField(cursor: Cursor): Field | null {
  const token = cursor.peek();
  if (token.kind !== 'word' && token.kind !== 'string') {
    cursor.missing('the name of a field is missing here', 'write {name: value}, or {name} for the value of that name');
    return null;
  }
  cursor.next();
  const name = token.kind === 'word' ? token.text : token.value;
  const nameSpan = token.span;
  const isQuoted = token.kind === 'string';
  if (isQuoted) {
    cursor.error(nameSpan, 'the name of a field stands without quotes', 'write {name: value}, or map{"key": value}');
  }
  if (acceptColon(cursor, 'name')) return { name, nameSpan, value: cursor.expression() ?? placeholder(cursor) };
  if (RESERVED.has(name.toLowerCase())) {
    cursor.error(nameSpan, `"${name}" is a word of the language`, `write {${name}: value}`);
  }
  const value: Expression = isQuoted ? placeholder(cursor) : { kind: 'name', name, span: nameSpan };
  return { name, nameSpan, value };
}

type Entry = MapLiteral['entries'][number];

/** `map{"a": 1}` */
export function parseMap(cursor: Cursor): MapLiteral {
  const start = cursor.next().span.start;
  const open = cursor.next();
  const entries = nested(cursor, open, () => parseList(cursor, () => parseMapEntry(cursor))) ?? [];
  closeBracket(cursor, open);
  return { kind: 'map', entries, span: { start, end: cursor.endOfLast() } };
}

function parseMapEntry(cursor: Cursor): Entry | null {
  const token = cursor.peek();
  if (token.kind !== 'word' && token.kind !== 'string' && token.kind !== 'number') {
    cursor.missing('a key is missing here', 'write map{"key": value}');
    return null;
  }
  cursor.next();
  const key = keyOf(token);
  if (token.kind !== 'string') {
    cursor.error(token.span, 'a key of a map is text in quotes', `write ${JSON.stringify(key)}`);
  }
  if (acceptColon(cursor, '"key"')) return { key, value: cursor.expression() ?? placeholder(cursor) };
  cursor.missing('the value of this key is missing', `write ${JSON.stringify(key)}: value`);
  return { key, value: placeholder(cursor) };
}

function keyOf(token: Token): string {
  if (token.kind === 'word') return token.text;
  return token.kind === 'string' || token.kind === 'number' ? String(token.value) : '';
}

/** The colon between a name and its value, or the sign that was written for it, with a fault. */
function acceptColon(cursor: Cursor, name: string): boolean {
  if (cursor.accept(':')) return true;
  const { kind, span } = cursor.peek();
  if (kind !== '=' && kind !== ':=') return false;
  cursor.error(span, 'a colon stands between a name and its value', `write ${name}: value`);
  cursor.next();
  return true;
}
