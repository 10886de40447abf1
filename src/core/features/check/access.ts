import { nearest } from '../../language/nearest.ts';
import { findFunction } from '../functions/catalogue.ts';
import { INT, STRING, UNKNOWN } from '../scowl-type.ts';
import type { Expression, FieldAccess, IndexAccess } from '../syntax.ts';
import type { Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { expectKind } from './expect.ts';
import { quotedAt } from './faults.ts';
import { FAULT } from './literals.ts';
import { checkMetadata } from './names.ts';
import { inWords } from './type-rules.ts';

/** `device.os`: a field of a struct. */
export function checkFieldAccess(access: FieldAccess, context: Context): Term {
  const metadata = checkMetadata(access, context) ?? checkUndeclared(access, context);
  if (metadata) return metadata;
  const target = context.check(access.target, context);
  if (target === FAULT) return FAULT;
  const { name, span } = access;
  const quoted = quotedAt(placeOf(access.target.span, context));
  const subject = quoted === 'this' ? '…' : quoted;
  const { type } = target;
  if (type.kind === 'struct') {
    const field = type.fields.get(name);
    if (field) return { kind: 'field', target, name, type: field };
    const near = nearest(name, type.fields.keys());
    const hint = near ? `did you mean ${near}?` : `it has ${[...type.fields.keys()].join(', ')}`;
    context.report.error(span, `${quoted} has no field ${name}`, hint);
  } else if (type.kind === 'map') {
    context.report.error(span, `${quoted} is a map, which is read by key`, `write ${subject}[${JSON.stringify(name)}]`);
  } else if (type.kind === 'unknown') {
    const hint = 'declare the input that it comes from, with its type';
    context.report.error(span, `nothing is known of the fields of ${quoted}`, hint);
  } else {
    const hint = findFunction(name) ? `write ${name}(${subject})` : undefined;
    context.report.error(span, `${quoted} is ${inWords(type)}, which has no fields`, hint);
  }
  return FAULT;
}

/** `items[0]`, `metadata["plan"]`: an item of a list, or what a map has under a text. */
export function checkIndexAccess(access: IndexAccess, context: Context): Term {
  const metadata = checkMetadata(access, context) ?? checkUndeclared(access, context);
  if (metadata) return metadata;
  const target = context.check(access.target, context);
  const index = context.check(access.index, context);
  if (target === FAULT || index === FAULT) return FAULT;
  const { type } = target;
  const isArray = type.kind === 'array';
  if (isArray || type.kind === 'map') {
    const hint = isArray ? 'items are counted from 0' : 'write e.g. ["plan"]';
    const wanted = isArray
      ? { kinds: ['int'] as const, implies: INT, hint }
      : { kinds: ['string'] as const, implies: STRING, hint };
    if (!expectKind(index, access.index.span, wanted, context)) return FAULT;
    return { kind: 'index', target, index, type: isArray ? type.item : type.value };
  }
  const quoted = quotedAt(placeOf(access.target.span, context));
  if (type.kind === 'unknown') {
    demand(target, { kind: 'array', item: UNKNOWN }, placeOf(access.target.span, context), context);
    return { kind: 'index', target, index, type: UNKNOWN };
  }
  const key = literalOf(access.index);
  const subject = quoted === 'this' ? '…' : quoted;
  const hint = type.kind === 'struct' ? `write ${subject}.${typeof key === 'string' ? key : 'name'}` : undefined;
  context.report.error(access.span, `${quoted} is ${inWords(type)}, which is not read by index`, hint);
  return FAULT;
}

function checkUndeclared(access: FieldAccess | IndexAccess, context: Context): Term | null {
  const path = undeclared(access, context);
  if (path === null) return null;
  const [name] = path.split('.');
  const hint = `declare it: ${path.replaceAll(/\W+/g, '_')} := $.${path} as string?`;
  context.report.error(access.span, `${name} is not declared, and nothing is known of its fields`, hint);
  return FAULT;
}

/**
 * `device.os` of a `device` that nobody declared: null for any other. What fields it has is known of no event before it
 * comes, so that each that is read is declared as an input of its own.
 */
function undeclared(access: FieldAccess | IndexAccess, { scope }: Context): string | null {
  const names: string[] = [];
  let target: Expression = access;
  while (target.kind === 'field' || target.kind === 'index') {
    const key: unknown = target.kind === 'field' ? target.name : literalOf(target.index);
    if (typeof key !== 'string') return null;
    names.unshift(key);
    target = target.target;
  }
  if (target.kind !== 'name' || scope.builtIn || scope.features.has(target.name) || scope.inputs.has(target.name)) {
    return null;
  }
  return [target.name, ...names].join('.');
}

function literalOf(expression: Expression): unknown {
  return expression.kind === 'literal' ? expression.value : null;
}
