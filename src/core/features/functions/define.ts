import { missing } from '../../domain/value.ts';
import type { ScowlType } from '../scowl-type.ts';
import type { FunctionDefinition, Parameter } from './definition.ts';
import { typeName } from './type-name.ts';

export interface TypeFault {
  readonly fault: string;
  readonly argument: number;
}

/** What a function says of itself; that its arguments are of the types that it accepts is looked after for it. */
interface FunctionSketch extends Omit<FunctionDefinition, 'resultType'> {
  /** The type of its result; or what works it out, for arguments that are accepted. */
  readonly result: ScowlType | ((args: readonly ScowlType[]) => ScowlType | TypeFault);
}

/** A place for a value of one of these types. */
export function takes(name: string, ...accepts: Parameter['accepts']): Parameter {
  return { name, accepts };
}

/**
 * The function as the checker and the engine want it. Null and what is of unknown type are accepted everywhere. A
 * result that is not finite is no value, and zero has no sign.
 */
export function defineFunction({ result, ...sketch }: FunctionSketch): FunctionDefinition {
  return {
    ...sketch,
    resultType(args) {
      const fault = faultOf(sketch, args);
      if (fault) return fault;
      return typeof result === 'function' ? result(args) : result;
    },
    evaluate(args, event) {
      const value = sketch.evaluate(args, event);
      if (typeof value !== 'number') return value;
      if (!Number.isFinite(value)) return missing('no_value');
      return value === 0 ? 0 : value;
    },
  };
}

function faultOf(sketch: Omit<FunctionSketch, 'result'>, args: readonly ScowlType[]): TypeFault | null {
  const { name, parameters, optional = 0 } = sketch;
  const needed = parameters[args.length];
  if (needed && args.length < parameters.length - optional) {
    return { fault: `${name} needs ${needed.name}, too`, argument: args.length };
  }
  for (const [index, { kind }] of args.entries()) {
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    if (!parameter || isAccepted(parameter, kind)) continue;
    return {
      fault: `${name} takes ${listed(parameter)} as ${parameter.name}; this is ${typeName(kind)}`,
      argument: index,
    };
  }
  return null;
}

function isAccepted({ accepts }: Parameter, kind: ScowlType['kind']): boolean {
  return kind === 'null' || kind === 'unknown' || accepts.includes('any') || accepts.includes(kind);
}

/** `a string, an array or a map`. */
function listed({ accepts }: Parameter): string {
  const names = accepts.map((kind) => {
    if (kind === 'any') return typeName('unknown');
    return kind === 'int' || kind === 'float' ? numberName(accepts) : typeName(kind);
  });
  const [last, ...others] = [...new Set(names)].toReversed();
  return others.length === 0 ? `${last}` : `${others.toReversed().join(', ')} or ${last}`;
}

function numberName(accepts: Parameter['accepts']): string {
  return accepts.includes('float') ? 'a number' : typeName('int');
}
