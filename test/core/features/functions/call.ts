import { missing } from '../../../../src/core/domain/value.ts';
import { findFunction } from '../../../../src/core/features/functions/catalogue.ts';
import type { FunctionDefinition } from '../../../../src/core/features/functions/definition.ts';
import type { ScowlType } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';

/** What bad input gives. */
export const NO_VALUE = missing('no_value');

/** A null of another cause, so that a test can tell whose it is. */
export const NOT_SENT = missing('not_sent');

/** When the event happens in these tests: 2026-05-01, a Friday, 10:00 UTC. */
export const AT_MS = Date.UTC(2026, 4, 1, 10);

/** The function of this name; fails where there is none. */
export function functionNamed(name: string): FunctionDefinition {
  const found = findFunction(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** What the function gives for these arguments. */
export function call(name: string, ...args: readonly ScowlValue[]): ScowlValue {
  return functionNamed(name).evaluate(args, { atMs: AT_MS });
}

/** What the function says of arguments of these types. */
export function typeOf(name: string, ...args: readonly ScowlType[]): ReturnType<FunctionDefinition['resultType']> {
  return functionNamed(name).resultType(args);
}
