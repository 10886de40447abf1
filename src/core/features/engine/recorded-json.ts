import { missing } from '../../domain/value.ts';
import { isNull, type JsonValue, type ScowlValue } from '../scowl-value.ts';

/** A value as JSON has it. A null loses its cause; a time is milliseconds, a duration nanoseconds. */
export function valueToJson(value: ScowlValue): JsonValue {
  return textsReplaced(value, (text) => text);
}

/** A value as JSON has it, with each text in it (not keys) replaced, and numbers, if wanted, too. */
export function textsReplaced(
  value: ScowlValue,
  replace: (text: string) => string,
  replaceNumber: (number: number) => JsonValue = (number) => number,
): JsonValue {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number') return replaceNumber(value);
  if (typeof value === 'boolean') return value;
  if (isNull(value)) return null;
  const inner = (item: ScowlValue): JsonValue => textsReplaced(item, replace, replaceNumber);
  // A map may have a key that is special on an object: fromEntries makes an own property of it all the same.
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, inner(item)]));
  return (value as readonly ScowlValue[]).map(inner);
}

/** The value that JSON stands for: an object is a Map, null is `no_value`. */
export function valueFromJson(json: JsonValue): ScowlValue {
  if (json === null) return missing('no_value');
  if (typeof json !== 'object') return json;
  if (Array.isArray(json)) return (json as readonly JsonValue[]).map(valueFromJson);
  return new Map(Object.entries(json).map(([key, item]) => [key, valueFromJson(item)]));
}
