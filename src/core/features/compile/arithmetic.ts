import { missing } from '../../domain/value.ts';
import type { ScowlType } from '../scowl-type.ts';
import type { ArithmeticOperator } from '../syntax.ts';
import type { Code } from './frame.ts';
import { nullOf } from './logic.ts';

const NANOSECONDS_PER_MS = 1e6;

type Operation = (a: number, b: number) => number;

/**
 * Numbers by numbers. A time less a time is a duration, a time and a duration are a time. Null where an operand is
 * null, and where the result is not finite (a division by 0).
 */
export function compileArithmetic(
  operator: ArithmeticOperator,
  left: { readonly code: Code; readonly type: ScowlType },
  right: { readonly code: Code; readonly type: ScowlType },
): Code {
  const operate = operationOf(operator, left.type.kind === 'time', right.type.kind === 'time');
  const { code: leftCode } = left;
  const { code: rightCode } = right;
  return (frame) => {
    const a = leftCode(frame);
    if (typeof a !== 'number') return nullOf(a);
    const b = rightCode(frame);
    if (typeof b !== 'number') return nullOf(b);
    const result = operate(a, b);
    return Number.isFinite(result) ? result : missing('no_value');
  };
}

function operationOf(operator: ArithmeticOperator, isLeftTime: boolean, isRightTime: boolean): Operation {
  if (operator === '+') {
    if (isLeftTime) return (a, b) => a + b / NANOSECONDS_PER_MS;
    return isRightTime ? (a, b) => a / NANOSECONDS_PER_MS + b : (a, b) => a + b;
  }
  if (operator === '-') {
    if (isLeftTime && isRightTime) return (a, b) => (a - b) * NANOSECONDS_PER_MS;
    return isLeftTime ? (a, b) => a - b / NANOSECONDS_PER_MS : (a, b) => a - b;
  }
  // + 0: there is no negative zero.
  return operator === '*' ? (a, b) => a * b + 0 : (a, b) => a / b + 0;
}

/** The negative of a number or duration; null for null. */
export function compileNegation(operand: Code): Code {
  return (frame) => {
    const value = operand(frame);
    return typeof value === 'number' ? 0 - value : nullOf(value);
  };
}
