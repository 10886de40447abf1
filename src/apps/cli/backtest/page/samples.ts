import { sayMoney } from '../../../../core/domain/figures.ts';
import { type PolicyResult, SAMPLE_CELLS, type Sample, type SampleCell } from '../../../../core/history/result.ts';
import { counted, minute } from '../../remote/words.ts';
import { SAMPLE_WORDS } from '../text/samples.ts';
import { EMPTY, type Html, html } from './html.ts';
import { numbers, pageTable } from './table.ts';

/** Authorizations to look at, cell by cell. */
export function samplesSection({ samples }: PolicyResult): Html {
  const cells = SAMPLE_CELLS.filter((cell) => samples[cell].length > 0);
  if (cells.length === 0) return EMPTY;
  return html`<section aria-labelledby="samples"><h2 id="samples">Authorizations to look at</h2>
${cells.map((cell) => sampleTable(cell, samples[cell]))}</section>
`;
}

function sampleTable(cell: SampleCell, samples: readonly Sample[]): Html {
  const columns = [
    ...['Authorization', 'Asked (UTC)', 'Card', 'Merchant'].map((heading) => ({ heading })),
    ...numbers('Amount'),
    ...['Portfolio', 'Answer', 'Because'].map((heading) => ({ heading })),
  ];
  const rows = samples.map((sample) => [
    html`<code>${sample.authorization}</code>`,
    minute(sample.asked_at),
    sample.card ?? '',
    sample.merchant ?? '',
    sayMoney(sample.amount, sample.currency),
    sample.portfolio,
    sample.outcome,
    sample.reasons.join(', '),
  ]);
  const name = SAMPLE_WORDS[cell];
  return html`<details><summary>${`${name}: ${counted(samples.length, 'sample')}`}</summary>
${pageTable(`Samples: ${name}`, columns, rows)}</details>
`;
}
