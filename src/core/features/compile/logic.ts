import { type Missing, missing } from '../../domain/value.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import type { Code } from './frame.ts';

/** False where an operand is false, else null where one is null (the first one's null), else true. */
export function compileAnd(left: Code, right: Code): Code {
  return compileJunction(left, right, false);
}

/** True where an operand is true, else null where one is null (the first one's null), else false. */
export function compileOr(left: Code, right: Code): Code {
  return compileJunction(left, right, true);
}

function compileJunction(left: Code, right: Code, settling: boolean): Code {
  return (frame) => {
    const a = left(frame);
    if (a === settling) return settling;
    const b = right(frame);
    if (b === settling) return settling;
    if (a !== !settling) return nullOf(a);
    return b === !settling ? b : nullOf(b);
  };
}

/** The opposite of a claim; null for null. */
export function compileNot(operand: Code): Code {
  return (frame) => {
    const value = operand(frame);
    return typeof value === 'boolean' ? !value : nullOf(value);
  };
}

/** `is null`, `is true`, `is false`, or their opposites: never null itself. */
export function compileIs(operand: Code, what: 'null' | 'true' | 'false', isNegated: boolean): Code {
  if (what === 'null') return (frame) => isNull(operand(frame)) !== isNegated;
  const wanted = what === 'true';
  return (frame) => (operand(frame) === wanted) !== isNegated;
}

/** The `then` of the first `when` that is true; else the default, or null. */
export function compileCase(whens: readonly { readonly when: Code; readonly give: Code }[], otherwise: Code): Code {
  return (frame) => {
    for (const { when, give } of whens) if (when(frame) === true) return give(frame);
    return otherwise(frame);
  };
}

/** The null that a value stands for where it can't be used: itself, or `no_value` where it is of the wrong type. */
export function nullOf(value: ScowlValue): Missing {
  return isNull(value) ? value : missing('no_value');
}
