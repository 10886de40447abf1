import type { SampleCell } from './result.ts';
import type { LabelKind } from './truth.ts';
import type { AimName, CostShares } from './tune-result.ts';

// A run of a backtest or of tune on what the service recorded, as it is kept.

export const RUN_KINDS = ['backtest', 'tune'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** The last three are for good. */
export const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A policy that is tried: what was asked for, and what that was when it was asked for. */
export interface RunPolicy {
  readonly of: 'live' | 'version' | 'files';
  readonly version: string;
  /** Rules that the circuit breaker had put in shadow. */
  readonly broken: readonly string[];
}

/** What is wanted of thresholds besides the three aims. */
export interface RunAims {
  readonly min_precision?: number | undefined;
  readonly max_decline_rate?: number | undefined;
  /** Of the thresholds that meet the rest that which costs least. */
  readonly cheapest?: true | undefined;
  readonly cost?: CostShares | undefined;
  /** The precision that each of the three aims wants at least. */
  readonly precisions?: Readonly<Record<Exclude<AimName, 'own'>, number>> | undefined;
}

/** What was asked for. */
export interface RunAsked {
  readonly policy: RunPolicy;
  readonly against: RunPolicy | null;
  readonly profile: string | null;
  readonly portfolio: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly labels: LabelKind | null;
  readonly velocity: 'replay' | 'counterfactual';
  readonly isRecounted: boolean;
  readonly maturityDays: number;
  readonly aims: RunAims | null;
}

export const RUN_STAGES = ['starting', 'deciding', 'summing'] as const;

/** How far a run is. */
export interface RunProgress {
  readonly stage: (typeof RUN_STAGES)[number];
  /** Asks that were read, those before the window too. */
  readonly rows: number;
  /** How much of all that is, to 1. */
  readonly share: number;
}

/**
 * Where an authorization stands that a run shows: among the samples of its result, among those of the other policy,
 * among those that the two answer differently; or `kept`, to be looked into.
 */
export type RunPlace = 'samples' | 'other' | 'changed' | 'kept';

/**
 * An authorization that a run shows. They are kept beside the result, not in it: so they go with whom they are of.
 */
export interface RunRow {
  readonly place: RunPlace;
  readonly cell: SampleCell | null;
  readonly askedAtMs: number;
  readonly authorization: string;
  readonly card: string | null;
  /** Rules and thresholds whose condition held; only of those that are `kept`. */
  readonly matched: readonly string[];
  /** Whether the other policy answers otherwise. */
  readonly isChanged: boolean;
  /** What is shown of it. */
  readonly fields: object;
}
