import type { Profile } from '../../../sdk/index.ts';

type Settings = Profile['settings'];
export type Signal = keyof Settings['thresholds'];

/** What a signal leads to, in words: decline `above 50`. */
export interface Threshold {
  readonly action: 'decline' | 'challenge' | 'review';
  readonly when: string;
}

/** The signals in the order in which they are told, as Stripe calls them. */
export const SIGNAL_NAMES: Readonly<Record<Signal, string>> = {
  fraud_risk_score: 'Fraud risk score',
  fraud_risk_level: 'Fraud risk level',
  card_testing_risk_level: 'Card testing risk level',
  invalid_account_number_decline_rate_hourly: 'Invalid account numbers, declined in an hour',
  invalid_credentials_decline_rate_hourly: 'Invalid credentials, declined in an hour',
  merchant_dispute_risk_level: 'Merchant dispute risk level',
  merchant_dispute_rate: 'Merchant dispute rate',
  network_risk_score: 'Network risk score',
  fraud_disputability: 'Chance to win a dispute',
};
const SIGNALS = Object.keys(SIGNAL_NAMES) as readonly Signal[];
const ACTIONS = ['decline', 'challenge', 'review'] as const;

/** The signals that one of these profiles does anything about. */
export function signalsOf(profiles: readonly Settings[]): readonly Signal[] {
  return SIGNALS.filter((signal) => profiles.some((settings) => thresholdsOf(settings, signal).length > 0));
}

/** What a profile does about a signal, the strongest first; nothing where it does nothing. */
export function thresholdsOf({ thresholds, on_missing: missing }: Settings, signal: Signal): readonly Threshold[] {
  const bounds: Partial<Record<Threshold['action'], number | string | undefined>> = thresholds[signal] ?? {};
  const found = ACTIONS.flatMap((action): Threshold[] => {
    const bound = bounds[action];
    return bound === undefined ? [] : [{ action, when: sayBound(signal, bound) }];
  });
  const reaction = missing[signal];
  return reaction === undefined || reaction === 'ignore' ? found : [...found, { action: reaction, when: 'if missing' }];
}

/** A bound in words: `above 60`, `from elevated`, `if unlikely or less`. */
export function sayBound(signal: Signal, bound: number | string): string {
  if (typeof bound === 'number') return `above ${bound}`;
  const word = bound.replaceAll('_', ' ');
  return signal === 'fraud_disputability' ? `if ${word} or less` : `from ${word}`;
}
