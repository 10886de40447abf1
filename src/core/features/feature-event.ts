import type { Scope } from '../domain/scope.ts';
import type { EntryOutcome } from './built-in-event.ts';
import type { JsonValue, ScowlValue } from './scowl-value.ts';
import type { CheckedInput } from './term.ts';
import type { TimelineRequest } from './timeline/store.ts';

/** An event to compute features of. */
export interface FeatureEvent {
  readonly type: string;
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
  readonly arrival: number;
  /** `pending` for an ask that is being decided, what is known for one from history; `none` for tracked events. */
  readonly outcome: EntryOutcome;
  /** Whether the outcome is Stripe's own report. */
  readonly isReported?: boolean;
  /** Whether it is known to stand in no timeline: a store needn't look for it. Not if not given. */
  readonly isNew?: boolean;
  /** The raw value of an input: JSON of tracked data, or an attribute's value. `undefined` where there is none. */
  read(input: CheckedInput): unknown;
  /**
   * What was recorded of expressions over personal inputs, whose inputs are only recorded concealed; by canonical text.
   */
  readonly derived?: ReadonlyMap<string, JsonValue>;
}

/** How far a value can be trusted. `cold` and `missing` values are null and carry their cause. */
export type Quality = 'exact' | 'approximate' | 'cold' | 'missing';

/** Values by name; a Map is one. */
export interface FeatureValues {
  get(name: string): ScowlValue | undefined;
  has(name: string): boolean;
  entries(): IterableIterator<[string, ScowlValue]>;
  [Symbol.iterator](): IterableIterator<[string, ScowlValue]>;
}

/** What came of one event. */
export interface FeatureResult {
  /** Every feature of the event's type. */
  readonly values: FeatureValues;
  qualityOf(name: string): Quality;
  /** A feature's value as it may be kept: what is personal in it is concealed; null for null. */
  kept(name: string): JsonValue;
  /**
   * Inputs that were not of their type, or absent where required: `{input: 'amount', problem: 'is text, not a
   * number'}`.
   */
  readonly problems: readonly { readonly input: string; readonly problem: string }[];
  /**
   * What must be kept to compute the same again: inputs, personal ones concealed, and expressions over personal ones.
   */
  recorded(): {
    readonly inputs: Readonly<Record<string, JsonValue>>;
    readonly derived: Readonly<Record<string, JsonValue>>;
  };
  /** What was written, or should have been when the store failed: to be written again with another outcome. */
  readonly written: readonly TimelineRequest[];
  /** Whether the event was counted before, in any timeline; null where nothing was written. */
  readonly isDuplicate: boolean | null;
  /** Why the store did not answer: what it was asked for is missing (late). Null where it did. */
  readonly storeError: unknown;
}
