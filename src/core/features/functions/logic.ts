import { and, not, or, type Truth } from '../../language/truth.ts';
import { BOOL, type ScowlType } from '../scowl-type.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import { commonType } from './common-type.ts';
import { defineFunction, type TypeFault, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE } from './guards.ts';
import { typeName } from './type-name.ts';

export const LOGIC_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'If',
    parameters: [takes('condition', 'bool'), takes('then', 'any'), takes('else', 'any')],
    description: 'one of two values; null where the condition is null. The value that is not chosen may be null',
    example: 'If(2 > 1, "more", "less") = "more"',
    result: (args) => oneTypeOf('If', args, 1),
    keepsPersonal: true,
    takesNull: true,
    evaluate: ([condition = NO_VALUE, then = NO_VALUE, otherwise = NO_VALUE]) => {
      if (typeof condition === 'boolean') return condition ? then : otherwise;
      return isNull(condition) ? condition : NO_VALUE;
    },
  }),
  defineFunction({
    name: 'Coalesce',
    parameters: [takes('value', 'any')],
    isVariadic: true,
    description: 'the first value that is not null; null where all are',
    example: 'Coalesce(null, 5, 7) = 5',
    result: (args) => oneTypeOf('Coalesce', args, 0),
    keepsPersonal: true,
    takesNull: true,
    evaluate: (args) => args.find((value) => !isNull(value)) ?? args[0] ?? NO_VALUE,
  }),
  defineFunction({
    name: 'IfNull',
    parameters: [takes('value', 'any'), takes('fallback', 'any')],
    description: 'the value, or the other one where it is null',
    example: 'IfNull(null, 0) = 0',
    result: (args) => oneTypeOf('IfNull', args, 0),
    keepsPersonal: true,
    takesNull: true,
    evaluate: ([value = NO_VALUE, fallback = NO_VALUE]) => (isNull(value) ? fallback : value),
  }),
  defineFunction({
    name: 'IsNull',
    parameters: [takes('value', 'any')],
    description: 'whether it is null',
    example: 'IsNull(EmailDomain("nobody")) = true',
    result: BOOL,
    takesNull: true,
    evaluate: ([value = NO_VALUE]) => isNull(value),
  }),
  defineFunction({
    name: 'And',
    parameters: [takes('condition', 'bool')],
    optional: 1,
    isVariadic: true,
    description: 'whether all are true; where none is false and one is null, null. Of none at all it is true',
    example: 'And(2 > 1, 1 > 2) = false',
    result: BOOL,
    takesNull: true,
    evaluate: (args) => settled(args, args.map(truthOf).reduce(and, true)),
  }),
  defineFunction({
    name: 'Or',
    parameters: [takes('condition', 'bool')],
    optional: 1,
    isVariadic: true,
    description: 'whether one is true; where none is and one is null, null. Of none at all it is false',
    example: 'Or(null, 2 > 1) = true',
    result: BOOL,
    takesNull: true,
    evaluate: (args) => settled(args, args.map(truthOf).reduce(or, false)),
  }),
  defineFunction({
    name: 'Not',
    parameters: [takes('condition', 'bool')],
    description: 'true for false, and false for true',
    example: 'Not(1 > 2) = true',
    result: BOOL,
    takesNull: true,
    evaluate: (args) => settled(args, not(truthOf(args[0] ?? NO_VALUE))),
  }),
];

/** The type that the arguments from the given one on have in common. */
function oneTypeOf(name: string, args: readonly ScowlType[], from: number): ScowlType | TypeFault {
  for (let end = from + 1; end <= args.length; end++) {
    const [last, ...before] = args.slice(from, end).toReversed();
    if (!last || commonType(args.slice(from, end))) continue;
    const others = typeName(commonType(before)?.kind ?? 'unknown');
    return { fault: `${name} gives one type: ${others} before, and this is ${typeName(last.kind)}`, argument: end - 1 };
  }
  return commonType(args.slice(from)) ?? { kind: 'unknown' };
}

function truthOf(value: ScowlValue): Truth {
  return typeof value === 'boolean' ? value : 'missing';
}

/** Null says why: the first argument that is no bool does. */
function settled(args: readonly ScowlValue[], truth: Truth): ScowlValue {
  if (truth !== 'missing') return truth;
  const undecided = args.find((value) => typeof value !== 'boolean');
  return undecided !== undefined && isNull(undecided) ? undecided : NO_VALUE;
}
