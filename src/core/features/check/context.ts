import type { Reporter } from '../../language/reporter.ts';
import type { Source, Span } from '../../language/source.ts';
import type { Expression } from '../syntax.ts';
import type { Term } from '../term.ts';
import type { Faults, Place } from './faults.ts';
import type { Inputs } from './inputs.ts';
import type { DeclaredFeature, EventScope } from './scope.ts';

/** One round of checking: all features, in an order in which each comes after those that it reads. */
export interface Checking {
  readonly scopes: ReadonlyMap<string, EventScope>;
  readonly faults: Faults;
  readonly inputs: Inputs;
  /** What was checked so far. One that reads itself is never there. */
  readonly terms: Map<DeclaredFeature, Term>;
  /** How many values each has, with those in its parts. */
  readonly sizes: Map<DeclaredFeature, number>;
  /** Features of which it was said already, in this round, what type they should be of. */
  readonly asked: Set<DeclaredFeature>;
}

/** Where an expression stands. */
export interface Context {
  readonly checking: Checking;
  /** The event in which its names are looked up. */
  readonly scope: EventScope;
  readonly source: Source;
  readonly report: Reporter;
  /** The aggregate that it is a part of, and the event that this stands in. */
  readonly within: { readonly aggregate: string; readonly reader: EventScope } | null;
  /** Checks an expression that stands in it: always a term, one of unknown type where a fault was reported. */
  check(expression: Expression, context: Context): Term;
}

export function placeOf(span: Span, { source }: Context): Place {
  return { source, span };
}
