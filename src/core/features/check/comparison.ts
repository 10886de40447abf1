import { BOOL, type ScowlType } from '../scowl-type.ts';
import type { Comparison, Expression, Membership } from '../syntax.ts';
import type { Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { expectKind, typeInWords } from './expect.ts';
import { quotedAt } from './faults.ts';
import { FAULT } from './literals.ts';
import { inWords, isAlike, isNumber, isOpen, isScalar } from './type-rules.ts';

/** `a = b`, `a < b`: of things of one sort. */
export function checkComparison(expression: Comparison, context: Context): Term {
  const { operator } = expression;
  const left = context.check(expression.left, context);
  const right = context.check(expression.right, context);
  const type = BOOL;
  if (left === FAULT || right === FAULT) return { kind: 'compare', operator, left, right, type };
  if (left.type.kind === 'null' || right.type.kind === 'null') {
    const other = left.type.kind === 'null' ? expression.right : expression.left;
    const hint = `write ${subjectOf(other, context)} is ${operator === '!=' ? 'not ' : ''}null`;
    context.report.error(expression.span, `${operator} with null is null, never true`, hint);
    return FAULT;
  }
  makeAlike([left, expression.left], [right, expression.right], context);
  const isOrdered = operator !== '=' && operator !== '!=';
  if (!isAlike(left.type, right.type)) reportUnlike(expression, left, right, context);
  else if (isOrdered && !(isOrderable(left.type) && isOrderable(right.type))) {
    const [term, side] = isOrderable(left.type) ? [right, expression.right] : [left, expression.left];
    const subject = subjectOf(side, context);
    const hint = term.type.kind === 'bool' ? `write ${subject}, or not ${subject}` : 'write = or !=';
    context.report.error(expression.span, `${subject} is ${inWords(term.type)}, which has no "${operator}"`, hint);
  }
  return { kind: 'compare', operator, left, right, type };
}

/** `a in ["x", "y"]`: a list of the same sort of things, or a map that has it as a key. */
export function checkMembership({ left, right, isNegated, span }: Membership, context: Context): Term {
  const value = context.check(left, context);
  const among = context.check(right, context);
  const term: Term = { kind: 'in', isNegated, left: value, right: among, type: BOOL };
  if (value === FAULT || among === FAULT) return term;
  if (value.type.kind === 'null') {
    context.report.error(span, 'null is in nothing: this is null, never true', 'write … is null, of what may be null');
    return FAULT;
  }
  const implies: ScowlType = { kind: 'array', item: isScalar(value.type) ? value.type : { kind: 'unknown' } };
  const hint = hintAtList(value, left, among, right, context);
  if (!expectKind(among, right.span, { kinds: ['array', 'map'], implies, ...(hint && { hint }) }, context))
    return FAULT;
  const item: ScowlType | null =
    among.type.kind === 'array' ? among.type.item : among.type.kind === 'map' ? { kind: 'string' } : null;
  if (!item) return term;
  demand(value, item, placeOf(left.span, context), context);
  if (!isAlike(value.type, item)) {
    const message = `${subjectOf(left, context)} is ${inWords(value.type)}, and the list is of another type`;
    const isMap = among.type.kind === 'map';
    const other = isMap ? 'the keys of a map are strings' : `each of its items is ${inWords(item)}`;
    context.report.error(span, `${message}: it is never in it`, other);
  }
  return term;
}

function hintAtList(
  value: Term,
  left: Expression,
  among: Term,
  right: Expression,
  context: Context,
): string | undefined {
  if (among.type.kind === 'string' && value.type.kind === 'string') {
    return `for a piece of text write Contains(${subjectOf(right, context)}, ${subjectOf(left, context)})`;
  }
  return isScalar(among.type) ? `write ${subjectOf(left, context)} in [${subjectOf(right, context)}]` : undefined;
}

/** Of two things that are compared, one that is of unknown type is of the other's. */
function makeAlike([a, left]: [Term, Expression], [b, right]: [Term, Expression], context: Context): void {
  demand(a, b.type, placeOf(left.span, context), context);
  demand(b, a.type, placeOf(right.span, context), context);
}

function isOrderable(type: ScowlType): boolean {
  return isOpen(type) || isNumber(type) || type.kind === 'time' || type.kind === 'duration' || type.kind === 'string';
}

function reportUnlike(expression: Comparison, left: Term, right: Term, context: Context): void {
  const sides = [
    { term: left, side: expression.left },
    { term: right, side: expression.right },
  ] as const;
  const [first, second] = sides.map(({ term, side }) => `${subjectOf(side, context)} is ${typeInWords(term, context)}`);
  const message = `${first}, ${second}: they can't be compared`;
  const hint = hintAt(left.type, expression.right, context) ?? hintAt(right.type, expression.left, context);
  const other = hintByKinds(left.type, right.type);
  context.report.error(expression.span, message, hint ?? other);
}

/** What to write in place of a literal, beside a thing of this type. */
function hintAt(type: ScowlType, literal: Expression, context: Context): string | null {
  if (literal.kind !== 'literal' || literal.value === null) return null;
  const { value } = literal;
  if (type.kind === 'string') return `write ${JSON.stringify(String(value))}`;
  if (isNumber(type) && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return `write ${value.trim()}, without quotes`;
  }
  const word = String(value).toLowerCase();
  if (type.kind === 'bool')
    return word === 'true' || word === 'false' ? `write ${word}, without quotes` : 'write true or false';
  if (type.kind === 'duration') return `write it with its unit, e.g. ${subjectOf(literal, context)} minutes`;
  return null;
}

function hintByKinds(left: ScowlType, right: ScowlType): string {
  const kinds = [left.kind, right.kind];
  if (kinds.includes('time') && kinds.includes('string')) return 'a text is made a time by ParseTime(…)';
  if (kinds.includes('string')) return 'compare String(…) with text, or Float(…) with a number';
  if (kinds.includes('duration')) return 'write a duration with its unit, e.g. 5 minutes';
  return 'compare numbers with numbers and text with text';
}

function subjectOf({ span }: Expression, context: Context): string {
  const quoted = quotedAt(placeOf(span, context));
  return quoted === 'this' ? '…' : quoted;
}
