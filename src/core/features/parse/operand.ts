import type { Expression } from '../syntax.ts';
import { parseArray, parseGroup, parseMap, parseStruct } from './brackets.ts';
import { parseCall, parseMethod, startsCall } from './call.ts';
import { parseCase } from './case.ts';
import { beginsEquals, type Cursor, nested } from './cursor.ts';
import { parseDuration } from './duration.ts';
import { closeBracket } from './list.ts';
import { RESERVED, type Token } from './token.ts';

const EXAMPLE = 'write e.g. amount > 100';
/** Words that are a function where a parenthesis follows. */
const FUNCTIONS_TOO: ReadonlySet<string> = new Set(['and', 'or', 'last']);

/** Reads an operand with the fields, methods and indexes that follow it; null where none stands, which is reported. */
export function parsePostfix(cursor: Cursor): Expression | null {
  let target = parsePrimary(cursor);
  while (target !== null) {
    const token = cursor.peek();
    if (token.kind === '.') target = parseField(cursor, target);
    else if (token.kind === '[') target = parseIndex(cursor, target);
    else return target;
  }
  return null;
}

function parsePrimary(cursor: Cursor): Expression | null {
  const token = cursor.peek();
  switch (token.kind) {
    case 'number':
      return parseDuration(cursor) ?? { kind: 'literal', value: token.value, span: cursor.next().span };
    case 'string':
      return { kind: 'literal', value: token.value, span: cursor.next().span };
    case 'word':
      // Nothing is compared to a struct that is written out: this is the next declaration.
      if (cursor.depth === 0 && beginsEquals(cursor) && cursor.peek(2).kind === '{') break;
      return parseWord(cursor, token);
    case '(':
      return parseGroup(cursor);
    case '[':
      return parseArray(cursor);
    case '{':
      return parseStruct(cursor);
    case '$':
      return parseStrayPath(cursor);
    case 'end':
      break;
    default:
      cursor.missing(`a value is missing before "${cursor.quote(token.span)}"`, EXAMPLE);
      return null;
  }
  cursor.missing('a value is missing here', EXAMPLE);
  return null;
}

function parseWord(cursor: Cursor, token: Token & { readonly kind: 'word' }): Expression | null {
  const isBeforeParenthesis = cursor.peek(1).kind === '(';
  switch (token.lower) {
    case 'null':
      return { kind: 'literal', value: null, span: cursor.next().span };
    case 'true':
    case 'false':
      return { kind: 'literal', value: token.lower === 'true', span: cursor.next().span };
    case 'case':
      if (isBeforeParenthesis) return parseCase(cursor);
      break;
    case 'map':
      if (cursor.peek(1).kind === '{') return parseMap(cursor);
      break;
  }
  const isFunctionToo = FUNCTIONS_TOO.has(token.lower) && startsCall(cursor);
  if (RESERVED.has(token.lower) && !isFunctionToo) {
    reportReserved(cursor, token);
    return null;
  }
  if (startsCall(cursor)) return parseCall(cursor);
  return { kind: 'name', name: token.text, span: cursor.next().span };
}

function reportReserved(cursor: Cursor, token: Token & { readonly kind: 'word' }): void {
  const { lower } = token;
  const isOperator = lower === 'and' || lower === 'or' || lower === 'in' || lower === 'is';
  const hint = isOperator
    ? EXAMPLE
    : `write it; a field called "${lower}" is declared under another name: the_${lower} := $.${lower} as string?`;
  cursor.missing(`a value is missing before "${token.text}"`, hint);
}

/** `$.a.b` within an expression, where only a declaration of its own may read the event's data. */
function parseStrayPath(cursor: Cursor): Expression | null {
  const start = cursor.next().span.start;
  let name = 'data';
  while (cursor.peek().kind === '.' && cursor.peek(1).kind === 'word') {
    cursor.next();
    const token = cursor.next();
    if (token.kind === 'word') name = token.text;
  }
  const span = { start, end: cursor.endOfLast() };
  const path = cursor.quote(span);
  const hint = `declare it, ${name} := ${path === '$' ? '$.field' : path} as string?, and read ${name} here`;
  cursor.error(span, `${path} can't stand within an expression`, hint);
  return { kind: 'name', name, span };
}

function parseField(cursor: Cursor, target: Expression): Expression | null {
  cursor.next();
  const token = cursor.peek();
  if (token.kind !== 'word') {
    cursor.missing('the name of a field or a function is missing after the point', 'write e.g. address.city');
    return target;
  }
  if (cursor.peek(1).kind === '(') return parseMethod(cursor, target);
  cursor.next();
  return { kind: 'field', target, name: token.text, span: { start: target.span.start, end: token.span.end } };
}

function parseIndex(cursor: Cursor, target: Expression): Expression | null {
  const open = cursor.next();
  const index = nested(cursor, open, cursor.expression);
  closeBracket(cursor, open);
  if (index === null) return target;
  return { kind: 'index', target, index, span: { start: target.span.start, end: cursor.endOfLast() } };
}
