import type { CheckedProgram, Term } from '../term.ts';
import { type AggregateUse, type Uses, writtenTerms } from './uses.ts';
import { childrenOf } from './walk.ts';

/** The features that somebody wants to know, by event. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** What of a program must be computed and written for some features to have the values that they always have. */
export interface Needed {
  hasFeature(event: string, name: string): boolean;
  hasUse(use: AggregateUse): boolean;
}

/** Whatever there is: for who wants every feature. */
export const ALL_NEEDED: Needed = { hasFeature: () => true, hasUse: () => true };

/**
 * What the wanted features hang on: the features that they read, the aggregates within them, and what is written for
 * these, with whichever event.
 */
export function neededFor(wanted: Wanted, program: CheckedProgram, uses: Uses): Needed {
  const features = new Set<string>();
  const needed = new Set<AggregateUse>();

  function visitFeature(event: string, name: string): void {
    const term = program.events.get(event)?.features.find((feature) => feature.name === name)?.term;
    if (!term || features.has(`${event}.${name}`)) return;
    features.add(`${event}.${name}`);
    visit(event, term);
  }

  function visitUse(use: AggregateUse): void {
    if (needed.has(use)) return;
    needed.add(use);
    const { aggregate } = use;
    for (const term of writtenTerms(aggregate)) visit(aggregate.writer, term);
  }

  function visit(event: string, term: Term): void {
    for (const inner of childrenOf(term)) visit(event, inner);
    if (term.kind === 'feature') visitFeature(event, term.name);
    if (term.kind === 'aggregate') visitUse(uses.of(term.aggregate));
  }

  for (const [event, names] of wanted) for (const name of names) visitFeature(event, name);
  return {
    hasFeature: (event, name) => features.has(`${event}.${name}`),
    hasUse: (use) => needed.has(use),
  };
}
