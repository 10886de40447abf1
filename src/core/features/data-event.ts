import type { JsonObject } from '../domain/json.ts';
import { fieldAt } from '../domain/tracked-event.ts';
import type { FeatureEvent } from './feature-event.ts';

/** How features read the data of an event that nothing becomes of: by paths into it. */
export function dataEvent(data: JsonObject): Pick<FeatureEvent, 'outcome' | 'read'> {
  return { outcome: 'none', read: ({ path }) => fieldAt(data, path) };
}
