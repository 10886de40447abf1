import { NONE, part, sayCount, sayMajor, sayPercent, sayShare } from '../../../../core/domain/figures.ts';
import type { MoneyConfusion, PolicyResult, Scores } from '../../../../core/history/result.ts';
import { table } from '../../remote/table.ts';

/** Cells of a confusion as people call them, with the letters that everybody else does. */
export const CELLS = [
  ['tp', 'fraud stopped (tp)'],
  ['fp', 'good stopped (fp)'],
  ['fn', 'fraud approved (fn)'],
  ['tn', 'good approved (tn)'],
] as const;

/** Shares that follow from a confusion, and how they are called. */
export const SHARES = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['false_positive_rate', 'false positive rate'],
  ['approval_rate', 'approval rate'],
] as const;

/** More would not fit beside each other. */
const CURRENCIES_AT_ONCE = 2;

/** How well it tells fraud from good: by authorizations, by purchases and by money. */
export function scoresText({ purchases, ...all }: PolicyResult): string {
  const first = scoreTable([
    ['AUTHORIZATIONS', countCells(all)],
    ['PURCHASES', countCells(purchases)],
    ...all.money.slice(0, CURRENCIES_AT_ONCE).map(moneyColumn),
  ]);
  const others = [];
  for (let at = CURRENCIES_AT_ONCE; at < all.money.length; at += CURRENCIES_AT_ONCE + 2) {
    others.push(`\n${scoreTable(all.money.slice(at, at + CURRENCIES_AT_ONCE + 2).map(moneyColumn))}`);
  }
  return `${first}${others.join('')}`;
}

type Column = readonly [heading: string, cells: readonly string[]];

function scoreTable(columns: readonly Column[]): string {
  const labels = [...CELLS, ...SHARES].map(([, label]) => label);
  const rows = labels.map((label, row) => [label, ...columns.map(([, cells]) => cells[row] ?? '')]);
  const headings = columns.map(([heading]) => heading);
  return table(['', ...headings], rows, headings);
}

function countCells(scores: Scores): string[] {
  return [
    ...CELLS.map(([cell]) => sayCount(scores.confusion[cell])),
    ...SHARES.map(([name]) => sayShare(scores[name])),
  ];
}

/** Money has no interval: purchases are drawn, not cents. Of approvals in money all would have to be known. */
function moneyColumn({ currency, ...sums }: MoneyConfusion): Column {
  const { tp, fp, fn, tn } = sums;
  const shares = [part(tp, tp + fp), part(tp, tp + fn), part(fp, fp + tn)].map(sayPercent);
  return [currency.toUpperCase(), [...CELLS.map(([cell]) => sayMajor(sums[cell], currency)), ...shares, NONE]];
}
