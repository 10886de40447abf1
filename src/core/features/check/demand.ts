import type { ScowlType } from '../scowl-type.ts';
import type { Term } from '../term.ts';
import type { Context } from './context.ts';
import type { Place } from './faults.ts';
import type { EventScope } from './scope.ts';
import { bare, isOpen } from './type-rules.ts';

// A type is followed through so many features that only pass it on; behind more of them, it is declared.
const FARTHEST = 20;

/**
 * Says that a term of unknown type is used like a value of this type: the implied inputs that it comes from are of that
 * type, then. Of a whole number only that it is a number: `amount > 100` is true of 100.5.
 */
export function demand(term: Term, type: ScowlType, use: Place, context: Context): void {
  demandExactly(term, bare(type), use, context);
}

/** The same, where nothing but this type will do. */
export function demandExactly(term: Term, type: ScowlType, use: Place, context: Context): void {
  if (!isOpen(type)) push(term, type, use, context, context.scope, FARTHEST);
}

function push(term: Term, type: ScowlType, use: Place, context: Context, scope: EventScope, further: number): void {
  if (term.type.kind !== 'unknown' || further === 0) return;
  const again = (inner: Term, at = scope) => push(inner, type, use, context, at, further - 1);
  const { inputs, scopes, terms, asked } = context.checking;
  switch (term.kind) {
    case 'input': {
      const input = inputs.find(scope.name, term.name);
      if (input) inputs.settle(input, type, use);
      return;
    }
    case 'feature': {
      const feature = scope.features.get(term.name);
      const inner = feature && terms.get(feature);
      if (!inner || asked.has(feature)) return;
      asked.add(feature);
      again(inner);
      return;
    }
    case 'case':
      for (const { then } of term.whens) again(then);
      if (term.otherwise) again(term.otherwise);
      return;
    case 'call':
      for (const arg of term.args) again(arg);
      return;
    case 'aggregate': {
      // What is of unknown type is the value itself: First, Latest.
      const writer = scopes.get(term.aggregate.writer);
      if (writer) for (const value of term.aggregate.values) again(value, writer);
      return;
    }
    default:
  }
}
