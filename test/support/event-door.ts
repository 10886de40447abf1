import type { RecordSink } from '../../src/core/decision/ports.ts';
import type { JsonValue } from '../../src/core/domain/json.ts';
import { scopeKey } from '../../src/core/domain/scope.ts';
import { recordTracked, trackedRecord } from '../../src/core/domain/tracked-event.ts';
import type { EventDoor, IncomingEvent } from '../../src/core/features/event-door.ts';

/** A door that knows one feature, `logins_by_user` (`Count(by user_id)` of all logins), and keeps it in memory. */
export function createFakeDoor(records: RecordSink, conceal: (text: string) => string): EventDoor {
  /** Ids that were counted, by scope, type and user. */
  const counted = new Map<string, Set<string>>();

  function countedOf({ scope, type, data }: IncomingEvent): Set<string> | null {
    if (data.user_id === undefined || data.user_id === null) return null;
    const key = JSON.stringify([scopeKey(scope), type, data.user_id]);
    const ids = counted.get(key) ?? new Set();
    counted.set(key, ids);
    return ids;
  }

  return {
    async take(event, { isDry, wantsFeatures }) {
      const ids = countedOf(event);
      const isDuplicate = ids?.has(event.id) ?? false;
      const count = ids && ids.size + (isDuplicate ? 0 : 1);
      if (!isDry) {
        const kept = { inputs: recordTracked(event.data, conceal), derived: {} };
        ids?.add(event.id);
        await records.record(JSON.stringify(trackedRecord(event, kept)));
      }
      const isKnown = wantsFeatures && event.type === 'login';
      const features: Record<string, JsonValue> = isKnown ? { logins_by_user: count } : {};
      return {
        isDuplicate,
        features,
        missing: isKnown && count === null ? { logins_by_user: 'no_key' } : {},
        qualities: isKnown ? { logins_by_user: count === null ? 'missing' : 'exact' } : {},
        problems: [],
      };
    },
  };
}
