import type { RecordSink } from '../../core/decision/ports.ts';
import type { JsonValue } from '../../core/domain/json.ts';
import { dataOf, recordTracked, type TrackedRecord, trackedRecord } from '../../core/domain/tracked-event.ts';
import type { MissingCause } from '../../core/domain/value.ts';
import { dataEvent } from '../../core/features/data-event.ts';
import { valueToJson } from '../../core/features/engine/recorded-json.ts';
import type { EventDoor, IncomingEvent, TakenEvent } from '../../core/features/event-door.ts';
import type { FeatureEvent, FeatureResult, Quality } from '../../core/features/feature-event.ts';
import { isNull } from '../../core/features/scowl-value.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Velocity } from './velocity.ts';

export interface DoorOptions {
  readonly velocity: Velocity;
  readonly records: RecordSink;
  policy(): Policy;
  conceal(text: string): string;
}

/** A microsecond: as fine as the database keeps it. */
const ARRIVAL_STEP_MS = 0.001;

/**
 * Where events from back ends come in. An event is counted before it is recorded, since what is recorded of personal
 * data is what features made of it; one that could not be recorded is given again, and counts once.
 */
export function createEventDoor({ velocity, records, policy, conceal }: DoorOptions): EventDoor {
  let lastMs = 0;
  /** No two have one place in the order of arrival: the past is counted again in that order. */
  function arrived(event: IncomingEvent): IncomingEvent {
    lastMs = Math.max(event.receivedAtMs, lastMs + ARRIVAL_STEP_MS);
    return { ...event, receivedAtMs: lastMs };
  }

  return {
    async take(given, { isDry, wantsFeatures }) {
      const event = arrived(given);
      const result = await velocity.take(incoming(event), policy(), isDry);
      if (!isDry) {
        const { derived } = result.recorded();
        const kept = { inputs: recordTracked(event.data, conceal), derived };
        await records.record(JSON.stringify(trackedRecord(event, kept)));
      }
      return taken(result, wantsFeatures);
    },
  };
}

function incoming({ type, id, scope, atMs, receivedAtMs, data }: IncomingEvent): FeatureEvent {
  return { ...dataEvent(data), type, id, scope, atMs, arrival: receivedAtMs };
}

/** A stored event as it was counted when it came. */
export function trackedEvent(record: TrackedRecord): FeatureEvent {
  const { type, id, livemode, account, time, received_at, inputs, derived } = record;
  return {
    ...dataEvent(dataOf(inputs)),
    type,
    id,
    scope: { livemode, account },
    atMs: time,
    arrival: received_at,
    derived: new Map(Object.entries(derived)),
  };
}

function taken(result: FeatureResult, wantsFeatures: boolean): TakenEvent {
  const features: Record<string, JsonValue> = {};
  const missing: Record<string, MissingCause> = {};
  const qualities: Record<string, Quality> = {};
  for (const [name, value] of wantsFeatures ? result.values : []) {
    features[name] = valueToJson(value) as JsonValue;
    // Of a struct its fields tell.
    qualities[name] = value instanceof Map ? 'exact' : result.qualityOf(name);
    if (isNull(value)) missing[name] = value.missing;
  }
  const problems = result.problems.map(({ input, problem }) => ({ field: input, problem }));
  return { isDuplicate: result.isDuplicate, features, missing, qualities, problems };
}
