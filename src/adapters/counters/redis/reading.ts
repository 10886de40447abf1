import type { JsonValue } from '../../../core/features/scowl-value.ts';
import type { OutcomeCode } from '../../../core/features/timeline/outcome.ts';

/**
 * What was read of a key, in the order of writing. It grows with what is read on; those who were given it take no more
 * of it than they were told to.
 */
export interface Reading {
  /** Version and turn of the key: as long as they are the same, it is read on. Empty where it never is. */
  readonly turn: string;
  /** How many bytes of the key were read. */
  length: number;
  /** Where each line starts in the key. */
  readonly starts: number[];
  readonly numbers: number[];
  readonly others: JsonValue[];
  /** Another array when one of them changes. */
  outcomes: OutcomeCode[];
}

/** A reading in which nothing is, that begins behind the key's header. */
export function emptyReading(turn: string, length: number): Reading {
  return { turn, length, starts: [], numbers: [], others: [], outcomes: [] };
}

/** How many lines start before a place in the key. */
export function linesBefore({ starts, length }: Reading, end: number): number {
  if (end >= length) return starts.length;
  return starts.filter((start) => start < end).length;
}
