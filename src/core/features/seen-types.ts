import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import { isPersonalName } from '../domain/personal.ts';
import { fitKind, type InputKind, kindOf, nameOfKind, nameOfValue } from './input-kind.ts';
import { BOOL, FLOAT, INT, type ScowlType, STRING, TIME, UNKNOWN } from './scowl-type.ts';

/** Types of inputs as the events that came so far showed them: by event, then by the input's path with dots. */
export type SeenTypes = ReadonlyMap<string, ReadonlyMap<string, ScowlType>>;

/** What one event showed of one input. */
export interface SeenInput {
  readonly type: string;
  readonly input: string;
  readonly kind: InputKind;
}

/** Data held against what is known of its inputs. */
export interface CheckedData {
  /** Each value of the kind that its input is of; null where it can't be made one. */
  readonly data: JsonObject;
  /** Kinds that were not known before, or are wider now. */
  readonly learned: ReadonlyMap<string, InputKind>;
  readonly problems: readonly { readonly field: string; readonly problem: string }[];
}

/**
 * Holds an event's data against the kinds that its inputs showed before. The first value of an input tells its kind;
 * a later one of another kind is made one of it where it can be (`"5"` is 5), and else is null and a problem. Whole
 * numbers become fractions with the first fraction.
 */
export function checkInputs(data: JsonObject, known: ReadonlyMap<string, InputKind>): CheckedData {
  const learned = new Map<string, InputKind>();
  const problems: { field: string; problem: string }[] = [];

  function checkedObject(object: JsonObject, above: string): JsonObject {
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => [name, checkedValue(value, `${above}${name}`)]),
    );
  }

  function checkedValue(value: JsonValue, path: string): JsonValue {
    const before = learned.get(path) ?? known.get(path);
    const kind = before ?? kindOf(value);
    // Nothing tells of a null (the text `null` is one), or of an empty list, what it could have been.
    if (value === null || value === 'null' || kind === null) return value;
    const fitted = fitKind(value, kind);
    if (!fitted) {
      problems.push({ field: path, problem: `is ${nameOfValue(value)}, was ${nameOfKind(kind)} before` });
      return null;
    }
    if (fitted.kind !== before) learned.set(path, fitted.kind);
    return isJsonObject(fitted.value) ? checkedObject(fitted.value, `${path}.`) : fitted.value;
  }

  return { data: checkedObject(data, ''), learned, problems };
}

/**
 * What is known of inputs, as types of Scowl: of an object also what it holds, as a struct. Where two modes or accounts
 * send other kinds under one name it is unknown.
 */
export function typesOf(inputs: readonly SeenInput[]): SeenTypes {
  const byEvent = Map.groupBy(inputs, ({ type }) => type);
  return new Map([...byEvent].map(([type, members]) => [type, typesOfEvent(members)]));
}

function typesOfEvent(inputs: readonly SeenInput[]): ReadonlyMap<string, ScowlType> {
  const kinds = new Map<string, InputKind | null>();
  for (const { input, kind } of inputs) {
    const before = kinds.get(input);
    kinds.set(input, before === undefined ? kind : bothKinds(before, kind));
  }
  const typed = new Map<string, ScowlType>();
  // The deepest first: an object is made of what it holds.
  for (const path of [...kinds.keys()].sort((a, b) => depthOf(b) - depthOf(a) || (a < b ? -1 : 1))) {
    const kind = kinds.get(path) ?? null;
    typed.set(path, kind === 'object' ? structOf(path, typed) : singleType(kind, path));
  }
  return typed;
}

function depthOf(path: string): number {
  return path.split('.').length;
}

function bothKinds(a: InputKind | null, b: InputKind): InputKind | null {
  if (a === b) return a;
  const both = [a, b];
  if (both.includes('int') && both.includes('float')) return 'float';
  return both.includes('list:int') && both.includes('list:float') ? 'list:float' : null;
}

function structOf(path: string, typed: ReadonlyMap<string, ScowlType>): ScowlType {
  const prefix = `${path}.`;
  const fields = [...typed].flatMap(([inner, type]): [string, ScowlType][] => {
    const name = inner.startsWith(prefix) ? inner.slice(prefix.length) : '';
    return name === '' || name.includes('.') ? [] : [[name, type]];
  });
  return { kind: 'struct', fields: new Map(fields) };
}

const SINGLE: Readonly<Record<string, ScowlType>> = { bool: BOOL, int: INT, float: FLOAT, string: STRING, time: TIME };

function singleType(kind: InputKind | null, path: string): ScowlType {
  if (kind === null) return UNKNOWN;
  const [outer, item] = kind.split(':');
  if (outer === 'list') return { kind: 'array', item: ofPerson(SINGLE[item ?? ''] ?? UNKNOWN, path) };
  return ofPerson(SINGLE[kind] ?? UNKNOWN, path);
}

function ofPerson(type: ScowlType, path: string): ScowlType {
  return type.kind === 'string' && isPersonalName(path) ? { ...type, isPersonal: true } : type;
}
