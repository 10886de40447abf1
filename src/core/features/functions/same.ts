import { isNull, type ScowlStruct, type ScowlValue } from '../scowl-value.ts';

/** Whether two values are the same, arrays and structs by what they hold. Null is the same as null, for any cause. */
export function isSame(a: ScowlValue, b: ScowlValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b);
  if (!isStruct(a)) return !isStruct(b) && a.length === b.length && a.every((item, index) => isThere(item, b[index]));
  return isStruct(b) && a.size === b.size && [...a].every(([name, item]) => isThere(item, b.get(name)));
}

function isThere(item: ScowlValue, other: ScowlValue | undefined): boolean {
  return other !== undefined && isSame(item, other);
}

/** Whether it is a struct or a map. */
export function isStruct(value: ScowlValue): value is ScowlStruct {
  return value instanceof Map;
}
