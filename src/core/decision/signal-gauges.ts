import type { Action } from '../domain/decision.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../domain/signals.ts';
import type { Value } from '../domain/value.ts';
import type { Profile, Reaction } from '../policy/policy.ts';
import { LEVEL_SIGNALS, SCORE_SIGNALS, SIGNALS } from '../policy/schema.ts';
import { thresholdScore } from '../policy/threshold-score.ts';
import { THRESHOLD_ACTIONS, THRESHOLD_KINDS } from '../policy/thresholds.ts';
import type { DecisionRecord } from './record.ts';

/** A threshold of a profile on the scale of its signal. */
export interface GaugeThreshold {
  /** The id of the rule that it is short for: `fraud_risk_score.decline`. */
  readonly rule: string;
  readonly action: Action;
  /** Above this number; or from this level on; or up to this disputability. */
  readonly at: number | string;
  /** Whether it held, as it was recorded. */
  readonly isMatched: boolean;
}

/** A signal of a decision on its scale, with the thresholds that its profile sets. */
export interface SignalGauge {
  readonly signal: (typeof SIGNALS)[number];
  /** Null where no rule read it: then it was not recorded. */
  readonly value: Value | null;
  /** From 0 to 100 (above a threshold), levels (at least one), or disputabilities (at most one). */
  readonly scale: 'above' | 'at_least' | 'at_most';
  /** Of what is no number, from least to most. */
  readonly levels: readonly string[];
  readonly thresholds: readonly GaugeThreshold[];
  /** What a missing value leads to. */
  readonly onMissing: Reaction;
}

/**
 * Every signal that a profile can set thresholds on, as it was recorded with a decision. `profile` is the one that it
 * was decided under, of the version that decided; null where that is not known any more. The fraud score's thresholds
 * stand where the decision's disputability moved them.
 */
export function signalGauges(record: DecisionRecord, profile: Profile | null): readonly SignalGauge[] {
  return SIGNALS.map((signal) => ({
    signal,
    value: record.attributes[signal] ?? null,
    ...scaleOf(signal),
    thresholds: profile ? thresholdsOf(signal, profile, record) : [],
    onMissing: profile?.settings.on_missing[signal] ?? 'ignore',
  }));
}

function scaleOf(signal: (typeof SIGNALS)[number]): Pick<SignalGauge, 'scale' | 'levels'> {
  if (isOneOf(SCORE_SIGNALS, signal)) return { scale: 'above', levels: [] };
  if (isOneOf(LEVEL_SIGNALS, signal)) return { scale: 'at_least', levels: RISK_LEVELS };
  return { scale: 'at_most', levels: DISPUTABILITIES };
}

function thresholdsOf(
  signal: (typeof SIGNALS)[number],
  { settings }: Profile,
  { considered, attributes }: DecisionRecord,
): GaugeThreshold[] {
  return THRESHOLD_KINDS.flatMap((kind) => {
    const set = settings.thresholds[signal]?.[kind];
    if (set === undefined) return [];
    const rule = `${signal}.${kind}`;
    const isMatched = considered.some(({ id, result }) => id === rule && result === 'matched');
    const isMoved = signal === 'fraud_risk_score' && typeof set === 'number';
    const at = isMoved ? thresholdScore(settings, set, attributes.fraud_disputability) : set;
    return [{ rule, action: THRESHOLD_ACTIONS[kind], at, isMatched }];
  });
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}
