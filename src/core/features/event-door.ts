import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { TrackedEvent } from '../domain/tracked-event.ts';
import type { MissingCause } from '../domain/value.ts';
import type { Quality } from './feature-event.ts';

/** An event from a back end, as it is taken: what may be kept of its data, in the clear. */
export interface IncomingEvent extends TrackedEvent {
  readonly data: JsonObject;
}

/** What came of an event. */
export interface TakenEvent {
  /** Whether an event of this type and id was counted before; null where that is not cheaply known. */
  readonly isDuplicate: boolean | null;
  /** By name; empty where they were not wanted. What is null stands in `missing` with its cause. */
  readonly features: Readonly<Record<string, JsonValue>>;
  readonly missing: Readonly<Record<string, MissingCause>>;
  readonly qualities: Readonly<Record<string, Quality>>;
  /** Inputs that were not as the features want them. */
  readonly problems: readonly { readonly field: string; readonly problem: string }[];
}

/** Where events from back ends come in. */
export interface EventDoor {
  /**
   * Evaluates, counts and records one event, which is durable once this resolves; dry, it is only evaluated. An event
   * whose type and id were taken before counts once. Rejects where the event could not be recorded: it may be given
   * again. Events are counted in the order in which they are given.
   */
  take(event: IncomingEvent, wish: { readonly isDry: boolean; readonly wantsFeatures: boolean }): Promise<TakenEvent>;
}
