import type { ScowlValue } from '../scowl-value.ts';
import type { AggregateFunction } from '../term.ts';
import type { OutcomeFilter } from './filter.ts';
import type { Tier } from './tiles.ts';
import type { View } from './view.ts';

/** What an aggregate is of one timeline, and whether that is more than what is kept one by one can tell. */
export interface AggregateResult {
  readonly value: ScowlValue;
  readonly isApproximate: boolean;
}

/** One aggregate of those that go through the same column together. */
export interface Target {
  /** Its place among the reads. */
  readonly index: number;
  readonly function: AggregateFunction;
  readonly windowMs: number;
  readonly tileWidthMs: number;
  readonly isExclusive: boolean;
  readonly filter: OutcomeFilter;
}

/** Goes through rows once for several aggregates, from the newest back, and says at each one's end what it is. */
export interface Gatherer {
  /** Begins anew with an aggregate whose window begins at `boundMs`; those that follow have none that begins later. */
  reset(view: View, boundMs: number): void;
  /** Takes the rows from `from` up to `to`; the ones behind them are taken already. */
  gather(view: View, from: number, to: number): void;
  /** The aggregate over all rows taken, the tiles that reach behind `boundMs`, and the own entry. */
  result(view: View, target: Target, boundMs: number): AggregateResult;
}

/** The tiles that a window of this target is read from. */
export function tierOf({ tiles }: View, { tileWidthMs }: Target): Tier | undefined {
  return tiles?.tiers.find(({ widthMs }) => widthMs === tileWidthMs);
}
