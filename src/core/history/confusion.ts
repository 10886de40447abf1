import type { Outcome } from '../domain/decision.ts';
import type { Confusion, MoneyConfusion, Scores } from './result.ts';
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
  add(outcome: Outcome, truth: Truth, amountMinor: number, currency: string): void;
  scores(): Scores;
}

const NOTHING = { tp: 0, fp: 0, fn: 0, tn: 0 };

/** A tally of nothing yet. */
export function createConfusionTally(): ConfusionTally {
  const confusion: Record<Cell, number> = { ...NOTHING };
  const money = new Map<string, Record<Cell, number>>();
  let rows = 0;
  let approved = 0;
  return {
    add(outcome, truth, amountMinor, currency) {
      rows += 1;
      if (outcome === 'approve') approved += 1;
      const cell = cellOf(outcome, truth);
      if (cell === null) return;
      confusion[cell] += 1;
      let sums = money.get(currency);
      if (!sums) {
        sums = { ...NOTHING };
        money.set(currency, sums);
      }
      sums[cell] += amountMinor;
    },
    scores: () => ({
      confusion: { ...confusion },
      money: [...money].map(([currency, sums]): MoneyConfusion => ({ currency, ...sums })).sort(byCurrency),
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

function byCurrency(one: MoneyConfusion, other: MoneyConfusion): number {
  return one.currency < other.currency ? -1 : 1;
}
