import { missing } from '../../domain/value.ts';
import type { Frame } from '../compile/frame.ts';
import type { FeatureResult } from '../feature-event.ts';
import type { EventPlan, InputPlan } from '../plan/event.ts';
import type { ScowlType } from '../scowl-type.ts';
import { isNull, type JsonValue, type ScowlValue } from '../scowl-value.ts';
import { timeToText } from './coerce-time.ts';
import { concealedJson, holdsPersonal } from './conceal.ts';

/**
 * What must be kept of an event to evaluate it again: the inputs that are read, those that are personal or look it
 * concealed, and the values of terms that look into such inputs. What is missing is left out.
 */
export function recordedOf(plan: EventPlan, frame: Frame): ReturnType<FeatureResult['recorded']> {
  const inputs: [string, JsonValue][] = [];
  for (const planned of plan.inputs) {
    const value = frame.slots[planned.slot] ?? missing('not_sent');
    if (planned.isRead && !isNull(value)) inputs.push([planned.input.name, inputJson(value, planned, frame)]);
  }
  const derived: [string, JsonValue][] = [];
  for (const { text, kept, openSlots } of plan.derived) {
    const isPersonal = openSlots === null || openSlots.some((slot) => holdsPersonal(frame.slots[slot] ?? ''));
    if (isPersonal) derived.push([text, kept(frame)]);
  }
  // Not by assignment: a name may be one that is special on an object.
  return { inputs: Object.fromEntries(inputs), derived: Object.fromEntries(derived) };
}

function inputJson(value: ScowlValue, { input, origin }: InputPlan, { conceal }: Frame): JsonValue {
  return concealedJson(timesAsTexts(value, input.type), input.type, origin, conceal);
}

/** Times as an input takes them: a number of milliseconds could be one of seconds. */
function timesAsTexts(value: ScowlValue, type: ScowlType): ScowlValue {
  if (type.kind === 'time') return typeof value === 'number' ? timeToText(value) : value;
  if (type.kind === 'array' && Array.isArray(value)) {
    return (value as readonly ScowlValue[]).map((item) => timesAsTexts(item, type.item));
  }
  if (!(value instanceof Map) || (type.kind !== 'struct' && type.kind !== 'map')) return value;
  const typeOf = (key: string) => (type.kind === 'map' ? type.value : type.fields.get(key)) ?? type;
  return new Map(
    [...(value as ReadonlyMap<string, ScowlValue>)].map(([key, inner]) => [key, timesAsTexts(inner, typeOf(key))]),
  );
}
