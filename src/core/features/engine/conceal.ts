import {
  type Conceal,
  isConcealed,
  isPersonalName,
  looksLikeCardNumber,
  looksPersonal,
} from '../../domain/personal.ts';
import type { ScowlType } from '../scowl-type.ts';
import { isNull, type JsonValue, type ScowlValue } from '../scowl-value.ts';
import { textsReplaced, valueToJson } from './recorded-json.ts';

/** Conceals each text once an event, and never what is concealed already. */
export function createConcealing(conceal: Conceal): Conceal {
  let concealed: Map<string, string> | null = null;
  return (text) => {
    if (isConcealed(text)) return text;
    concealed ??= new Map();
    let hidden = concealed.get(text);
    if (hidden === undefined) {
      hidden = conceal(text);
      concealed.set(text, hidden);
    }
    return hidden;
  };
}

/** How far a value can be trusted to hold what its type says. */
export interface Origin {
  /** Whether anybody could have put anything into it. */
  readonly isOpen: boolean;
  /** Where it stands in the data of a tracked event, with dots; null for anything else. */
  readonly path: string | null;
}

/**
 * A value as JSON, with what is personal by its type concealed; of an open one also what looks personal, or is personal
 * by the name that it has in the event's data.
 */
export function concealedJson(value: ScowlValue, type: ScowlType, origin: Origin, conceal: Conceal): JsonValue {
  const { isOpen, path } = origin;
  if (type.isPersonal) return allConcealed(value, conceal);
  if (value instanceof Map && (type.kind === 'struct' || type.kind === 'map')) {
    const typeOf = (key: string) => (type.kind === 'map' ? type.value : type.fields.get(key)) ?? type;
    const originOf = (key: string) => ({ isOpen, path: pathWithin(path, key) });
    return Object.fromEntries(
      [...value].map(([key, inner]) => [key, concealedJson(inner, typeOf(key), originOf(key), conceal)]),
    );
  }
  if (Array.isArray(value) && type.kind === 'array') {
    return (value as readonly ScowlValue[]).map((item) => concealedJson(item, type.item, origin, conceal));
  }
  if (!isOpen) return valueToJson(value);
  if (path !== null && isPersonalName(path)) return allConcealed(value, conceal);
  return textsReplaced(
    value,
    (text) => (looksPersonal(text) ? conceal(text) : text),
    (number) => (looksLikeCardNumber(number) ? conceal(String(number)) : number),
  );
}

/** A value as JSON, with every text and number in it concealed. */
export function allConcealed(value: ScowlValue, conceal: Conceal): JsonValue {
  return textsReplaced(value, conceal, (number) => conceal(String(number)));
}

/** The path of a field in what stands at a path. */
export function pathWithin(path: string | null, name: string): string | null {
  if (path === null) return null;
  return path === '' ? name : `${path}.${name}`;
}

/** Whether a part of values of this type is personal, whatever it holds. */
export function isPersonalType(type: ScowlType): boolean {
  if (type.isPersonal) return true;
  if (type.kind === 'array') return isPersonalType(type.item);
  if (type.kind === 'map') return isPersonalType(type.value);
  return type.kind === 'struct' && [...type.fields.values()].some(isPersonalType);
}

/** Whether a text or number in a value looks personal, or was and is concealed. */
export function holdsPersonal(value: ScowlValue): boolean {
  if (typeof value === 'string') return isConcealed(value) || looksPersonal(value);
  if (typeof value === 'number') return looksPersonal(String(value));
  if (typeof value === 'boolean' || isNull(value)) return false;
  return [...value.values()].some(holdsPersonal);
}
