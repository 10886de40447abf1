import type { Action } from '../domain/decision.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../domain/signals.ts';
import { LEVEL_SIGNALS, type ProfileFile, SCORE_SIGNALS, SIGNALS } from './schema.ts';
import { thresholdScore } from './threshold-score.ts';

/** A rule as text: what a profile's threshold is short for. */
export interface ThresholdRule {
  readonly id: string;
  readonly action: Action;
  readonly condition: string;
}

/** A threshold's word and the action of the rule that it stands for. */
export const THRESHOLD_ACTIONS = { decline: 'block', challenge: 'challenge', review: 'review' } as const;
/** The words of a threshold, from the strongest. */
export const THRESHOLD_KINDS = ['decline', 'challenge', 'review'] as const;

/**
 * The rules that a profile's thresholds are short for, e.g. `fraud_risk_score: {decline: 75}` for
 * `fraud_risk_score.decline`: `Block if :fraud_risk_score: > 75`. One evaluator and one trace for both.
 */
export function thresholdRules(profile: ProfileFile): ThresholdRule[] {
  return THRESHOLD_KINDS.flatMap((kind) => [
    ...SCORE_SIGNALS.map((signal) => scoreRule(profile, signal, kind)),
    ...LEVEL_SIGNALS.map((signal) => levelRule(profile, signal, kind)),
    disputabilityRule(profile, kind),
    ...SIGNALS.map((signal) => missingRule(profile, signal, kind)),
  ]).filter((rule) => rule !== null);
}

type Kind = (typeof THRESHOLD_KINDS)[number];

function rule(id: string, kind: Kind, condition: string): ThresholdRule {
  return { id: `${id}.${kind}`, action: THRESHOLD_ACTIONS[kind], condition };
}

function scoreRule(profile: ProfileFile, signal: (typeof SCORE_SIGNALS)[number], kind: Kind): ThresholdRule | null {
  const above = profile.thresholds[signal]?.[kind];
  if (above === undefined) return null;
  if (signal !== 'fraud_risk_score') return rule(signal, kind, `:${signal}: > ${plain(above)}`);
  return rule(signal, kind, shiftedScore(profile, above));
}

/** The fraud score's threshold, moved by how likely a dispute is to be won; the unmoved one where that is not known. */
function shiftedScore(profile: ProfileFile, above: number): string {
  const moved = DISPUTABILITIES.filter((value) => (profile.disputability[value]?.fraud_risk_score ?? 0) !== 0);
  if (moved.length === 0) return `:fraud_risk_score: > ${plain(above)}`;
  const values = moved.map((value) => `'${value}'`).join(', ');
  const unmoved = `(is_missing(:fraud_disputability:) or not (:fraud_disputability: in (${values})))`;
  return [
    ...moved.map((value) => {
      const threshold = plain(thresholdScore(profile, above, value));
      return `(:fraud_disputability: = '${value}' and :fraud_risk_score: > ${threshold})`;
    }),
    `(${unmoved} and :fraud_risk_score: > ${plain(above)})`,
  ].join(' or ');
}

function levelRule(profile: ProfileFile, signal: (typeof LEVEL_SIGNALS)[number], kind: Kind): ThresholdRule | null {
  const from = profile.thresholds[signal]?.[kind];
  if (from === undefined) return null;
  return rule(signal, kind, oneOf(signal, RISK_LEVELS.slice(RISK_LEVELS.indexOf(from))));
}

function disputabilityRule(profile: ProfileFile, kind: Kind): ThresholdRule | null {
  const upTo = profile.thresholds.fraud_disputability?.[kind];
  if (upTo === undefined) return null;
  const values = DISPUTABILITIES.slice(0, DISPUTABILITIES.indexOf(upTo) + 1);
  return rule('fraud_disputability', kind, oneOf('fraud_disputability', values));
}

function missingRule(profile: ProfileFile, signal: (typeof SIGNALS)[number], kind: Kind): ThresholdRule | null {
  return profile.on_missing[signal] === kind ? rule(`${signal}.missing`, kind, `is_missing(:${signal}:)`) : null;
}

function oneOf(signal: string, values: readonly string[]): string {
  if (values.length === 1) return `:${signal}: = '${values[0]}'`;
  return `:${signal}: in (${values.map((value) => `'${value}'`).join(', ')})`;
}

/** A number as conditions write it: without an exponent. */
function plain(number: number): string {
  const text = String(number);
  return text.includes('e') ? number.toFixed(20).replace(/\.?0+$/, '') : text;
}
