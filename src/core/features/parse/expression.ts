import type { Span } from '../../language/source.ts';
import type { ArithmeticOperator, ComparisonOperator, Expression, IsTest } from '../syntax.ts';
import { type Cursor, isWord, nested } from './cursor.ts';
import { LEVELS, type Level } from './levels.ts';
import { parsePostfix } from './operand.ts';
import { RESERVED, type Token } from './token.ts';

type Operator =
  | { readonly kind: 'and' | 'or' | 'in' | 'not in' | 'is'; readonly level: Level }
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly level: Level }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly level: Level };

/**
 * Reads as much of one expression as can be read; null where none stands. Every fault is reported. It ends before the
 * first token that can't go on with it, and whether that may stand there is for the caller to say.
 */
export function parseExpression(cursor: Cursor): Expression | null {
  return parseFrom(cursor, LEVELS.or);
}

function parseFrom(cursor: Cursor, lowest: Level): Expression | null {
  let left = parsePrefix(cursor, lowest);
  let before: Operator | null = null;
  while (left !== null) {
    const operator = operatorAt(cursor);
    if (operator === null || operator.level < lowest) return left;
    if (operator.level === LEVELS.compare && before?.level === LEVELS.compare) {
      cursor.error(cursor.peek().span, 'comparisons are not chained', 'join them with "and", or write parentheses');
    }
    left = parseAfter(cursor, left, operator);
    before = operator;
  }
  return null;
}

/** The operator that comes next, if one does. Takes nothing. */
function operatorAt(cursor: Cursor): Operator | null {
  const token = cursor.peek();
  switch (token.kind) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'compare', operator: token.kind, level: LEVELS.compare };
    case '+':
    case '-':
      return { kind: 'arithmetic', operator: token.kind, level: LEVELS.sum };
    case '*':
    case '/':
      return { kind: 'arithmetic', operator: token.kind, level: LEVELS.term };
    case 'word':
      break;
    default:
      return null;
  }
  switch (token.lower) {
    case 'and':
    case 'or':
      return { kind: token.lower, level: LEVELS[token.lower] };
    case 'in':
    case 'is':
      return { kind: token.lower, level: LEVELS.compare };
    case 'not':
      return isWord(cursor.peek(1), 'in') ? { kind: 'not in', level: LEVELS.compare } : null;
    default:
      return null;
  }
}

/** Takes the operator and what belongs to it; without a right side that can be read it is the left one alone. */
function parseAfter(cursor: Cursor, left: Expression, operator: Operator): Expression {
  cursor.next();
  if (operator.kind === 'is') return parseIs(cursor, left);
  if (operator.kind === 'not in') cursor.next();
  // All operators join from the left: what is on the right binds more tightly.
  const right = parseFrom(cursor, (operator.level + 1) as Level);
  if (right === null) return left;
  const span = { start: left.span.start, end: right.span.end };
  switch (operator.kind) {
    case 'and':
    case 'or':
      return { kind: operator.kind, left, right, span };
    case 'in':
    case 'not in':
      return { kind: 'in', isNegated: operator.kind === 'not in', left, right, span };
    case 'compare':
      return { kind: 'compare', operator: operator.operator, left, right, span };
    case 'arithmetic':
      return { kind: 'arithmetic', operator: operator.operator, left, right, span };
  }
}

function parseIs(cursor: Cursor, operand: Expression): IsTest {
  const isNegated = cursor.acceptWord('not') !== null;
  const token = cursor.peek();
  const word = token.kind === 'word' ? token.lower : '';
  const what = word === 'true' || word === 'false' ? word : 'null';
  if (word === what) {
    cursor.next();
  } else {
    cursor.missing('"is" tests for null, true or false', hintForIs(token, isNegated));
    const isValue = token.kind === 'number' || token.kind === 'string' || (word !== '' && !RESERVED.has(word));
    if (isValue) cursor.next();
  }
  return { kind: 'is', isNegated, operand, what, span: { start: operand.span.start, end: cursor.endOfLast() } };
}

const NOTHING = /^(?:nil|none|missing|empty|undefined|unknown)$/;

function hintForIs(token: Token, isNegated: boolean): string {
  const not = isNegated ? 'not ' : '';
  if (token.kind === 'word' && NOTHING.test(token.lower)) return `write is ${not}null`;
  if (token.kind === 'word' && token.lower === 'in') return `write ${not}in`;
  return isNegated ? 'for other values write !=' : 'for other values write =';
}

function parsePrefix(cursor: Cursor, lowest: Level): Expression | null {
  const token = cursor.peek();
  if (isWord(token, 'not')) return parseNot(cursor, lowest);
  if (token.kind !== '-' && token.kind !== '+') return parsePostfix(cursor);
  cursor.next();
  const operand = nested(cursor, token, () => parsePrefix(cursor, LEVELS.sign));
  if (operand === null) return null;
  if (token.kind === '+') {
    cursor.error(token.span, 'no + stands before a value', 'leave it out');
    return operand;
  }
  const span = { start: token.span.start, end: operand.span.end };
  return negated(operand, span);
}

function parseNot(cursor: Cursor, lowest: Level): Expression | null {
  const token = cursor.next();
  if (lowest > LEVELS.not) {
    cursor.error(token.span, '"not" can\'t stand after this operator', 'write parentheses: (not x)');
  }
  const operand = nested(cursor, token, () => parseFrom(cursor, LEVELS.not));
  return operand && { kind: 'not', operand, span: { start: token.span.start, end: operand.span.end } };
}

/** `-5` is a number. */
function negated(operand: Expression, span: Span): Expression {
  if (operand.kind !== 'literal' || typeof operand.value !== 'number') return { kind: 'negation', operand, span };
  return { kind: 'literal', value: operand.value === 0 ? 0 : -operand.value, span };
}
