import type { Outcome } from '../domain/decision.ts';
import { createByCurrency } from './by-currency.ts';
import type { Confusion, Scores } from './result.ts';
import { shareOf } from './share.ts';
import type { Truth } from './truth.ts';

/** What a decision was worth, of which is known what it was. */
export type Cell = keyof Confusion;

/** The cell of an outcome; null where it is not known what the row is. */
export function cellOf(outcome: Outcome, truth: Truth): Cell | null {
  const isStopped = outcome !== 'approve';
  if (truth === 'fraud') return isStopped ? 'tp' : 'fn';
  if (truth === 'good') return isStopped ? 'fp' : 'tn';
  return null;
}

/** Counts and sums of a policy's decisions. */
export interface ConfusionTally {
  /** `times`: -1 takes one away. */
  add(outcome: Outcome, truth: Truth, amountMinor: number, currency: string, times?: 1 | -1): void;
  scores(): Scores;
}

/** A confusion of nothing yet. */
export function noConfusion(): Record<Cell, number> {
  return { tp: 0, fp: 0, fn: 0, tn: 0 };
}

/** A tally of nothing yet. */
export function createConfusionTally(): ConfusionTally {
  const confusion = noConfusion();
  const money = createByCurrency(noConfusion);
  let rows = 0;
  let approved = 0;
  return {
    add(outcome, truth, amountMinor, currency, times = 1) {
      rows += times;
      if (outcome === 'approve') approved += times;
      const cell = cellOf(outcome, truth);
      if (cell === null) return;
      confusion[cell] += times;
      money.of(currency)[cell] += times * amountMinor;
    },
    scores: () => ({
      confusion: { ...confusion },
      money: money.list((currency, sums) => ({ currency, ...sums })),
      ...sharesOf(confusion),
      approval_rate: shareOf(approved, rows),
    }),
  };
}

/** The shares that follow from a confusion. */
export function sharesOf({ tp, fp, fn, tn }: Confusion): Pick<Scores, 'precision' | 'recall' | 'false_positive_rate'> {
  return {
    precision: shareOf(tp, tp + fp),
    recall: shareOf(tp, tp + fn),
    false_positive_rate: shareOf(fp, fp + tn),
  };
}
