import type { CountedRecord, RecordedFeature } from '../domain/decision.ts';
import type { Features } from '../domain/features.ts';
import { type MissingCause, missing, type Value } from '../domain/value.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import type { Policy } from '../policy/policy.ts';
import type { DecisionRecord } from './record.ts';

/** A policy's features of an ask, in the order in which their values are recorded. */
export function featureNames({ features }: Policy): readonly string[] {
  return (features.program.events.get(AUTHORIZATION)?.features ?? []).map(({ name }) => name);
}

/**
 * The features that were recorded with a decision, by name. `then` is the policy that made it, null where that is not
 * known; with `now` only those that this policy defines in the same way: others were not recorded.
 */
export function recordedFeatures(
  counted: CountedRecord | null,
  then: Policy | null,
  now: Policy | null = then,
): Features {
  const values = new Map<string, Value>();
  if (!counted || !then || !now) return values;
  for (const [index, name] of featureNames(then).entries()) {
    const key = `${AUTHORIZATION}.${name}`;
    if (then.features.definitions.get(key) !== now.features.definitions.get(key)) continue;
    const value = valueFrom(counted.features[index]);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/**
 * The same of a whole record: a feature that came too late was not recorded as one, yet what rules read of it was.
 */
export function featuresOfRecord(
  record: Pick<DecisionRecord, 'counted' | 'attributes'>,
  then: Policy | null,
  now: Policy,
): Features {
  const recorded = recordedFeatures(record.counted ?? null, then, now);
  return {
    get(name) {
      const key = `${AUTHORIZATION}.${name}`;
      const isSame = then?.features.definitions.get(key) === now.features.definitions.get(key);
      return recorded.get(name) ?? (then && isSame ? record.attributes[name] : undefined);
    },
  };
}

function valueFrom(recorded: RecordedFeature | undefined): Value | undefined {
  if (recorded === undefined || recorded === null) return undefined;
  return typeof recorded === 'object' ? missing(recorded.missing as MissingCause) : recorded;
}

/** The features that were recorded with a decision, by name; none where the policy that made it is not known. */
export function namedFeatures(counted: CountedRecord, then: Policy | null): Record<string, RecordedFeature> {
  const names = then ? featureNames(then) : [];
  return Object.fromEntries(names.map((name, index) => [name, counted.features[index] ?? null]));
}
