import type { Span } from '../language/source.ts';
import type { AttributeReference, ComparisonOperator, Condition, Literal } from './condition.ts';
import { type Cursor, skipComparison } from './cursor.ts';
import { parseBetween } from './parse-between.ts';
import { parseLiteral, parseValue } from './parse-value.ts';

const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** What other languages call an operator; `is` is read apart, for `is not` and `is missing`. */
const WORDS: ReadonlyMap<string, ComparisonOperator | 'includes' | 'like'> = new Map([
  ['is', '='],
  ['eq', '='],
  ['equals', '='],
  ['ne', '!='],
  ['gt', '>'],
  ['gte', '>='],
  ['lt', '<'],
  ['lte', '<='],
  ['contains', 'includes'],
  ['matches', 'like'],
  ['starts_with', 'like'],
  ['startswith', 'like'],
  ['ends_with', 'like'],
  ['endswith', 'like'],
]);

/** Reads what follows the attribute that begins a comparison; an attribute alone is a condition, too. */
export function parseComparison(cursor: Cursor, left: AttributeReference): Condition | null {
  const token = cursor.peek();
  switch (token.kind) {
    case 'operator':
      cursor.next();
      return parseRight(cursor, left, joinOperator(cursor, token.operator, token.span));
    case 'in':
      cursor.next();
      return parseMembership(cursor, left);
    case 'includes':
    case 'like':
      cursor.next();
      return parseMatch(cursor, left, token.kind);
    case 'not':
      return parseNegated(cursor, left);
    case 'word':
      return parseWordOperator(cursor, left, token.text, token.span);
    case 'string':
    case 'number':
      cursor.missing('an operator is missing here', `write = ${cursor.quote(token.span)}`);
      return parseRight(cursor, left, '=');
    case 'list':
      cursor.missing('an operator is missing here', `write in ${cursor.quote(token.span)}`);
      return parseMembership(cursor, left);
    default:
      return { kind: 'attribute', attribute: left, span: left.span };
  }
}

/** `100 < :amount:` is read as `:amount: > 100`, with a fault. */
export function parseFlipped(cursor: Cursor): Condition | null {
  const { span } = cursor.peek();
  const operator = cursor.peek(1);
  const attribute = cursor.peek(2);
  if (operator.kind !== 'operator' || attribute.kind !== 'attribute') {
    cursor.missing('a comparison begins with an attribute', 'write e.g. :amount: > 100');
    skipComparison(cursor);
    return null;
  }
  const literal = parseLiteral(cursor, attribute.attribute);
  cursor.next();
  cursor.next();
  const flipped = FLIPPED[operator.operator];
  const whole = { start: span.start, end: attribute.span.end };
  const hint = `write ${cursor.quote(attribute.span)} ${flipped} ${cursor.quote(span)}`;
  cursor.reporter.error(whole, 'a comparison begins with its attribute', hint);
  return literal && { kind: 'compare', operator: flipped, left: attribute.attribute, right: literal, span: whole };
}

/** `> =` */
function joinOperator(cursor: Cursor, first: ComparisonOperator, span: Span): ComparisonOperator {
  const second = cursor.peek();
  if (second.kind !== 'operator') return first;
  cursor.next();
  const isJoined = second.operator === '=' && (first === '<' || first === '>');
  const operator = isJoined ? (`${first}=` as const) : first;
  cursor.reporter.error(
    { start: span.start, end: second.span.end },
    'these are two operators',
    isJoined ? `write ${operator}` : 'write one of them',
  );
  return operator;
}

function parseRight(cursor: Cursor, left: AttributeReference, operator: ComparisonOperator): Condition | null {
  const { kind, span } = cursor.peek();
  if (kind === '(' || kind === 'list') {
    const negation = operator === '!=' ? 'not in' : 'in';
    const hint = kind === 'list' ? `write ${negation} ${cursor.quote(span)}` : `write ${negation} (…)`;
    cursor.reporter.error(span, `several values are compared with "in", not with "${operator}"`, hint);
    return parseMembership(cursor, left);
  }
  const right = parseValue(cursor, operator, left);
  return right && { kind: 'compare', operator, left, right, span: { start: left.span.start, end: right.span.end } };
}

function parseMatch(cursor: Cursor, left: AttributeReference, operator: 'includes' | 'like'): Condition | null {
  const right = parseValue(cursor, operator, left);
  if (right === null) return null;
  const span = { start: left.span.start, end: right.span.end };
  if (right.kind === 'string') return { kind: 'match', operator, left, right, span };
  const example = operator === 'like' ? "like 'abc%'" : "includes 'abc'";
  cursor.reporter.error(right.span, `"${operator}" takes a string`, `write e.g. ${example}`);
  return null;
}

