import type { Missing } from '../domain/value.ts';

/**
 * What an expression can be when an event is evaluated. Scowl's null is a `Missing`, which carries why. Numbers are
 * finite; a time is milliseconds since 1970; a duration is nanoseconds, as Scowl counts them. Structs and maps are
 * Maps.
 */
export type ScowlValue = string | number | boolean | Missing | readonly ScowlValue[] | ScowlStruct;
export type ScowlStruct = ReadonlyMap<string, ScowlValue>;

/** Whether it is Scowl's null. */
export function isNull(value: ScowlValue): value is Missing {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map);
}

/** The value as JSON has it; null for what is missing. */
export type { JsonValue } from '../domain/json.ts';
