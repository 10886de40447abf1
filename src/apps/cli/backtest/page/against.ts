import { sayCount, sayMajor, sayMoney, sayShare } from '../../../../core/domain/figures.ts';
import type { BacktestResult, Comparison, PolicyResult } from '../../../../core/history/result.ts';
import { counted, minute } from '../../remote/words.ts';
import type { Asked } from '../asked.ts';
import { namesOf } from '../text/against.ts';
import { currenciesOf, sumCells } from '../text/outcomes.ts';
import { CELLS, SHARES } from '../text/scores.ts';
import { EMPTY, type Html, html } from './html.ts';
import { numbers, pageTable } from './table.ts';

/** What differs between two policies; nothing where there is one. */
export function againstSection(result: BacktestResult, asked: Asked): Html {
  const { against } = result;
  if (!against) return EMPTY;
  const [one, other] = namesOf(result, against, asked);
  const differ = against.changed.reduce((sum, { count }) => sum + count, 0);
  const told =
    differ === 0
      ? `Both answer all ${counted(against.same, 'authorization')} the same.`
      : `${counted(differ, 'answer')} of ${sayCount(against.same + differ)} differ, from ${one} to ${other}.`;
  return html`<section aria-labelledby="against"><h2 id="against">${one} against ${other}</h2>
<p>${told}</p>
${sideBySide(result, against.other, [one, other])}${differ > 0 ? changeTable(against) : EMPTY}
${against.samples.length > 0 ? sampleTable(against) : EMPTY}</section>
`;
}

function sideBySide(one: PolicyResult, other: PolicyResult, names: readonly [string, string]): Html {
  const both = [one, other];
  const currencies = [...new Set(both.flatMap(({ money: sums }) => sums.map(({ currency }) => currency)))].sort();
  const amounts = currencies.flatMap((currency) =>
    CELLS.map(([cell, label]) => [
      `${label.replace(/ \(.*/, '')}, ${currency.toUpperCase()}`,
      ...both.map((side) => sayMajor(side.money.find((sums) => sums.currency === currency)?.[cell] ?? 0, currency)),
    ]),
  );
  return pageTable(
    'Side by side',
    [{ heading: '' }, ...numbers(...names)],
    [
      ...CELLS.map(([cell, label]) => [label, ...both.map(({ confusion }) => sayCount(confusion[cell]))]),
      ...SHARES.map(([name, label]) => [label, ...both.map((scores) => sayShare(scores[name]))]),
      ...amounts,
    ],
  );
}

function changeTable({ changed }: Comparison): Html {
  const currencies = currenciesOf(changed);
  const amounts = currencies.flatMap((currency) => {
    const name = currency.toUpperCase();
    return [`Fraud ${name}`, `Good ${name}`];
  });
  const columns = [{ heading: 'Change' }, ...numbers('Count', 'Fraud', 'Good', ...amounts)];
  const rows = changed.map(({ from, to, ...sums }) => [`${from} → ${to}`, ...sumCells(sums, currencies)]);
  return pageTable('What differs', columns, rows);
}

function sampleTable({ samples }: Comparison): Html {
  const columns = [
    ...['Authorization', 'Change', 'Truth', 'Asked (UTC)', 'Card', 'Merchant'].map((heading) => ({ heading })),
    ...numbers('Amount'),
    { heading: 'Because' },
  ];
  const rows = samples.map((sample) => [
    html`<code>${sample.authorization}</code>`,
    `${sample.outcome} → ${sample.new_outcome}`,
    sample.truth,
    minute(sample.asked_at),
    sample.card ?? '',
    sample.merchant ?? '',
    sayMoney(sample.amount, sample.currency),
    `${sample.reasons.join(', ')} → ${sample.new_reasons.join(', ')}`,
  ]);
  return html`<details><summary>${counted(samples.length, 'sample')} of what differs</summary>
${pageTable('Some that are answered otherwise', columns, rows)}</details>
`;
}
