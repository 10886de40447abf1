import { childrenOf } from '../plan/walk.ts';
import type { Term } from '../term.ts';
import type { Checking } from './context.ts';
import type { EventScope } from './scope.ts';
import { isScalar } from './type-rules.ts';

/**
 * How many values a term's value has at most, with those in its parts, as far as the text tells: features that double a
 * struct must not grow beyond all bounds.
 */
export function sizeOf(term: Term, scope: EventScope, checking: Checking): number {
  if (isScalar(term.type)) return 1;
  if (term.kind === 'feature') {
    const feature = scope.features.get(term.name);
    return (feature && checking.sizes.get(feature)) ?? 1;
  }
  if (term.kind === 'aggregate') {
    const writer = checking.scopes.get(term.aggregate.writer);
    const [value] = term.aggregate.values;
    return writer && value ? sizeOf(value, writer, checking) : 1;
  }
  const sizes = childrenOf(term).map((part) => sizeOf(part, scope, checking));
  const isLiteral = term.kind === 'struct' || term.kind === 'array' || term.kind === 'map';
  return sizes.reduce((size, part) => (isLiteral ? size + part : Math.max(size, part)), 1);
}
