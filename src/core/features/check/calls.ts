import { nearest } from '../../language/nearest.ts';
import { findFunction, functionNames } from '../functions/catalogue.ts';
import type { FunctionDefinition, Parameter } from '../functions/definition.ts';
import { FLOAT, type ScowlType, UNKNOWN } from '../scowl-type.ts';
import type { Call, Expression } from '../syntax.ts';
import { AGGREGATE_FUNCTIONS, type Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand, demandExactly } from './demand.ts';
import { expectKind, impliedInput } from './expect.ts';
import { FAULT } from './literals.ts';
import { notBuilt } from './not-built.ts';
import { asPersonal, holdsPersonal, isAlike, isOpen, type Kind } from './type-rules.ts';

/** `EmailDomain(email)`: a function of one event. */
export function checkCall(call: Call, context: Context): Term {
  const definition = findFunction(call.name);
  const args = call.args.map((arg) => context.check(arg, context));
  if (!definition) {
    const { message, hint } = unknownFunction(call.name);
    context.report.error(call.nameSpan, message, hint);
    return FAULT;
  }
  if (!isCountRight(definition, call, context)) return FAULT;
  let isSound = true;
  for (const [index, term] of args.entries()) {
    const parameter = definition.parameters[Math.min(index, definition.parameters.length - 1)];
    const arg = call.args[index];
    if (parameter && arg && !isAccepted(term, arg, parameter, context)) isSound = false;
  }
  const result = isSound ? definition.resultType(args.map(({ type }) => type)) : UNKNOWN;
  if ('fault' in result) {
    context.report.error((call.args[result.argument] ?? call).span, result.fault, `e.g. ${definition.example}`);
    return FAULT;
  }
  if (!isSound) return FAULT;
  makeAlike(definition, args, result, call, context);
  return { kind: 'call', function: definition, args, type: typeOf(definition, args, result) };
}

/** What is wrong with the name of a function or aggregate that there isn't. */
export function unknownFunction(name: string): { message: string; hint: string | undefined } {
  const known = notBuilt(name);
  if (known) return known;
  const near = nearest(name, [...AGGREGATE_FUNCTIONS, ...functionNames()]);
  return { message: `there is no function ${name}`, hint: near ? `did you mean ${near}?` : undefined };
}

function isCountRight(
  { name, parameters, optional = 0, isVariadic, example }: FunctionDefinition,
  call: Call,
  context: Context,
) {
  const count = call.args.length;
  const least = parameters.length - optional;
  const most = isVariadic ? Number.POSITIVE_INFINITY : parameters.length;
  if (count >= least && count <= most) return true;
  const names = parameters.map((parameter) => parameter.name).join(', ');
  const wanted = parameters.length === 0 ? 'nothing' : `${names}${isVariadic ? ', …' : ''}`;
  const given = count === 0 ? 'nothing is' : count === 1 ? 'one is' : `${count} are`;
  const message = `${name} takes ${wanted}: ${given} given`;
  const span = count > most ? (call.args[most]?.span ?? call.span) : call.span;
  context.report.error(span, message, `e.g. ${example}`);
  return false;
}

/** Learns the type of what is given, where the place takes but one; reports an implied input that is used otherwise. */
function isAccepted(term: Term, arg: Expression, { accepts }: Parameter, context: Context): boolean {
  const kinds = accepts.filter((kind): kind is Kind => kind !== 'any');
  if (kinds.length < accepts.length) return true;
  if (isOpen(term.type)) {
    const implied = impliedBy(kinds);
    if (implied) demandExactly(term, implied, placeOf(arg.span, context), context);
    return true;
  }
  // Of all others the function itself says what it takes.
  return impliedInput(term, context) === null || expectKind(term, arg.span, { kinds, implies: null }, context);
}

function impliedBy(kinds: readonly Kind[]): ScowlType | null {
  if (kinds.length === 2 && kinds.includes('int') && kinds.includes('float')) return FLOAT;
  const [kind] = kinds;
  if (kinds.length !== 1 || kind === undefined) return null;
  switch (kind) {
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'time':
    case 'duration':
      return { kind };
    case 'array':
      return { kind: 'array', item: UNKNOWN };
    default:
      return null;
  }
}

/** In `Coalesce(x, 0)` x is a number: where one value of any type is like the result, the others are, too. */
function makeAlike(
  { parameters }: FunctionDefinition,
  args: readonly Term[],
  result: ScowlType,
  call: Call,
  context: Context,
): void {
  const values = args.flatMap((term, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    const arg = call.args[index];
    return arg && parameter?.accepts.includes('any') ? [{ term, arg }] : [];
  });
  const known = values.find(({ term }) => !isOpen(term.type))?.term.type;
  if (!known || !isAlike(known, result)) return;
  for (const { term, arg } of values) demand(term, known, placeOf(arg.span, context), context);
}

function typeOf({ keepsPersonal }: FunctionDefinition, args: readonly Term[], result: ScowlType): ScowlType {
  const isKept = keepsPersonal === true && args.some(({ type }) => holdsPersonal(type));
  return isKept ? asPersonal(result) : result;
}
