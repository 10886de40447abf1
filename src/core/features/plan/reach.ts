import type { CheckedEvent, Term } from '../term.ts';
import type { AggregateUse, Uses } from './uses.ts';
import { childrenOf } from './walk.ts';

/** The aggregates, with which the event is read, that a term depends on: also through features, keys and `after`. */
export type Reach = (term: Term) => ReadonlySet<AggregateUse>;

const NONE: ReadonlySet<AggregateUse> = new Set();

/** What terms of one event depend on; each feature is gone through once. */
export function createReach(event: CheckedEvent, uses: Uses): Reach {
  const terms = new Map(event.features.map(({ name, term }) => [name, term]));
  const features = new Map<string, ReadonlySet<AggregateUse>>();

  function reach(term: Term): ReadonlySet<AggregateUse> {
    if (term.kind === 'feature') {
      const definition = terms.get(term.name);
      const known = features.get(term.name) ?? (definition ? reach(definition) : NONE);
      features.set(term.name, known);
      return known;
    }
    const found = new Set(term.kind === 'aggregate' ? [uses.of(term.aggregate)] : []);
    for (const inner of childrenOf(term)) for (const use of reach(inner)) found.add(use);
    return found.size === 0 ? NONE : found;
  }
  return reach;
}
