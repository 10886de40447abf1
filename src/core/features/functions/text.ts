import { limits } from '../../domain/limits.ts';
import { editDistance } from '../../language/nearest.ts';
import { BOOL, FLOAT, STRING } from '../scowl-type.ts';
import { textOf } from './conversion.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE, onText, onTexts } from './guards.ts';

const text = takes('text', 'string');

export const TEXT_FUNCTIONS: readonly FunctionDefinition[] = [
  changed('Lower', 'the text in lower case', 'Lower("Jane") = "jane"', (value) => value.toLowerCase()),
  changed('Upper', 'the text in upper case', 'Upper("de") = "DE"', (value) => value.toUpperCase()),
  changed('Trim', 'the text without the space around it', 'Trim(" a b ") = "a b"', (value) => value.trim()),
  defineFunction({
    name: 'Concat',
    parameters: [takes('value', 'string', 'int', 'float', 'bool')],
    isVariadic: true,
    description: `the values as one text; null where it has more than ${limits.maxMadeTextLength} characters`,
    example: 'Concat("user:", 42) = "user:42"',
    result: STRING,
    keepsPersonal: true,
    evaluate: (args) => {
      const parts = args.map(textOf);
      const whole = parts.join('');
      return parts.includes(null) || whole.length > limits.maxMadeTextLength ? NO_VALUE : whole;
    },
  }),
  compared(
    'StartsWith',
    'start',
    'whether the text begins so',
    'StartsWith("4242 4242", "42") = true',
    (value, start) => value.startsWith(start),
  ),
  compared('EndsWith', 'end', 'whether the text ends so', 'EndsWith("a.co.uk", ".uk") = true', (value, end) =>
    value.endsWith(end),
  ),
  defineFunction({
    name: 'StringSimilarity',
    parameters: [text, takes('other', 'string')],
    description:
      'how alike two texts are, from 0 to 1: 1 less the share of letters that must be changed, put in, left out or ' +
      `swapped. Of each the first ${limits.maxLikenessLength} characters are compared, with regard to case`,
    example: 'StringSimilarity("jane", "jana") = 0.75',
    result: FLOAT,
    evaluate: onTexts((first, second) => likeness(begun(first), begun(second))),
  }),
];

function changed(
  name: string,
  description: string,
  example: string,
  change: (value: string) => string,
): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [text],
    description,
    example,
    result: STRING,
    keepsPersonal: true,
    evaluate: onText(change),
  });
}

function compared(
  name: string,
  part: string,
  description: string,
  example: string,
  compare: (value: string, part: string) => boolean,
): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [text, takes(part, 'string')],
    description,
    example,
    result: BOOL,
    evaluate: onTexts(compare),
  });
}

function begun(value: string): string {
  return value.slice(0, limits.maxLikenessLength);
}

function likeness(first: string, second: string): number {
  const longer = Math.max(first.length, second.length);
  return longer === 0 ? 1 : 1 - editDistance(first, second) / longer;
}
