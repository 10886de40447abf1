import type { ScowlType } from './scowl-type.ts';

/** An input that every event of a built-in type has. */
export interface BuiltInInput {
  readonly name: string;
  readonly type: ScowlType;
  readonly description: string;
}

/** An event whose inputs are known beforehand: `authorization`. What is not among them is a fault there. */
export interface BuiltInEvent {
  readonly name: string;
  readonly inputs: readonly BuiltInInput[];
  /**
   * Claims of what became of an event (`is_approved`), which change after it was counted. They may stand only in the
   * `where` of an aggregate over this event, alone or joined to the rest of it by `and`.
   */
  readonly outcomes: ReadonlyMap<string, readonly EntryOutcome[]>;
}

/**
 * What became of an ask that was counted. `pending`: counted, and not answered yet; it counts as approved until
 * `limits.pendingMs` of event time have passed. `none`: an event that nothing becomes of. `unjudged`: declined in an
 * outage, by nobody's judgement; no aggregate counts it. Stores keep places in this list: new ones go to its end.
 */
export const ENTRY_OUTCOMES = [
  'none',
  'pending',
  'approved',
  'declined',
  'challenged',
  'declined_by_stripe',
  'unjudged',
] as const;
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number];
