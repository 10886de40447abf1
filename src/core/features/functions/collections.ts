import { isConcealed } from '../../domain/personal.ts';
import { type Missing, missing } from '../../domain/value.ts';
import { BOOL, INT, type ScowlType, UNKNOWN } from '../scowl-type.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import { commonType } from './common-type.ts';
import { defineFunction, type TypeFault, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE } from './guards.ts';
import { isSame, isStruct } from './same.ts';
import { typeName } from './type-name.ts';

const array = takes('array', 'array');

export const COLLECTION_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Contains',
    parameters: [takes('whole', 'string', 'array', 'map'), takes('part', 'any')],
    description:
      'whether a text has a part, with regard to case, an array an item, or a map a key. Null where the item is not ' +
      'there, but a null is',
    example: 'Contains("jane+shop@b.co", "+") = true',
    result: ([whole, part]) => containable(whole ?? UNKNOWN, part ?? UNKNOWN),
    evaluate: ([whole = NO_VALUE, part = NO_VALUE]) => {
      if (Array.isArray(whole)) return isAmong(whole, part);
      if (typeof part !== 'string') return NO_VALUE;
      if (typeof whole === 'string') return whole.includes(part);
      return isStruct(whole) ? whole.has(part) : NO_VALUE;
    },
  }),
  defineFunction({
    name: 'Len',
    parameters: [takes('value', 'string', 'array', 'map')],
    description: 'how many characters a text has, items an array, or keys a map',
    example: 'Len("jane") = 4',
    result: INT,
    evaluate: ([value = NO_VALUE]) => {
      // Not the 16-bit units that JavaScript counts: an emoji is one character to whoever wrote it.
      if (typeof value === 'string') return Array.from(value).length;
      if (Array.isArray(value)) return value.length;
      return isStruct(value) ? value.size : NO_VALUE;
    },
  }),
  defineFunction({
    name: 'ArrayIndex',
    parameters: [array, takes('position', 'int')],
    description: 'the item at a position, counted from 0; null where there is none',
    example: 'ArrayIndex(["a", "b"], 1) = "b"',
    result: ([type]) => (type?.kind === 'array' ? type.item : UNKNOWN),
    keepsPersonal: true,
    evaluate: ([items, position]) => {
      if (!Array.isArray(items) || typeof position !== 'number') return NO_VALUE;
      return items[position] ?? NO_VALUE;
    },
  }),
  defineFunction({
    name: 'ArraySlice',
    parameters: [array, takes('start', 'int'), takes('end', 'int')],
    optional: 1,
    description:
      'the items from a position, counted from 0, up to another one, which is left out; null for one below 0',
    example: 'Len(ArraySlice(["a", "b", "c"], 1)) = 2',
    result: ([type]) => (type?.kind === 'array' ? type : { kind: 'array', item: UNKNOWN }),
    keepsPersonal: true,
    evaluate: ([items, start, end = Number.MAX_SAFE_INTEGER]) => {
      if (!Array.isArray(items) || !isPosition(start) || !isPosition(end)) return NO_VALUE;
      return items.slice(start, end);
    },
  }),
];

function containable(whole: ScowlType, part: ScowlType): ScowlType | TypeFault {
  if (whole.kind === 'unknown' || whole.kind === 'null') return BOOL;
  const wanted: ScowlType = whole.kind === 'array' ? whole.item : { kind: 'string' };
  if (commonType([wanted, part])) return BOOL;
  const owner = whole.kind === 'array' ? 'this array' : typeName(whole.kind);
  return { fault: `${owner} contains ${typeName(wanted.kind)}; this is ${typeName(part.kind)}`, argument: 1 };
}

/** As `in` says it: what is null, or concealed, may be the item. */
function isAmong(items: readonly ScowlValue[], wanted: ScowlValue): ScowlValue {
  let open: Missing | null = null;
  for (const item of items) {
    if (isNull(item)) open ??= item;
    else if (isSame(item, wanted)) return true;
    else if (typeof item === 'string' && isConcealed(item)) open ??= missing('not_recorded');
  }
  return open ?? false;
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
