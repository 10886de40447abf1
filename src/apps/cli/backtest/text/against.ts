import { plain } from '../../../../core/decision/plain.ts';
import { sayCount, sayMajor, sayShare } from '../../../../core/domain/figures.ts';
import type { BacktestResult, Comparison, PolicyResult } from '../../../../core/history/result.ts';
import { table } from '../../remote/table.ts';
import { counted } from '../../remote/words.ts';
import type { Asked } from '../asked.ts';
import { fittedTable } from './fitted.ts';
import { sumsTable } from './outcomes.ts';
import { sampleCells } from './samples.ts';
import { CELLS, SHARES } from './scores.ts';

const NAME_WIDTH = 34;
const SHOWN = 10;

/** What differs between two policies. */
export function againstText(result: BacktestResult, against: Comparison, asked: Asked): string {
  const { same, changed, samples } = against;
  const differ = changed.reduce((sum, { count }) => sum + count, 0);
  const [one, other] = namesOf(result, against, asked);
  const scores = sideBySide(result, against.other, [one, other]);
  if (differ === 0) return `${scores}\nBoth answer all ${counted(same, 'authorization')} the same.\n`;
  const told = `${counted(differ, 'answer')} of ${sayCount(same + differ)} differ, from ${one} to ${other}:\n`;
  return [scores, '\n', told, changesTable(changed), ...(samples.length > 0 ? ['\n', samplesTable(against)] : [])].join(
    '',
  );
}

/** What the two are called: by their folders, and where these are the same by what else tells them apart. */
export function namesOf(one: PolicyResult, { other }: Comparison, { policies, against }: Asked): [string, string] {
  const names = [policies, against ?? other.policy.version].map((name) => plain(name, NAME_WIDTH));
  const [first = '', second = ''] = names;
  if (first !== second) return [first, second];
  const profiles = [one, other].map(({ policy }) => plain(policy.profile ?? 'its profiles', NAME_WIDTH));
  return [profiles[0] ?? '', profiles[1] ?? ''];
}

function sideBySide(one: PolicyResult, other: PolicyResult, names: readonly [string, string]): string {
  const both = [one, other];
  const currencies = [...new Set(both.flatMap(({ money }) => money.map(({ currency }) => currency)))].sort();
  const amounts = currencies.flatMap((currency) =>
    CELLS.map(([cell, label]) => [
      `${label.replace(/ \(.*/, '')} ${currency.toUpperCase()}`,
      ...both.map(({ money }) => sayMajor(money.find((sums) => sums.currency === currency)?.[cell] ?? 0, currency)),
    ]),
  );
  const rows = [
    ...CELLS.map(([cell, label]) => [label, ...both.map(({ confusion }) => sayCount(confusion[cell]))]),
    ...SHARES.map(([name, label]) => [label, ...both.map((scores) => sayShare(scores[name]))]),
    ...amounts,
  ];
  return table(['SIDE BY SIDE', ...names], rows, names);
}

function changesTable(changed: Comparison['changed']): string {
  return sumsTable(
    'CHANGE',
    changed.map(({ from, to, ...sums }) => [`${from} → ${to}`, sums]),
  );
}

function samplesTable({ samples }: Comparison): string {
  const rows = samples
    .slice(0, SHOWN)
    .map(({ truth, ...sample }) => [
      `${sample.outcome} → ${sample.new_outcome}`,
      truth,
      ...sampleCells(sample),
      sample.new_reasons.join(', '),
    ]);
  const headings = ['CHANGE', 'TRUTH', 'ASKED (UTC)', 'AUTHORIZATION', 'AMOUNT', 'BECAUSE'];
  return fittedTable(headings, rows, ['AMOUNT'], 'BECAUSE');
}
