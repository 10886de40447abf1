import { isConcealed } from '../../domain/personal.ts';
import { missing } from '../../domain/value.ts';
import { valueFromJson } from '../engine/recorded-json.ts';
import type { FunctionDefinition } from '../functions/definition.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import type { Code, Frame } from './frame.ts';

/**
 * What the function gives; the first null argument where it takes none, and null where it breaks its promise not to
 * throw. Of a concealed text nothing can be told: null (`not_recorded`), unless the function only hands values on.
 */
export function compileCall(definition: FunctionDefinition, args: readonly Code[]): Code {
  const handsOn = handsValuesOn(definition);
  return (frame) => {
    const values: ScowlValue[] = [];
    for (const arg of args) {
      const value = arg(frame);
      if (typeof value === 'object' && isNull(value) && !definition.takesNull) return value;
      if (typeof value === 'string' && !handsOn && isConcealed(value)) return missing('not_recorded');
      values.push(value);
    }
    return called(definition, values, frame);
  };
}

function called(definition: FunctionDefinition, values: readonly ScowlValue[], frame: Frame): ScowlValue {
  try {
    const value = definition.evaluate(values, frame);
    return typeof value === 'number' && !Number.isFinite(value) ? missing('no_value') : value;
  } catch {
    return missing('no_value');
  }
}

const HAND_ON = new Set(['Coalesce', 'If', 'IfNull', 'IsNull']);

/** Whether a function gives one of its arguments back, or only tells whether there is one: it need not know which. */
export function handsValuesOn({ name }: FunctionDefinition): boolean {
  return HAND_ON.has(name);
}

/** The term's value as it was recorded, where it was: its inputs are concealed then. */
export function compileDerived(text: string, code: Code): Code {
  return (frame) => {
    const recorded = frame.derived?.get(text);
    return recorded === undefined ? code(frame) : valueFromJson(recorded);
  };
}
