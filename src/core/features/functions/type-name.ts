import type { ScowlType } from '../scowl-type.ts';

const NAMES: Readonly<Record<ScowlType['kind'], string>> = {
  bool: 'a bool',
  int: 'an int',
  float: 'a float',
  string: 'a string',
  time: 'a time',
  duration: 'a duration',
  array: 'an array',
  map: 'a map',
  struct: 'a struct',
  null: 'null',
  unknown: 'a value of any type',
};

/** The name of a type in a sentence, with its article: `an int`. */
export function typeName(kind: ScowlType['kind']): string {
  return NAMES[kind];
}
