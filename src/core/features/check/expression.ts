import { commonType } from '../functions/common-type.ts';
import { type ScowlType, UNKNOWN } from '../scowl-type.ts';
import type { CaseExpression, Expression } from '../syntax.ts';
import type { Term } from '../term.ts';
import { checkFieldAccess, checkIndexAccess } from './access.ts';
import { checkAggregate } from './aggregate.ts';
import { checkCall } from './calls.ts';
import { checkComparison, checkMembership } from './comparison.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { durationTerm, FAULT, literalTerm } from './literals.ts';
import { checkName } from './names.ts';
import { notBuilt } from './not-built.ts';
import { checkArithmetic, checkBool, checkLogic, checkNegation } from './operators.ts';
import { inWords, isOpen } from './type-rules.ts';

/** Checks an expression: its term, with every name resolved and every type known. Faults are reported. */
export function checkExpression(expression: Expression, context: Context): Term {
  switch (expression.kind) {
    case 'literal': {
      // Nothing stands there: the parser has said that a value is missing.
      const isPlaceholder = expression.value === null && expression.span.start === expression.span.end;
      return isPlaceholder ? FAULT : literalTerm(expression);
    }
    case 'duration':
      return durationTerm(expression);
    case 'name':
      return checkName(expression, context);
    case 'field':
      return checkFieldAccess(expression, context);
    case 'index':
      return checkIndexAccess(expression, context);
    case 'struct':
      return checkStruct(expression, context);
    case 'array':
      return checkArray(expression, context);
    case 'map':
      return checkMap(expression, context);
    case 'call':
      return checkCall(expression, context);
    case 'case':
      return checkCase(expression, context);
    case 'aggregate':
      return checkAggregate(expression, context);
    case 'lookup': {
      const { message, hint } = notBuilt('Lookup') ?? { message: '', hint: undefined };
      context.report.error(expression.span, message, hint);
      return FAULT;
    }
    case 'compare':
      return checkComparison(expression, context);
    case 'in':
      return checkMembership(expression, context);
    case 'arithmetic':
      return checkArithmetic(expression, context);
    case 'negation':
      return checkNegation(expression, context);
    default:
      return checkLogic(expression, context);
  }
}

function checkStruct(expression: Expression & { kind: 'struct' }, context: Context): Term {
  const fields = new Map<string, Term>();
  for (const { name, nameSpan, value } of expression.fields) {
    if (fields.has(name)) context.report.error(nameSpan, `the struct has two fields ${name}`, 'leave one of them out');
    fields.set(name, context.check(value, context));
  }
  const type: ScowlType = { kind: 'struct', fields: new Map([...fields].map(([name, term]) => [name, term.type])) };
  return { kind: 'struct', fields: [...fields].map(([name, value]) => ({ name, value })), type };
}

function checkArray({ items }: Expression & { kind: 'array' }, context: Context): Term {
  const terms = items.map((item) => context.check(item, context));
  const item = commonTypeOf(terms, items, 'a list holds values of one type', context);
  return { kind: 'array', items: terms, type: { kind: 'array', item } };
}

function checkMap({ entries }: Expression & { kind: 'map' }, context: Context): Term {
  const values = entries.map(({ value }) => value);
  const terms = values.map((value) => context.check(value, context));
  const type = commonTypeOf(terms, values, 'a map holds values of one type', context);
  const checked = entries.map(({ key }, index) => ({ key, value: terms[index] ?? FAULT }));
  return { kind: 'map', entries: checked, type: { kind: 'map', value: type } };
}

function checkCase({ whens, otherwise }: CaseExpression, context: Context): Term {
  const checked = whens.map((branch) => {
    const when = checkBool(branch.when, context);
    const then = context.check(branch.then, context);
    return { when, then };
  });
  const last = otherwise && context.check(otherwise, context);
  const terms = [...checked.map(({ then }) => then), ...(last ? [last] : [])];
  const results = [...whens.map(({ then }) => then), ...(otherwise ? [otherwise] : [])];
  const type = commonTypeOf(terms, results, 'Case gives values of one type', context);
  return { kind: 'case', whens: checked, otherwise: last, type };
}

/** The type that values have in common; where there is none, the first one that is unlike those before is reported. */
function commonTypeOf(
  terms: readonly Term[],
  expressions: readonly Expression[],
  rule: string,
  context: Context,
): ScowlType {
  const known = terms.find(({ type }) => !isOpen(type))?.type;
  let common: ScowlType | null = terms.length === 0 ? UNKNOWN : { kind: 'null' };
  for (const [index, term] of terms.entries()) {
    const span = expressions[index]?.span ?? { start: 0, end: 0 };
    if (known) demand(term, known, placeOf(span, context), context);
    const joined: ScowlType | null = common && commonType([common, term.type]);
    if (!joined) {
      const message = `${rule}: this is ${inWords(term.type)}, what stands before ${inWords(common ?? UNKNOWN)}`;
      context.report.error(span, message, 'write String(…) or Float(…) of it');
      return UNKNOWN;
    }
    common = joined;
  }
  return common ?? UNKNOWN;
}
