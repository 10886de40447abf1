import { sayCount, sayMoney, sayRate, sayShare } from '../../../../core/domain/figures.ts';
import type { PolicyResult } from '../../../../core/history/result.ts';
import { counted } from '../../remote/words.ts';
import { APART, type ApartKind } from '../text/apart.ts';
import { currenciesOf, sumCells } from '../text/outcomes.ts';
import { type Html, html } from './html.ts';
import { numbers, pageTable } from './table.ts';

/** What is answered, what people have to do for it, and what is not scored. */
export function answersSection(result: PolicyResult): Html {
  return html`<section aria-labelledby="answers"><h2 id="answers">Answers, and what people have to do</h2>
${outcomeTable(result)}${capacityTable(result)}</section>
<section aria-labelledby="apart"><h2 id="apart">What is not scored</h2>
${apartTable(result)}</section>
`;
}

const ANSWERS = [
  ['approve', 'Approve'],
  ['challenge', 'Challenge'],
  ['decline', 'Decline'],
  ['review', 'Reviewed besides'],
] as const;

function outcomeTable({ outcomes }: PolicyResult): Html {
  const currencies = currenciesOf(Object.values(outcomes));
  const amounts = currencies.flatMap((currency) => {
    const name = currency.toUpperCase();
    return [`Fraud ${name}`, `Good ${name}`];
  });
  const columns = [{ heading: 'Answer' }, ...numbers('Count', 'Fraud', 'Good', ...amounts)];
  const rows = ANSWERS.map(([name, label]) => [label, ...sumCells(outcomes[name], currencies)]);
  return pageTable('What the policy answers', columns, rows);
}

function capacityTable({ capacity }: PolicyResult): Html {
  const columns = [{ heading: '' }, ...numbers('A day', 'Of them fraud')];
  return pageTable(`For people to do, over ${counted(Math.round(capacity.days), 'day')}`, columns, [
    ['Challenges', sayRate(capacity.challenges_a_day), sayShare(capacity.challenge_precision)],
    ['Reviews', sayRate(capacity.reviews_a_day), sayShare(capacity.review_precision)],
  ]);
}

function apartTable({ apart }: PolicyResult): Html {
  const kinds = (Object.keys(APART) as ApartKind[]).filter((kind) => apart[kind].count > 0);
  if (kinds.length === 0) return html`<p>Of everything in the window is known what it was.</p>\n`;
  const rows = kinds.map((kind) => {
    const { count, stopped, money: sums } = apart[kind];
    const amounts = sums.map(({ currency, amount }) => sayMoney(amount, currency)).join(', ');
    const of = sums.map(({ currency, stopped: amount }) => sayMoney(amount, currency)).join(', ');
    return [kind, sayCount(count), sayCount(stopped), amounts, of, APART[kind]];
  });
  const columns = [{ heading: '' }, ...numbers('Count', 'Stopped', 'Amount', 'Of it stopped'), { heading: 'Why' }];
  return pageTable('Neither right nor wrong: of these nobody knows', columns, rows);
}
