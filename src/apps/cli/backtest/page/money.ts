import { NONE, part, sayCount, sayMajor, sayMoney, sayPercent, sayShare } from '../../../../core/domain/figures.ts';
import type { MoneyConfusion, PolicyResult } from '../../../../core/history/result.ts';
import { CELLS, SHARES } from '../text/scores.ts';
import { type Html, html } from './html.ts';
import { key } from './keys.ts';
import { numbers, pageTable } from './table.ts';

/** The confusion as money, drawn for each currency, and with the counts as a table. */
export function moneySection(result: PolicyResult): Html {
  return html`<section aria-labelledby="money"><h2 id="money">What it stops, and what it lets pass</h2>
${result.money.map(figure)}${confusionTable(result)}</section>
`;
}

function figure(sums: MoneyConfusion): Html {
  const { currency, tp, fp, fn, tn } = sums;
  const title = `Fraud and good spend in ${currency.toUpperCase()}, by what the policy does`;
  return html`<figure><figcaption>${title}</figcaption>
${bar('Fraud', tp, fn, currency, 'fraud')}${bar('Good spend', fp, tn, currency, 'good')}</figure>
`;
}

function bar(name: string, stopped: number, approved: number, currency: string, kind: 'fraud' | 'good'): Html {
  const share = part(stopped, stopped + approved);
  if (share === null) return html`<p class="faint">${name}: none is known in ${currency.toUpperCase()}.</p>\n`;
  const [a, b] = [sayMoney(stopped, currency), sayMoney(approved, currency)];
  const told = `${name}: ${a} stopped (${sayPercent(share)}), ${b} approved (${sayPercent(1 - share)})`;
  // No sum is so small that it is not to be seen.
  const width = Math.min(99.6, Math.max(stopped > 0 ? 0.4 : 0, share * 100));
  return html`<div class="bar"><p class="bar-name">${name}</p>
<svg role="img" width="100%" height="26" aria-label="${told}"><rect class="${kind}-approved" width="100%" height="26"/>
<rect class="${kind}-stopped" width="${width.toFixed(2)}%" height="26"/></svg>
<p class="ends"><span>${key(`${kind}-stopped`)}stopped ${a} (${sayPercent(share)})</span>
<span>${key(`${kind}-approved`)}approved ${b} (${sayPercent(1 - share)})</span></p></div>
`;
}

function confusionTable({ purchases, ...all }: PolicyResult): Html {
  const columns = [{ heading: '' }, ...numbers('Authorizations', 'Purchases')];
  const currencies = all.money.map(({ currency }) => currency);
  const cells = CELLS.map(([cell, label]) => [
    label,
    sayCount(all.confusion[cell]),
    sayCount(purchases.confusion[cell]),
    ...all.money.map((sums) => sayMajor(sums[cell], sums.currency)),
  ]);
  const shares = SHARES.map(([name, label]) => [
    label,
    sayShare(all[name]),
    sayShare(purchases[name]),
    ...all.money.map((sums) => moneyShare(name, sums)),
  ]);
  const headings = [...columns, ...numbers(...currencies.map((currency) => currency.toUpperCase()))];
  return pageTable('Fraud and good, stopped and approved; shares with their 95 % intervals', headings, [
    ...cells,
    ...shares,
  ]);
}

function moneyShare(name: (typeof SHARES)[number][0], { tp, fp, fn, tn }: MoneyConfusion): string {
  if (name === 'precision') return sayPercent(part(tp, tp + fp));
  if (name === 'recall') return sayPercent(part(tp, tp + fn));
  return name === 'false_positive_rate' ? sayPercent(part(fp, fp + tn)) : NONE;
}
