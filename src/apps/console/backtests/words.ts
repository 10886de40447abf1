import type { BacktestResult, RuleResult, SampleCell } from '../../../core/history/result.ts';

/** The cells by what they hold, in the order in which they are looked at. */
export const CELLS: Readonly<Record<SampleCell, string>> = {
  fp: 'Good, stopped',
  fn: 'Fraud, approved',
  tp: 'Fraud, stopped',
  tn: 'Good, approved',
  unknowable: 'Declined then',
  immature: 'Too young',
  unlabelled: 'Without a label',
};

/** Why nothing is said of rows that stand apart. */
export const WHY_APART = {
  unknowable: 'Nobody knows what it would have been.',
  immature: 'It may yet be disputed.',
  unlabelled: 'The history has no final label for it.',
} as const;

/** What counts as fraud, in a sentence. */
export function sayLabels({ kind, maturity_days: days }: BacktestResult['labels']): string {
  if (kind === 'final') return 'Fraud is what the history says it is in truth.';
  return `Fraud is what was disputed by the newest row; what is younger than ${days} days is not judged.`;
}

/** What velocity was counted from, in a sentence. */
export function sayVelocity(velocity: BacktestResult['velocity']): string {
  return velocity === 'replay'
    ? 'Velocity counts what was answered then (replay).'
    : 'Velocity counts what this policy answers (counterfactual).';
}

const ACTS = { allow: 'allows', block: 'blocks', challenge: 'challenges', review: 'reviews' } as const;

/** What a rule does, with whether it decides. */
export function sayRule(rule: Pick<RuleResult, 'action' | 'profile' | 'mode'>): string {
  const { action, profile, mode } = rule;
  const [of, how] = [profile === null ? '' : `threshold of ${profile}, `, mode === 'shadow' ? ', in shadow' : ''];
  return `${of}${ACTS[action]}${how}`;
}

/** What tells a rule from all others of a run: thresholds of two profiles may have one name. */
export function keyOf({ id, profile }: Pick<RuleResult, 'id' | 'profile'>): string {
  return profile === null ? id : `${id}@${profile}`;
}
