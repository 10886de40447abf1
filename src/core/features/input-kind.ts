import { isJsonObject, type JsonValue } from '../domain/json.ts';

const SINGLE_KINDS = ['bool', 'int', 'float', 'string', 'time'] as const;
type SingleKind = (typeof SINGLE_KINDS)[number];

/** What a value of an input is. `list` alone is one of several kinds, or of objects. */
export type InputKind = SingleKind | 'object' | 'list' | `list:${SingleKind}`;

/** All of them, as they are stored. */
export const INPUT_KINDS: readonly InputKind[] = [
  ...SINGLE_KINDS,
  'object',
  'list',
  ...SINGLE_KINDS.map((kind) => `list:${kind}` as const),
];

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i;

/** The kind of a value; null where it doesn't tell: null, and the empty list. */
export function kindOf(value: JsonValue): InputKind | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'float';
  if (typeof value === 'string') return TIME.test(value) ? 'time' : 'string';
  return isJsonObject(value) ? 'object' : kindOfList(value);
}

function kindOfList(items: readonly JsonValue[]): InputKind | null {
  const values = items.filter((item) => item !== null);
  if (values.length === 0) return null;
  const kinds = new Set(values.map(kindOf));
  if (kinds.size === 2 && kinds.has('int') && kinds.has('float')) return 'list:float';
  const single = SINGLE_KINDS.find((kind) => kinds.has(kind));
  return kinds.size === 1 && single ? `list:${single}` : 'list';
}

/** A value made one of its input's kind, and that kind, which may be wider now. */
export interface Fitted {
  readonly value: JsonValue;
  readonly kind: InputKind;
}

/** Makes a value one of a kind, where nothing is lost by it: `"5"` is 5, and 5 is `"5"`. Null where it can't be. */
export function fitKind(value: JsonValue, kind: InputKind): Fitted | null {
  switch (kind) {
    case 'object':
      return isJsonObject(value) ? { value, kind } : null;
    case 'list':
      return Array.isArray(value) ? { value, kind } : null;
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'time':
      return fitSingle(value, kind);
    default:
      return Array.isArray(value) ? fitList(value, kind) : null;
  }
}

function fitList(items: readonly JsonValue[], listKind: `list:${SingleKind}`): Fitted | null {
  let kind = listKind.slice('list:'.length) as SingleKind;
  const fitted: JsonValue[] = [];
  for (const item of items) {
    const one: FittedSingle | null = item === null ? { value: null, kind } : fitSingle(item, kind);
    if (!one) return null;
    fitted.push(one.value);
    kind = one.kind;
  }
  return { value: fitted, kind: `list:${kind}` };
}

interface FittedSingle extends Fitted {
  readonly kind: SingleKind;
}

function fitSingle(value: JsonValue, kind: SingleKind): FittedSingle | null {
  switch (kind) {
    case 'string':
      if (typeof value === 'number') return { value: String(value), kind };
      return typeof value === 'string' ? { value, kind } : null;
    case 'time':
      return typeof value === 'string' && TIME.test(value) ? { value, kind } : null;
    case 'bool': {
      const claim = value === 1 || value === 'true' ? true : value === 0 || value === 'false' ? false : value;
      return typeof claim === 'boolean' ? { value: claim, kind } : null;
    }
    case 'int':
    case 'float': {
      const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return null;
      return { value: number, kind: Number.isSafeInteger(number) ? kind : 'float' };
    }
  }
}

const NAMES: Readonly<Record<SingleKind, readonly [one: string, several: string]>> = {
  bool: ['true or false', 'true and false'],
  int: ['a number', 'numbers'],
  float: ['a number', 'numbers'],
  string: ['text', 'texts'],
  time: ['a time', 'times'],
};

/** A kind in words: `a number`, `a list of texts`. */
export function nameOfKind(kind: InputKind): string {
  if (kind === 'object') return 'an object';
  const single = SINGLE_KINDS.find((each) => kind === each || kind === `list:${each}`);
  if (single === undefined) return 'a list';
  return kind === single ? NAMES[single][0] : `a list of ${NAMES[single][1]}`;
}

/** What a value is, in the same words. */
export function nameOfValue(value: JsonValue): string {
  const kind = kindOf(value);
  return kind === null ? 'an empty list' : nameOfKind(kind);
}
