import { type MissingCause, missing } from '../../domain/value.ts';
import type { FeatureEvent, FeatureResult } from '../feature-event.ts';
import type { EventPlan } from '../plan/event.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';

export type InputProblem = FeatureResult['problems'][number];

const NO_PROBLEMS: readonly InputProblem[] = [];

/** Reads an event's inputs into their slots, each as its type or its fallback. Gives what was wrong with them. */
export function readInputs(event: FeatureEvent, plan: EventPlan, slots: ScowlValue[]): readonly InputProblem[] {
  let problems: InputProblem[] | null = null;
  let name = '';
  const fault = (problem: string) => {
    problems ??= [];
    problems.push({ input: name, problem });
  };
  const { isBuiltIn } = plan.event;
  for (const { input, slot, coerce } of plan.inputs) {
    name = input.name;
    const raw = event.read(input);
    const value = (isBuiltIn && missingAttribute(raw)) || coerce(raw, fault);
    if (input.isRequired && typeof value === 'object' && isNull(value) && value.missing === 'not_sent') {
      fault('is not there');
    }
    slots[slot] = input.fallback !== null && isNull(value) ? input.fallback : value;
  }
  return problems ?? NO_PROBLEMS;
}

/** An attribute that is missing says why; a back end's data could not. */
function missingAttribute(raw: unknown): ScowlValue | null {
  if (typeof raw !== 'object' || raw === null || !('missing' in raw) || typeof raw.missing !== 'string') return null;
  return missing(raw.missing as MissingCause);
}
