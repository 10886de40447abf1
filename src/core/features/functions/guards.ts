import { missing } from '../../domain/value.ts';
import type { ScowlValue } from '../scowl-value.ts';

/** What a function gives for bad input. Inputs of unknown type can hold anything, so every function looks. */
export const NO_VALUE = missing('no_value');

type Evaluate = (args: readonly ScowlValue[]) => ScowlValue;

/** Gives something for texts; for anything else, or too few of them, no value. */
export function onTexts(give: (...texts: [string, string]) => ScowlValue): Evaluate {
  return ([first, second]) =>
    typeof first === 'string' && typeof second === 'string' ? give(first, second) : NO_VALUE;
}

/** Gives something for a text; for anything else no value. */
export function onText(give: (text: string) => ScowlValue): Evaluate {
  return ([text]) => (typeof text === 'string' ? give(text) : NO_VALUE);
}

/** Gives something for a number; for anything else no value. */
export function onNumber(give: (value: number) => ScowlValue): Evaluate {
  return ([value]) => (typeof value === 'number' ? give(value) : NO_VALUE);
}
