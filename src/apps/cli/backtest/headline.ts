import { part, sayMoney, sayPercent } from '../../../core/domain/figures.ts';
import type { Scores } from '../../../core/history/result.ts';
import { counted } from '../remote/words.ts';

/** What a policy is worth, in sentences. Stopped is declined or challenged. */
export function headline({ confusion, money: sums, precision, recall, false_positive_rate: rate }: Scores): string[] {
  const { tp, fp, fn, tn } = confusion;
  if (tp + fp + fn + tn === 0) return ['Of nothing in this window is known what it was: there is nothing to score.'];
  const fraud = sums.map(({ currency, tp: stopped, fn: missed }) => moneyOf(stopped, stopped + missed, currency));
  const good = sums.map(({ currency, fp: stopped, tn: passed }) => moneyOf(stopped, stopped + passed, currency));
  return [
    recall.value === null
      ? 'There is no fraud among what is known.'
      : `It stops ${sayPercent(recall.value)} of the fraud: ${listed(fraud)}.`,
    rate.value === null
      ? 'There is nothing good among what is known.'
      : `It stops ${sayPercent(rate.value)} of what is good: ${listed(good)}.`,
    precision.value === null
      ? 'Nothing that is known is stopped.'
      : `Of the ${counted(tp + fp, 'authorization')} that it stops, ${sayPercent(precision.value)} are fraud.`,
  ];
}

function moneyOf(some: number, all: number, currency: string): string {
  return `${sayMoney(some, currency)} of ${sayMoney(all, currency)} (${sayPercent(part(some, all))})`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
