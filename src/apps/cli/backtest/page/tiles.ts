import { part, sayCount, sayInterval, sayMoney, sayPercent } from '../../../../core/domain/figures.ts';
import type { PolicyResult, Share } from '../../../../core/history/result.ts';
import { EMPTY, type Html, html, unbroken } from './html.ts';

/** The four numbers that somebody asks for first. */
export function tiles(result: PolicyResult): Html {
  const { confusion, money: sums, precision, recall, false_positive_rate: rate, approval_rate: approval } = result;
  const { tp, fp, fn, tn } = confusion;
  const fraud = sums.map((of) => `${sayMoney(of.tp, of.currency)} of ${sayMoney(of.tp + of.fn, of.currency)}`);
  const good = sums.map((of) => `${sayMoney(of.fp, of.currency)} of ${sayMoney(of.fp + of.tn, of.currency)}`);
  const stopped = sums.map(
    (of) => `${sayPercent(part(of.tp, of.tp + of.fp))} of the ${of.currency.toUpperCase()} stopped`,
  );
  const [known, notFraud] = [sayCount(tp + fn), sayCount(fp + tn)];
  const several = [
    tile('Fraud stopped', 'fraud-stopped', recall, [...fraud, `${sayCount(tp)} of ${known} authorizations`]),
    tile('Good spend stopped', 'good-stopped', rate, [...good, `${sayCount(fp)} of ${notFraud} authorizations`]),
    tile('Precision', 'plain', precision, [`of ${sayCount(tp + fp)} stopped are fraud`, ...stopped]),
    tile('Approval rate', 'plain', approval, ['of all in the window, whatever is known of it']),
  ];
  return html`<dl class="tiles">
${several}</dl>
`;
}

function tile(name: string, tone: string, share: Share, lines: readonly string[]): Html {
  const told = lines.map((line) => html`<span>${unbroken(line)}</span>`);
  return html`<div class="tile ${tone}"><dt>${name}</dt>
<dd><strong>${unbroken(sayPercent(share.value))}</strong>${between(share)}${told}</dd></div>
`;
}

function between(share: Share): Html {
  const interval = sayInterval(share, ' % and ');
  return interval === '' ? EMPTY : html`<span class="faint">${unbroken(`between ${interval} %`)}</span>`;
}
