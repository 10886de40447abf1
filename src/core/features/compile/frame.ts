import type { JsonValue, ScowlValue } from '../scowl-value.ts';

/** What is known of the event that is being evaluated. Functions get it as the event. */
export interface Frame {
  readonly atMs: number;
  /** Values of inputs, features and aggregates, at the places that the plan gave them. */
  readonly slots: ScowlValue[];
  /** What was recorded of terms over personal inputs, which are concealed here; null for an event as it happens. */
  readonly derived: ReadonlyMap<string, JsonValue> | null;
  /** Leaves what is concealed as it is. */
  conceal(text: string): string;
}

/** A term, ready to be asked. Never throws. */
export type Code = (frame: Frame) => ScowlValue;
