import { BOOL, DURATION, FLOAT, INT, type ScowlType, TIME } from '../scowl-type.ts';
import type { Arithmetic, Expression, IsTest, Logic, Negation, Not } from '../syntax.ts';
import type { Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { expectKind, type Wanted } from './expect.ts';
import { quotedAt } from './faults.ts';
import { FAULT } from './literals.ts';
import { inWords, isNumber, isOpen } from './type-rules.ts';

const WANTED_BOOL: Wanted = { kinds: ['bool'], implies: BOOL };

/** Checks an expression that must be true or false. */
export function checkBool(expression: Expression, context: Context): Term {
  const term = context.check(expression, context);
  return expectKind(term, expression.span, WANTED_BOOL, context) ? term : FAULT;
}

/** `a and b`, `not a`, `a is true`: true, false or null. */
export function checkLogic(expression: Logic | Not | IsTest, context: Context): Term {
  if (expression.kind === 'is') {
    const { what, isNegated } = expression;
    const isNull = what === 'null';
    const operand = isNull ? context.check(expression.operand, context) : checkBool(expression.operand, context);
    return { kind: 'is', isNegated, operand, what, type: BOOL };
  }
  if (expression.kind === 'not') return { kind: 'not', operand: checkBool(expression.operand, context), type: BOOL };
  const left = checkBool(expression.left, context);
  return { kind: expression.kind, left, right: checkBool(expression.right, context), type: BOOL };
}

/** `-a` */
export function checkNegation({ operand, span }: Negation, context: Context): Term {
  const term = context.check(operand, context);
  const wanted: Wanted = { kinds: ['int', 'float', 'duration'], implies: FLOAT };
  if (!expectKind(term, operand.span, wanted, context)) return FAULT;
  if (term.kind === 'constant' && typeof term.value === 'number') return { ...term, value: 0 - term.value };
  if (term.type.kind === 'null') {
    context.report.error(span, '- of null is null', 'leave it out');
    return FAULT;
  }
  return { kind: 'negation', operand: term, type: resultOf(term.type) };
}

/** `a + b` of numbers, times and durations. */
export function checkArithmetic(expression: Arithmetic, context: Context): Term {
  const { operator, span } = expression;
  const left = context.check(expression.left, context);
  const right = context.check(expression.right, context);
  if (left === FAULT || right === FAULT) return FAULT;
  if (left.type.kind === 'null' || right.type.kind === 'null') {
    context.report.error(span, `${operator} with null is null`, 'write what is meant where there is no value');
    return FAULT;
  }
  demand(left, impliedBy(right.type, operator, true), placeOf(expression.left.span, context), context);
  demand(right, impliedBy(left.type, operator, false), placeOf(expression.right.span, context), context);
  const type = arithmeticType(operator, left.type, right.type);
  if (!type) {
    reportOperands(expression, left, right, context);
    return FAULT;
  }
  return { kind: 'arithmetic', operator, left, right, type };
}

/** What an operand of unknown type is, beside one of this type. */
function impliedBy(other: ScowlType, operator: Arithmetic['operator'], isLeft: boolean): ScowlType {
  const isSum = operator === '+' || operator === '-';
  if (other.kind === 'time' && isSum) return operator === '-' ? TIME : DURATION;
  return other.kind === 'duration' && isSum && isLeft ? TIME : FLOAT;
}

/** The type of the result; null where there is none. */
function arithmeticType(operator: Arithmetic['operator'], left: ScowlType, right: ScowlType): ScowlType | null {
  const isSum = operator === '+' || operator === '-';
  if (isOpen(left) || isOpen(right)) {
    const known = isOpen(left) ? right : left;
    return isNumber(known) || known.kind === 'time' || known.kind === 'duration' || isOpen(known) ? FLOAT : null;
  }
  if (isNumber(left) && isNumber(right)) {
    return left.kind === 'int' && right.kind === 'int' && operator !== '/' ? INT : FLOAT;
  }
  const kinds = `${left.kind} ${right.kind}`;
  if (kinds === 'duration duration') return isSum ? DURATION : operator === '/' ? FLOAT : null;
  if (kinds === 'time time') return operator === '-' ? DURATION : null;
  if (kinds === 'time duration') return isSum ? TIME : null;
  if (kinds === 'duration time') return operator === '+' ? TIME : null;
  if (left.kind === 'duration' && isNumber(right)) return isSum ? null : DURATION;
  return isNumber(left) && right.kind === 'duration' && operator === '*' ? DURATION : null;
}

function resultOf(type: ScowlType): ScowlType {
  return isNumber(type) ? { kind: type.kind === 'int' ? 'int' : 'float' } : type;
}

const WORDS = { '+': 'added', '-': 'subtracted', '*': 'multiplied', '/': 'divided' } as const;

/** The operand that is no number; or that both are not of the same sort. */
function reportOperands(expression: Arithmetic, left: Term, right: Term, context: Context): void {
  const { operator, span } = expression;
  const kinds = [left.type.kind, right.type.kind];
  const isTime = kinds.includes('time') || kinds.includes('duration');
  if (!isTime) {
    const isText = kinds.includes('string');
    const hint = isText && operator === '+' ? 'texts are joined by Concat(…, …)' : undefined;
    const wanted: Wanted = { kinds: ['int', 'float'], implies: FLOAT, ...(hint && { hint }) };
    if (expectKind(left, expression.left.span, wanted, context)) {
      expectKind(right, expression.right.span, wanted, context);
    }
    return;
  }
  const first = `${quotedAt(placeOf(expression.left.span, context))} is ${inWords(left.type)}`;
  const second = `${quotedAt(placeOf(expression.right.span, context))} ${inWords(right.type)}`;
  const message = `${first}, ${second}: they can't be ${WORDS[operator]}`;
  const hint = kinds.some((kind) => kind === 'int' || kind === 'float')
    ? 'write a duration with its unit, e.g. 5 minutes'
    : 'a time less a time is a duration; a time and a duration are a time';
  context.report.error(span, message, hint);
}