/** `x not in (…)` is `not (x in (…))`. A `not` that begins the next condition is left to the caller. */
function parseNegated(cursor: Cursor, left: AttributeReference): Condition | null {
  const { kind } = cursor.peek(1);
  if (kind !== 'in' && kind !== 'includes' && kind !== 'like') {
    return { kind: 'attribute', attribute: left, span: left.span };
  }
  cursor.next();
  const operand = parseComparison(cursor, left);
  return operand && { kind: 'not', operand, span: operand.span };
}

function parseWordOperator(cursor: Cursor, left: AttributeReference, text: string, span: Span): Condition | null {
  const word = text.toLowerCase();
  if (word === 'between') return parseBetween(cursor, left);
  const operator = WORDS.get(word);
  if (operator === undefined) return { kind: 'attribute', attribute: left, span: left.span };
  cursor.next();
  if (operator === '=') return parseIs(cursor, left, text, span);
  const written =
    operator === 'like' && text !== 'matches' ? "like, with % for what may be anything, e.g. 'abc%'" : operator;
  cursor.reporter.error(span, `there is no operator "${text}"`, `write ${written}`);
  if (operator === 'includes' || operator === 'like') return parseMatch(cursor, left, operator);
  return parseRight(cursor, left, operator);
}

function parseIs(cursor: Cursor, left: AttributeReference, text: string, span: Span): Condition | null {
  const not = cursor.accept('not');
  const whole = { start: span.start, end: not?.span.end ?? span.end };
  const { kind, span: valueSpan } = cursor.peek();
  if (kind === 'is_missing' || (kind === 'word' && /^(?:null|missing|empty)$/i.test(cursor.quote(valueSpan)))) {
    cursor.next();
    const test = `is_missing(${cursor.quote(left.span)})`;
    const end = valueSpan.end;
    cursor.reporter.error(
      { start: span.start, end },
      'missing values have their own test',
      `write ${not ? 'not ' : ''}${test}`,
    );
    const condition: Condition = { kind: 'is_missing', attribute: left, span: { start: left.span.start, end } };
    return not ? { kind: 'not', operand: condition, span: condition.span } : condition;
  }
  const operator = not ? '!=' : '=';
  cursor.reporter.error(whole, `there is no operator "${not ? `${text} not` : text}"`, `write ${operator}`);
  return parseRight(cursor, left, operator);
}

function parseMembership(cursor: Cursor, left: AttributeReference): Condition | null {
  const { start } = left.span;
  const token = cursor.peek();
  if (token.kind === 'list') {
    cursor.next();
    return { kind: 'in_list', left, list: token.name, listSpan: token.span, span: { start, end: token.span.end } };
  }
  if (token.kind === '(') {
    cursor.next();
    return parseItems(cursor, left, token.span);
  }
  const item = parseLiteral(cursor, left);
  if (item === null) {
    if (cursor.peek() === token) cursor.missing('the values are missing after "in"', "write in ('a', 'b') or in @list");
    return null;
  }
  cursor.reporter.error(item.span, 'the values after "in" stand in parentheses', `write (${cursor.quote(item.span)})`);
  return { kind: 'in', left, items: [item], span: { start, end: item.span.end } };
}

function parseItems(cursor: Cursor, left: AttributeReference, open: Span): Condition | null {
  const items: Literal[] = [];
  for (;;) {
    const token = cursor.peek();
    const item = parseLiteral(cursor, left);
    if (item) items.push(item);
    else if (token.kind === 'attribute' || token.kind === 'list') reportItem(cursor, left);
    else if (cursor.peek() === token) cursor.missing('a value is missing here', "write e.g. in ('a', 'b')");
    const close = cursor.accept(')');
    if (close) {
      const span = { start: left.span.start, end: close.span.end };
      return items.length > 0 ? { kind: 'in', left, items, span } : null;
    }
    if (cursor.accept(',')) continue;
    const { kind, span } = cursor.peek();
    if (kind !== 'string' && kind !== 'number' && kind !== 'word') break;
    cursor.reporter.error(span, 'a comma is missing between these values', `write , ${cursor.quote(span)}`);
  }
  cursor.reporter.error(open, 'this parenthesis is never closed', 'write ) after the last value');
  return null;
}

function reportItem(cursor: Cursor, left: AttributeReference): void {
  const { kind, span } = cursor.next();
  const text = cursor.quote(span);
  const hint = kind === 'list' ? `write in ${text}` : `write ${cursor.quote(left.span)} = ${text}`;
  cursor.reporter.error(span, 'only strings and numbers stand in a list of values', hint);
}
