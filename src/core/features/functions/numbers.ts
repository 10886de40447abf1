import { FLOAT, INT, type ScowlType } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { commonType } from './common-type.ts';
import { defineFunction, type TypeFault, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE, onNumber } from './guards.ts';
import { typeName } from './type-name.ts';

const MAX_DIGITS = 15;

const number = takes('number', 'int', 'float');
const ordered = takes('value', 'int', 'float', 'time', 'duration');

export const NUMBER_FUNCTIONS: readonly FunctionDefinition[] = [
  extreme('Maximum', 'the greatest of the values; null where one of them is', 'Maximum(3, 7, 5) = 7', Math.max),
  extreme('Minimum', 'the least of the values; null where one of them is', 'Minimum(3, 7, 5) = 3', Math.min),
  defineFunction({
    name: 'Abs',
    parameters: [takes('number', 'int', 'float', 'duration')],
    description: 'the number, or the duration, without its sign',
    example: 'Abs(-3) = 3',
    result: ([type]) => commonType(type ? [type] : []) ?? FLOAT,
    keepsPersonal: true,
    evaluate: onNumber(Math.abs),
  }),
  defineFunction({
    name: 'Round',
    parameters: [number, takes('digits', 'int')],
    optional: 1,
    description: 'the nearest whole number, or with so many digits (0 to 15) after the point; half goes away from zero',
    example: 'Round(2.345, 2) = 2.35',
    result: (args) => (args.length > 1 ? FLOAT : INT),
    keepsPersonal: true,
    evaluate: ([value, digits = 0]) => {
      if (typeof value !== 'number' || typeof digits !== 'number') return NO_VALUE;
      return Number.isInteger(digits) && digits >= 0 && digits <= MAX_DIGITS ? rounded(value, digits) : NO_VALUE;
    },
  }),
  whole('Floor', 'the next whole number that is not greater', 'Floor(2.7) = 2', Math.floor),
  whole('Ceiling', 'the next whole number that is not less', 'Ceiling(2.1) = 3', Math.ceil),
];

function extreme(name: string, description: string, example: string, of: typeof Math.max): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [ordered],
    isVariadic: true,
    description,
    example,
    result: (args) => comparable(name, args),
    keepsPersonal: true,
    evaluate: (args) => (args.length > 0 && args.every(isNumber) ? of(...args) : NO_VALUE),
  });
}

function comparable(name: string, args: readonly ScowlType[]): ScowlType | TypeFault {
  const argument = args.findIndex((_, index) => !commonType(args.slice(0, index + 1)));
  const odd = args[argument];
  if (!odd) return commonType(args) ?? FLOAT;
  return { fault: `${name} compares values of one type; this is ${typeName(odd.kind)}`, argument };
}

function whole(name: string, description: string, example: string, of: (value: number) => number): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [number],
    description,
    example,
    result: INT,
    keepsPersonal: true,
    evaluate: onNumber(of),
  });
}

function isNumber(value: ScowlValue): value is number {
  return typeof value === 'number';
}

/** The point is moved in the decimal notation, so that 1.005 is rounded as people read it. */
function rounded(value: number, digits: number): number {
  if (Number.isInteger(value)) return value;
  return Math.sign(value) * moved(Math.round(moved(Math.abs(value), digits)), -digits);
}

function moved(value: number, places: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}
