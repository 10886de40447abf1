import { isPersonalName } from '../../domain/personal.ts';
import { nearest } from '../../language/nearest.ts';
import type { Span } from '../../language/source.ts';
import type { BuiltInEvent } from '../built-in-event.ts';
import { type ScowlType, UNKNOWN } from '../scowl-type.ts';
import type { FieldAccess, IndexAccess, Name } from '../syntax.ts';
import type { CheckedInput, Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { FAULT } from './literals.ts';
import { asPersonal } from './type-rules.ts';

/**
 * What a name stands for: a feature or declared input of the event in scope, else an input of the built-in event, else
 * the top-level field of that name of the event's data.
 */
export function checkName({ name, span }: Name, context: Context): Term {
  const { scope, checking, report } = context;
  const feature = scope.features.get(name);
  // A feature that reads itself has no type; it has its own fault.
  if (feature) return { kind: 'feature', name, type: checking.terms.get(feature)?.type ?? UNKNOWN };
  const declared = scope.inputs.get(name);
  if (declared) return { kind: 'input', name, type: declared.type };
  if (!scope.builtIn) {
    warnOfReader(name, span, context);
    const { type } = checking.inputs.implied(scope.name, name, placeOf(span, context));
    return { kind: 'input', name, type };
  }
  const input = scope.builtIn.inputs.find((other) => other.name === name);
  if (input?.type.kind === 'map') {
    report.error(span, `${name} is a map, which is read by key`, `write ${keyed(name, 'user_id')}`);
    return FAULT;
  }
  if (input) return builtInTerm(name, [name], input.type, context);
  const { message, hint } = unknownName(name, scope.builtIn, context);
  report.error(span, message, hint);
  return FAULT;
}

/** `cardholder_metadata["user_id"]` is an input of its own. Null where no map of a built-in event is read. */
export function checkMetadata(access: IndexAccess | FieldAccess, context: Context): Term | null {
  const { target, span } = access;
  if (target.kind !== 'name') return null;
  const map = mapOf(target.name, context);
  if (!map) return null;
  if (access.kind === 'field') {
    context.report.error(
      span,
      `${target.name} is a map, which is read by key`,
      `write ${keyed(target.name, access.name)}`,
    );
    return FAULT;
  }
  const key = access.index.kind === 'literal' ? access.index.value : null;
  if (typeof key !== 'string') {
    const message = `the key of ${target.name} is a text that stands here, not one that is computed`;
    context.report.error(access.index.span, message, `write e.g. ${keyed(target.name, 'user_id')}`);
    return FAULT;
  }
  const type = isPersonalName(key) ? asPersonal(map.value) : map.value;
  return builtInTerm(keyed(target.name, key), [target.name, key], type, context);
}

function mapOf(name: string, { scope }: Context): (ScowlType & { kind: 'map' }) | null {
  if (scope.features.has(name) || scope.inputs.has(name)) return null;
  const type = scope.builtIn?.inputs.find((input) => input.name === name)?.type;
  return type?.kind === 'map' ? type : null;
}

function builtInTerm(name: string, path: readonly string[], type: ScowlType, { scope, checking }: Context): Term {
  const { inputs } = checking;
  const known = inputs.known(scope.name, builtInInput(name, path, type));
  // An amount is kept with its currency.
  const currencyInput = type.kind === 'float' ? type.money?.currencyInput : null;
  const currency = currencyInput && scope.builtIn?.inputs.find((input) => input.name === currencyInput);
  if (currency) inputs.known(scope.name, builtInInput(currency.name, [currency.name], currency.type));
  return { kind: 'input', name, type: known.type };
}

function builtInInput(name: string, path: readonly string[], type: ScowlType): CheckedInput {
  return { name, path, type, isRequired: false, fallback: null, isImplied: false };
}

/** `cardholder_metadata["user_id"]` */
export function keyed(map: string, key: string): string {
  return `${map}[${JSON.stringify(key)}]`;
}

/** `Count<login>(… where total > 5)`, with a `total` of the event that this stands in, and none of `login`. */
function warnOfReader(name: string, span: Span, { scope, within, report }: Context): void {
  if (!within || within.reader === scope || !within.reader.features.has(name)) return;
  const message = `${name} is looked up in ${scope.name}, where it is declared nowhere, not in ${within.reader.name}`;
  report.warn(span, message, hintAtWriter(name, within.aggregate, scope.name));
}

function hintAtWriter(name: string, aggregate: string, writer: string): string {
  return `values and where of ${aggregate}<${writer}>(…) are of ${writer}: declare ${name} there`;
}

function unknownName(name: string, event: BuiltInEvent, { within, scope }: Context): { message: string; hint: string } {
  if (event.outcomes.has(name)) {
    const message = `${name} says what became of an earlier ${event.name}: it is a condition of an aggregate over them`;
    const isWithin = within !== null;
    const hint = isWithin
      ? `write it in where, joined to the rest by and: where ${name} and …`
      : `write e.g. Count<${event.name}>(by … where ${name} last 1 day)`;
    return { message, hint };
  }
  if (within && within.reader !== scope && within.reader.features.has(name)) {
    return { message: `${event.name} has no ${name}`, hint: hintAtWriter(name, within.aggregate, event.name) };
  }
  const names = [...event.inputs.map((input) => input.name), ...scope.features.keys()];
  const near = nearest(name, names);
  const map = event.inputs.find(({ type }) => type.kind === 'map');
  const other = map ? `what you add yourself is read as ${keyed(map.name, name)}` : `it has ${names.join(', ')}`;
  return { message: `${event.name} has no ${name}`, hint: near ? `did you mean ${near}?` : other };
}
