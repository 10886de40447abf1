import { writtenTerms } from './plan/uses.ts';
import { childrenOf } from './plan/walk.ts';
import { type FeaturePlan, planFeatures } from './plan.ts';
import type { AggregateTerm, CheckedEvent, CheckedFeature, CheckedProgram, Term } from './term.ts';

/** The names of a part's values: no feature can have one of them. */
export const PART_VALUE = ' value';
export const PART_AFTER = ' after';
export const partKey = (index: number): string => ` key ${index}`;

/** The features that a feature reads, and the aggregates that stand in it itself. */
export function partsOf({ term }: CheckedFeature): {
  readonly features: readonly string[];
  readonly aggregates: readonly AggregateTerm[];
} {
  const features = new Set<string>();
  const aggregates: AggregateTerm[] = [];
  const visit = (each: Term): void => {
    if (each.kind === 'feature') features.add(each.name);
    if (each.kind === 'aggregate') aggregates.push(each.aggregate);
    for (const inner of childrenOf(each)) visit(inner);
  };
  visit(term);
  return { features: [...features], aggregates };
}

/**
 * A plan of one aggregate alone, over one timeline: as `PART_VALUE` what it comes to, as `partKey(0)` and so on what it
 * is counted by, as `PART_AFTER` since when, where that is said. Null where what it counts, or by what, hangs on other
 * aggregates: then its events alone don't tell what it comes to.
 */
export function planPart(
  program: CheckedProgram,
  reader: string,
  aggregate: AggregateTerm,
  hash: (text: string) => string,
): FeaturePlan | null {
  const { keys, after, writer } = aggregate;
  const read = [...keys.map((key) => key.reader), ...(after ? [after] : [])];
  const ofReader = plainFeatures(program, reader, read);
  const ofWriter = plainFeatures(program, writer, writtenTerms(aggregate));
  if (!ofReader || !ofWriter) return null;
  const of = (name: string, term: Term): CheckedFeature => {
    return { name, event: reader, term, span: { start: 0, end: 0 }, path: '', text: '' };
  };
  const type = ofValue(program, reader, aggregate);
  const own = [
    ...keys.map((key, index) => of(partKey(index), key.reader)),
    ...(after ? [of(PART_AFTER, after)] : []),
    of(PART_VALUE, { kind: 'aggregate', aggregate, type }),
  ];
  const kept = new Map([[writer, ofWriter]]);
  kept.set(reader, [
    ...ofReader,
    ...(writer === reader ? ofWriter.filter((one) => !ofReader.includes(one)) : []),
    ...own,
  ]);
  const events = [...kept].flatMap(([name, features]): [string, CheckedEvent][] => {
    const event = program.events.get(name);
    return event ? [[name, { ...event, features }]] : [];
  });
  const plan = planFeatures({ events: new Map(events) }, hash);
  return plan.timelines.length === 1 ? plan : null;
}

/** The features that terms read, each after those that it reads; null where an aggregate is among them. */
function plainFeatures(program: CheckedProgram, event: string, terms: readonly Term[]): CheckedFeature[] | null {
  const all = new Map((program.events.get(event)?.features ?? []).map((feature) => [feature.name, feature]));
  const found: CheckedFeature[] = [];
  const isPlain = (term: Term): boolean => {
    if (term.kind === 'aggregate') return false;
    const feature = term.kind === 'feature' ? all.get(term.name) : undefined;
    if (feature && !found.includes(feature)) {
      if (!isPlain(feature.term)) return false;
      found.push(feature);
    }
    return childrenOf(term).every(isPlain);
  };
  return terms.every(isPlain) ? found : null;
}

function ofValue(program: CheckedProgram, reader: string, aggregate: AggregateTerm): Term['type'] {
  const search = (term: Term): Term['type'] | null => {
    if (term.kind === 'aggregate' && term.aggregate === aggregate) return term.type;
    for (const inner of childrenOf(term)) {
      const found = search(inner);
      if (found) return found;
    }
    return null;
  };
  for (const { term } of program.events.get(reader)?.features ?? []) {
    const found = search(term);
    if (found) return found;
  }
  throw new Error('the aggregate is of no feature of this event');
}
