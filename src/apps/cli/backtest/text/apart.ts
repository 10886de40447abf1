import { sayCount, sayMoney } from '../../../../core/domain/figures.ts';
import type { PolicyResult } from '../../../../core/history/result.ts';
import { fittedTable } from './fitted.ts';

/** Why rows are not scored. */
export const APART = {
  unknowable: 'declined then: nobody knows what it was',
  immature: 'too young: it may yet be disputed',
  unlabelled: 'no final label',
} as const;

export type ApartKind = keyof typeof APART;

/** What is not scored, and what the policy does with it. */
export function apartText({ apart }: PolicyResult): string {
  const kinds = (Object.keys(APART) as ApartKind[]).filter((kind) => apart[kind].count > 0);
  if (kinds.length === 0) return 'Of everything in the window is known what it was.\n';
  const rows = kinds.flatMap((kind) => {
    const { count, stopped, money: sums } = apart[kind];
    const [first, ...others] = sums.map(({ currency, amount, stopped: of }) => [
      sayMoney(amount, currency),
      sayMoney(of, currency),
    ]);
    const row = [kind, sayCount(count), sayCount(stopped), ...(first ?? ['', '']), APART[kind]];
    return [row, ...others.map((amounts) => ['', '', '', ...amounts, ''])];
  });
  const headings = ['COUNT', 'STOPPED', 'AMOUNT', 'OF IT STOPPED'];
  return fittedTable(['NOT SCORED', ...headings, 'WHY'], rows, headings, 'WHY');
}
