import type { Decision } from '../../../sdk/index.ts';

type Confirmation = NonNullable<Decision['confirmation']>;

/** Who had the last word, in a word or two. */
export const LAST_WORD: Readonly<Record<Confirmation['decided_by'], string>> = {
  us: 'us',
  stripe: 'Stripe',
  network: 'the network',
  time_out: "Stripe's default: we were late",
  error: "Stripe's default: our answer was refused",
};

/** How far an answer got, in a word or two. */
export const STATES = {
  intended: 'not known to be sent',
  sent: 'sent, not confirmed',
  confirmed: 'confirmed',
} as const;

/** What became of a rule, as a sign and a word. */
export const RESULTS = {
  matched: ['●', 'matched'],
  missing: ['?', 'missing'],
  error: ['!', 'failed'],
  not_matched: ['○', 'no match'],
  not_sampled: ['–', 'not sampled'],
} as const;

/** What a rule does when it matches. */
export const ACTIONS = { allow: 'allow', block: 'block', challenge: 'challenge', review: 'review' } as const;

/** The colour of what a rule does: the one of the outcome that comes of it. */
export const TONES = { allow: 'approve', block: 'decline', challenge: 'challenge', review: 'review' } as const;

/** A name of the API for people: `fraud_risk_score` is fraud risk score. */
export function inWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** A span of time: 3600 seconds are 1 hour. */
export function inTime(seconds: number): string {
  const units = [
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, each]) => seconds % each === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
