import { isConcealed } from '../../domain/personal.ts';
import { missing } from '../../domain/value.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import type { ComparisonOperator } from '../syntax.ts';
import type { Code, Frame } from './frame.ts';

/**
 * Null where an operand is null, or where they are not of one type. Texts are compared exactly. Where only one of two
 * texts is concealed, the other one is concealed before: what is equal in the clear is equal.
 */
export function compileComparison(operator: ComparisonOperator, left: Code, right: Code): Code {
  if (operator === '=') return compileEquality(left, right, true);
  if (operator === '!=') return compileEquality(left, right, false);
  const holds = ORDERS[operator];
  return (frame) => {
    const a = left(frame);
    if (typeof a === 'object' && isNull(a)) return a;
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return holds(a, b);
    if (isNull(b)) return b;
    if (typeof a !== 'string' || typeof b !== 'string') return missing('no_value');
    return isConcealed(a) || isConcealed(b) ? missing('not_recorded') : holds(a, b);
  };
}

type Order = (a: number | string, b: number | string) => boolean;

const ORDERS: Readonly<Record<Exclude<ComparisonOperator, '=' | '!='>, Order>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function compileEquality(left: Code, right: Code, wanted: boolean): Code {
  return (frame) => {
    const a = left(frame);
    if (typeof a === 'object' && isNull(a)) return a;
    const b = right(frame);
    if (typeof b === 'object' && isNull(b)) return b;
    const equal = isEqual(a, b, frame);
    return equal === null ? missing('no_value') : equal === wanted;
  };
}

/** Whether the list on the right has it, or the map such a key; null where a null in the list leaves that open. */
export function compileMembership(left: Code, right: Code, isNegated: boolean): Code {
  return (frame) => {
    const value = left(frame);
    if (typeof value === 'object' && isNull(value)) return value;
    const among = right(frame);
    if (isNull(among)) return among;
    const found = isAmong(value, among, frame);
    return typeof found === 'boolean' ? found !== isNegated : found;
  };
}

function isAmong(value: ScowlValue, among: Exclude<ScowlValue, { missing: unknown }>, frame: Frame) {
  if (among instanceof Map) return typeof value === 'string' ? among.has(value) : missing('no_value');
  if (!Array.isArray(among)) return missing('no_value');
  let open: ScowlValue = false;
  for (const item of among as readonly ScowlValue[]) {
    if (isNull(item)) {
      if (open === false) open = item;
      continue;
    }
    const equal = isEqual(value, item, frame);
    if (equal === true) return true;
    if (equal === null && open === false) open = missing('no_value');
  }
  return open;
}

/** Null where the values are not of one type. Nulls inside lists and structs are equal to each other. */
function isEqual(a: ScowlValue, b: ScowlValue, frame: Frame): boolean | null {
  if (a === b) return true;
  if (typeof a !== typeof b) return null;
  if (typeof a === 'string' && typeof b === 'string') {
    return isConcealed(a) !== isConcealed(b) && frame.conceal(a) === frame.conceal(b);
  }
  return typeof a === 'object' && typeof b === 'object' ? areEqual(a, b, frame) : false;
}

function areEqual(a: ScowlValue & object, b: ScowlValue & object, frame: Frame): boolean {
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b);
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key), frame));
  }
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((item, index) => isEqual(item, b[index], frame));
}
