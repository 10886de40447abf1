import type { Activation } from '../../../sdk/index.ts';

/** A time that a version was live. */
export interface Span {
  readonly version: string;
  readonly from: Activation;
  /** What took its place; null: it is live. */
  readonly until: Activation | null;
}

/** When which version was live, from activations that are newest first; the same order. */
export function spansOf(activations: readonly Activation[]): readonly Span[] {
  return activations.map((from, place) => ({ version: from.version, from, until: activations[place - 1] ?? null }));
}
