import { nearest } from '../../language/nearest.ts';
import type { Reporter } from '../../language/reporter.ts';
import { BOOL, FLOAT, INT, type ScowlType, STRING, TIME, UNKNOWN } from '../scowl-type.ts';
import type { InputDeclaration, Literal, WrittenType } from '../syntax.ts';
import type { CheckedInput } from '../term.ts';
import { literalType } from './literals.ts';
import { asPersonal, inWords } from './type-rules.ts';

const PERSONAL = asPersonal(STRING);

const TYPES: ReadonlyMap<string, ScowlType> = new Map([
  ['bool', BOOL],
  ['int', INT],
  ['float', FLOAT],
  ['string', STRING],
  ['time', TIME],
  ['email', PERSONAL],
  ['phone', PERSONAL],
  ['personal', PERSONAL],
]);

// What people write that know other languages.
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['boolean', 'bool'],
  ['integer', 'int'],
  ['long', 'int'],
  ['number', 'float'],
  ['double', 'float'],
  ['decimal', 'float'],
  ['text', 'string'],
  ['str', 'string'],
  ['varchar', 'string'],
  ['date', 'time'],
  ['datetime', 'time'],
  ['timestamp', 'time'],
  ['duration', 'int'],
]);

/** The input that a declaration makes; where its type is wrong, that is reported, and it is one of unknown type. */
export function declaredInput(declaration: InputDeclaration, report: Reporter): CheckedInput {
  const { name, path, isOptional, fallback } = declaration;
  const type = typeOf(declaration.type, report);
  return {
    name,
    path,
    type,
    isRequired: !isOptional && fallback === null,
    fallback: fallback && checkedFallback(fallback, type, name, report),
    isImplied: false,
  };
}

function typeOf(written: WrittenType, report: Reporter): ScowlType {
  switch (written.kind) {
    case 'array':
      return { kind: 'array', item: typeOf(written.item, report) };
    case 'map':
      return { kind: 'map', value: typeOf(written.value, report) };
    case 'struct': {
      const fields = new Map<string, ScowlType>();
      for (const { name, type } of written.fields) {
        if (fields.has(name)) report.error(type.span, `the struct has two fields ${name}`, 'leave one of them out');
        fields.set(name, typeOf(type, report));
      }
      return { kind: 'struct', fields };
    }
    case 'name': {
      const type = TYPES.get(written.name);
      if (type) return type;
      const near = OTHER_NAMES.get(written.name.toLowerCase()) ?? nearest(written.name, TYPES.keys());
      const hint = near ? `write ${near}` : `there are ${[...TYPES.keys()].join(', ')}`;
      report.error(written.span, `there is no type ${written.name}`, hint);
      return UNKNOWN;
    }
  }
}

/** The literal after `?`, where it is of the input's type. `null` is what stands there anyway. */
function checkedFallback(fallback: Literal, type: ScowlType, name: string, report: Reporter): CheckedInput['fallback'] {
  if (fallback.value === null) return null;
  const own = literalType(fallback.value);
  const fits = own.kind === type.kind || (own.kind === 'int' && type.kind === 'float') || type.kind === 'unknown';
  if (fits) return fallback.value;
  report.error(
    fallback.span,
    `${name} is declared as ${inWords(type)}, and this is ${inWords(own)}`,
    `write ${name} := … as ${type.kind}?, which is null where it is not there`,
  );
  return null;
}
