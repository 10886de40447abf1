import type { EntryOutcome } from '../built-in-event.ts';
import type { JsonValue } from '../scowl-value.ts';

/** One event in a timeline. */
export interface Entry {
  /** Unique within the scope and event type: writing it again changes nothing but its outcome. */
  readonly id: string;
  /** The event's own time. */
  readonly atMs: number;
  /** Its place in the order of arrival: any number that grows with it (live the time of arrival in milliseconds). */
  readonly arrival: number;
  readonly outcome: EntryOutcome;
  /** By column. */
  readonly values: readonly JsonValue[];
}
