import { BOOL, FLOAT, INT, STRING } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE } from './guards.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

const scalar = takes('value', 'string', 'int', 'float', 'bool');

export const CONVERSION_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Bool',
    parameters: [scalar],
    description: 'a bool from `"true"`, `"false"`, in any case, 1 or 0; null for anything else',
    example: 'Bool("true") = true',
    result: BOOL,
    keepsPersonal: true,
    evaluate: ([value]) => {
      const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
      if (word === true || word === 'true' || word === 1) return true;
      return word === false || word === 'false' || word === 0 ? false : NO_VALUE;
    },
  }),
  defineFunction({
    name: 'Int',
    parameters: [scalar],
    description: 'a whole number, from one or from text; true is 1. Null for a fraction, and beyond 2^53: see `Round`',
    example: 'Int("5") = 5',
    result: INT,
    keepsPersonal: true,
    evaluate: ([value]) => {
      const number = numberOf(value);
      return Number.isSafeInteger(number) ? number : NO_VALUE;
    },
  }),
  defineFunction({
    name: 'Float',
    parameters: [scalar],
    description: 'a number, from one or from text; true is 1. Null for text that is no decimal number',
    example: 'Float("5.6") = 5.6',
    result: FLOAT,
    keepsPersonal: true,
    evaluate: ([value]) => numberOf(value),
  }),
  defineFunction({
    name: 'String',
    parameters: [scalar],
    description: 'the value as text',
    example: 'String(5) = "5"',
    result: STRING,
    keepsPersonal: true,
    evaluate: ([value]) => textOf(value) ?? NO_VALUE,
  }),
];

/** A string, a number or a bool as text; null for any other value. */
export function textOf(value: ScowlValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Not finite where the value says no number. */
function numberOf(value: ScowlValue | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = typeof value === 'string' ? value.trim() : '';
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}
