import type { Span } from '../../language/source.ts';
import { childrenOf } from '../parse/children.ts';
import type { Expression } from '../syntax.ts';
import type { DeclaredFeature, EventScope } from './scope.ts';

/** A feature that another one reads, and where it does. */
export interface Dependency {
  readonly feature: DeclaredFeature;
  readonly span: Span;
}

/**
 * The features that must be there before this one: those that it names, in its own event, or as part of an aggregate in
 * the event that is written there. In the order in which they stand.
 */
export function dependenciesOf(
  { event, declaration }: DeclaredFeature,
  scopes: ReadonlyMap<string, EventScope>,
): readonly Dependency[] {
  const found: Dependency[] = [];
  const read = (name: string, span: Span, at: string): void => {
    const feature = scopes.get(at)?.features.get(name);
    if (feature) found.push({ feature, span });
  };
  visitNames(declaration.expression, event, read);
  return found;
}

/** Called with each name, and the event in which it is looked up. */
type Visit = (name: string, span: Span, event: string) => void;

/** Visits all names of an expression that stands in an event. */
export function visitNames(expression: Expression, event: string, visit: Visit): void {
  if (expression.kind === 'name') visit(expression.name, expression.span, event);
  else if (expression.kind === 'aggregate') visitAggregate(expression, event, visit);
  else for (const part of childrenOf(expression)) visitNames(part, event, visit);
}

function visitAggregate(aggregate: Expression & { kind: 'aggregate' }, event: string, visit: Visit): void {
  const { values, keys, where, after } = aggregate;
  const writer = aggregate.events[0]?.name ?? event;
  for (const value of values) visitNames(value, writer, visit);
  for (const key of keys) {
    visitNames(key.reader, event, visit);
    visitNames(key.writer ?? key.reader, writer, visit);
  }
  if (where) visitNames(where, writer, visit);
  if (after) visitNames(after, event, visit);
}
