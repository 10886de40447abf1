import { type Coercion, compileCoercion } from '../engine/coerce.ts';
import { isPersonalType, type Origin } from '../engine/conceal.ts';
import { compileKept, type KeptCode } from '../engine/conceal-kept.ts';
import { isOpenInput, pathOfInput } from '../engine/conceal-sources.ts';
import type { CheckedEvent, CheckedInput, Term } from '../term.ts';
import type { Groups } from './groups.ts';
import { createReach } from './reach.ts';
import { planRequests, type RequestPlan } from './requests.ts';
import { createEventScope, type EventScope } from './scope.ts';
import { type Phase, planPhases } from './steps.ts';
import type { Texts } from './texts.ts';
import type { PlannedTimeline } from './timelines.ts';
import type { Uses } from './uses.ts';
import { childrenOf } from './walk.ts';

/** How events of one type are evaluated. Values stand in one list, each at its slot. */
export interface EventPlan {
  readonly event: CheckedEvent;
  readonly slotCount: number;
  readonly inputs: readonly InputPlan[];
  readonly features: ReadonlyMap<string, FeaturePlace>;
  readonly requests: readonly RequestPlan[];
  /** What is computed before the requests of each stage; the last one asks nothing. */
  readonly phases: readonly Phase[];
  readonly derived: readonly DerivedTerm[];
}

export interface InputPlan {
  readonly input: CheckedInput;
  readonly slot: number;
  readonly coerce: Coercion;
  readonly origin: Origin;
  /** Whether a feature reads it: the others are only looked at. */
  readonly isRead: boolean;
}

export interface FeaturePlace {
  readonly slot: number;
  /** Slots of the aggregates that it depends on. */
  readonly sources: readonly number[];
  /** Its value as it may be kept. */
  readonly kept: KeptCode;
}

/** A term that looks into personal inputs: its value is recorded, for they are only recorded concealed. */
export interface DerivedTerm {
  readonly text: string;
  readonly kept: KeptCode;
  /** Slots of inputs: it is recorded where one of them looks personal; null: always. */
  readonly openSlots: readonly number[] | null;
}

/** Plans the evaluation of one type of events; null where nothing is computed of them and nothing written. */
export function planEvent(
  event: CheckedEvent,
  timelines: readonly PlannedTimeline[],
  { uses, texts, levels }: { readonly uses: Uses; readonly texts: Texts; readonly levels: Groups['levels'] },
): EventPlan | null {
  const scope = createEventScope(event, uses, texts);
  const reach = createReach(event, uses);
  const requests = planRequests(event.name, timelines, { scope, reach, levels });
  if (requests.length === 0 && event.features.length === 0) return null;
  const phases = planPhases(event, { scope, levels, uses, requests });
  const features = event.features.map(({ name, term }): [string, FeaturePlace] => {
    const kept = compileKept(scope.kept({ kind: 'feature', name, type: term.type }));
    return [name, { slot: scope.slotOfFeature(name), sources: [...reach(term)].map(scope.slotOfUse), kept }];
  });
  const derived = [...scope.derived()].map(([text, term]) => derivedTerm(text, term, scope));
  const inputs = planInputs(event, scope);
  return {
    event,
    slotCount: scope.slotCount(),
    inputs,
    features: new Map(features),
    requests: requests.map(({ request }) => request),
    phases,
    derived,
  };
}

function derivedTerm(text: string, term: Term, scope: EventScope): DerivedTerm {
  const isPersonal = childrenOf(term).some(
    (operand) => isPersonalType(operand.type) || scope.sources.of(operand).isPersonal,
  );
  const openSlots = isPersonal ? null : [...scope.sources.of(term).openInputs].map(scope.slotOfInput);
  return { text, kept: compileKept(scope.kept(term)), openSlots };
}

// INVARIANT: comes last, when everything that reads an input is compiled. Of a built-in event only what is read is
// looked at; of others all that is declared, for faults in it.
function planInputs(event: CheckedEvent, scope: EventScope): InputPlan[] {
  const read = new Set(scope.inputs().keys());
  return event.inputs
    .filter(({ name }) => read.has(name) || !event.isBuiltIn)
    .map((input) => ({
      input,
      slot: scope.slotOfInput(input.name),
      coerce: compileCoercion(input.type),
      origin: { isOpen: isOpenInput(input, event), path: pathOfInput(input, event) },
      isRead: read.has(input.name),
    }));
}
