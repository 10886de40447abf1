import { NO_FEATURES } from '../domain/features.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../domain/signals.ts';
import { isMissing, missing, type Value } from '../domain/value.ts';
import type { Policy, Profile } from '../policy/policy.ts';
import { LEVEL_SIGNALS, SCORE_SIGNALS } from '../policy/schema.ts';
import { createGivenCatalogue } from '../rules/attributes.ts';
import type { Step } from './curve.ts';
import type { HistoryRow } from './row.ts';
import { TRIED_SCORES } from './score-weeks.ts';
import type { SignalResult } from './tune-result.ts';

/** A signal that is judged: its name, and what it is worth as a number. */
export interface JudgedSignal {
  readonly name: string;
  readonly kind: SignalResult['kind'];
  /** From the strictest; null where they depend on the history. */
  readonly steps: readonly Step[] | null;
  /** The riskier the greater; null for what is missing or not of its type. */
  numberOf(value: Value): number | null;
}

const number = (value: Value) => (typeof value === 'number' ? value : null);

function level(name: string, fromMildest: readonly string[]): JudgedSignal {
  const steps = fromMildest.map((threshold, place) => ({ threshold, above: place - 1 })).reverse();
  return {
    name,
    kind: 'level',
    steps,
    numberOf(value) {
      const place = fromMildest.indexOf(String(value).toLowerCase());
      return place === -1 ? null : place;
    },
  };
}

const SCORE_STEPS = TRIED_SCORES.map((threshold) => ({ threshold, above: threshold }));

/** Every signal that a profile can have thresholds on, in the direction of its thresholds, and the amount. */
export const JUDGED_SIGNALS: readonly JudgedSignal[] = [
  ...SCORE_SIGNALS.map((name): JudgedSignal => ({ name, kind: 'score', steps: SCORE_STEPS, numberOf: number })),
  ...LEVEL_SIGNALS.map((name) => level(name, RISK_LEVELS)),
  // The less likely a dispute is won, the stricter: so do thresholds go.
  level('fraud_disputability', DISPUTABILITIES.toReversed()),
  ...['amount', 'amount_in_usd'].map((name): JudgedSignal => ({ name, kind: 'amount', steps: null, numberOf: number })),
];

/** Reads a signal of a row as a rule of this policy would, by its name; `given` are those that the history has. */
export function createSignalReader({ rates }: Policy, given: ReadonlySet<string>) {
  const catalogue = createGivenCatalogue(given)([]);
  const reads = new Map(JUDGED_SIGNALS.map(({ name }) => [name, catalogue.get(name)?.read]));
  return ({ authorization, given: features }: HistoryRow, { fuelDispenserAmount }: Profile) => {
    const inputs = { authorization, rates, fuelDispenserAmount, features: features ?? NO_FEATURES };
    return (name: string): Value => reads.get(name)?.(inputs) ?? missing('not_sent');
  };
}

/** A level as text in lower case; null where it is missing. */
export function textOf(value: Value): string | null {
  return isMissing(value) ? null : String(value).toLowerCase();
}

/** A score as a number; null where it is missing. What is none is above no threshold. */
export function scoreOf(value: Value): number | null {
  if (isMissing(value)) return null;
  return typeof value === 'number' ? value : 0;
}
