import type { Code } from '../compile/frame.ts';
import type { CheckedEvent, Term } from '../term.ts';
import type { AggregateRead } from '../timeline/definition.ts';
import { compileReads, type ReadTimeline } from '../timeline/read.ts';
import type { Groups } from './groups.ts';
import type { PlannedRequest } from './requests.ts';
import type { EventScope } from './scope.ts';
import type { AggregateUse, Uses } from './uses.ts';
import { childrenOf } from './walk.ts';

/** One thing that is computed: a feature, or the aggregates that are read from what a request gave. */
export type Step = FeatureStep | ReadStep;

export interface FeatureStep {
  readonly kind: 'feature';
  readonly slot: number;
  readonly code: Code;
}

export interface ReadStep {
  readonly kind: 'read';
  /** Its place among the requests of the event. */
  readonly request: number;
  readonly read: ReadTimeline;
  readonly slots: readonly number[];
  /** By aggregate: only what is later than this. Null where none has an `after`. */
  readonly afters: readonly (Code | null)[] | null;
}

/** What is computed before the requests of a stage are made, and these. The last phase has none. */
export interface Phase {
  readonly steps: readonly Step[];
  /** Places among the requests of the event. */
  readonly requests: readonly number[];
}

interface Planning {
  readonly scope: EventScope;
  readonly levels: Groups['levels'];
  readonly uses: Uses;
  readonly requests: readonly PlannedRequest[];
}

/** The order in which everything of an event is computed: what something needs is there before. */
export function planPhases(event: CheckedEvent, planning: Planning): readonly Phase[] {
  const { scope, levels, uses, requests } = planning;
  const stages = Math.max(-1, ...requests.map(({ stage }) => stage)) + 1;
  const steps: Step[][] = Array.from({ length: stages + 1 }, () => []);
  const done = new Set<AggregateUse>();
  const requestOf = new Map<AggregateUse, number>();

  for (const [place, request] of requests.entries()) {
    for (const use of request.uses) requestOf.set(use, place);
    // Those whose `after` is known when the request is made are read together, before anything else.
    const together = request.uses.filter((use) => levelOfAfter(use, levels) <= request.stage);
    for (const use of together) done.add(use);
    if (together.length > 0) steps[request.stage + 1]?.push(readStep(place, together, planning));
  }

  function readAlone(use: AggregateUse): void {
    const place = requestOf.get(use);
    if (done.has(use) || place === undefined) return;
    done.add(use);
    steps[levels.ofUse(use)]?.push(readStep(place, [use], planning));
  }

  function readAllOf(term: Term): void {
    for (const inner of childrenOf(term)) readAllOf(inner);
    if (term.kind === 'aggregate') readAlone(uses.of(term.aggregate));
  }

  // Features stand in an order in which those that they read come before.
  for (const { name, term } of event.features) {
    readAllOf(term);
    const step: FeatureStep = { kind: 'feature', slot: scope.slotOfFeature(name), code: scope.compile(term) };
    steps[levels.ofTerm(event.name, term)]?.push(step);
  }
  // What is left is read by keys and columns alone.
  for (const use of requestOf.keys()) {
    if (use.aggregate.after) readAllOf(use.aggregate.after);
    readAlone(use);
  }
  return steps.map((inPhase, stage) => ({
    steps: inPhase,
    requests: [...requests.keys()].filter((place) => requests[place]?.stage === stage),
  }));
}

function levelOfAfter({ reader, aggregate: { after } }: AggregateUse, levels: Groups['levels']): number {
  return after ? levels.ofTerm(reader, after) : 0;
}

function readStep(place: number, uses: readonly AggregateUse[], { scope, requests }: Planning): ReadStep {
  const timeline = requests[place]?.request.timeline;
  if (!timeline) throw new Error('an aggregate is read from a request that is made');
  const reads = uses.map(({ aggregate, column }): AggregateRead => {
    const { function: name, outcomes, windowMs, isExclusive } = aggregate;
    const place = column && timeline.columns.findIndex(({ text }) => text === column.text);
    return { function: name, column: place, outcomes, windowMs, isExclusive };
  });
  return {
    kind: 'read',
    request: place,
    read: compileReads(timeline, reads),
    slots: uses.map(scope.slotOfUse),
    afters: uses.some(({ aggregate }) => aggregate.after)
      ? uses.map(({ aggregate: { after } }) => after && scope.compile(after))
      : null,
  };
}
