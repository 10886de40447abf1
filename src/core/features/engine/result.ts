import { missing } from '../../domain/value.ts';
import type { FeatureResult, FeatureValues, Quality } from '../feature-event.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import { recordedOf } from './recorded.ts';
import type { Run } from './run.ts';

/** What came of an event, once everything is computed. */
export function resultOf(run: Run): FeatureResult {
  const { plan, frame, problems, written, isDuplicate, storeError } = run;
  return {
    values: valuesOf(run),
    qualityOf: (name) => qualityOf(run, name),
    kept: (name) => plan.features.get(name)?.kept(frame) ?? null,
    problems,
    recorded: () => recordedOf(plan, frame),
    written,
    isDuplicate,
    storeError,
  };
}

function valuesOf({ plan: { features }, frame: { slots } }: Run): FeatureValues {
  const valueAt = (slot: number): ScowlValue => slots[slot] ?? missing('no_value');
  function* entries(): IterableIterator<[string, ScowlValue]> {
    for (const [name, { slot }] of features) yield [name, valueAt(slot)];
  }
  return {
    get(name) {
      const place = features.get(name);
      return place && valueAt(place.slot);
    },
    has: (name) => features.has(name),
    entries,
    [Symbol.iterator]: entries,
  };
}

/** A value that is there though something that it depends on is not exact, or not there, is approximate. */
function qualityOf({ plan, frame, doubts }: Run, name: string): Quality {
  const place = plan.features.get(name);
  const value = place && frame.slots[place.slot];
  if (place === undefined || value === undefined) return 'missing';
  if (typeof value === 'object' && isNull(value)) return value.missing === 'cold' ? 'cold' : 'missing';
  return doubts !== null && place.sources.some((slot) => doubts.has(slot)) ? 'approximate' : 'exact';
}

/** Of an event of which nothing is computed. */
export const NO_RESULT: FeatureResult = {
  values: new Map(),
  qualityOf: () => 'missing',
  kept: () => null,
  problems: [],
  recorded: () => ({ inputs: {}, derived: {} }),
  written: [],
  isDuplicate: null,
  storeError: null,
};
