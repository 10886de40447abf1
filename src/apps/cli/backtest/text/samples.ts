import { plain } from '../../../../core/decision/plain.ts';
import { sayMoney } from '../../../../core/domain/figures.ts';
import { type PolicyResult, SAMPLE_CELLS, type Sample, type SampleCell } from '../../../../core/history/result.ts';
import { minute } from '../../remote/words.ts';
import { fittedTable } from './fitted.ts';

/** So many of each cell: enough to see what it is like. All that are kept stand in --json and --html. */
const SHOWN = 3;

/** How the cells of samples are called. */
export const SAMPLE_WORDS: Readonly<Record<SampleCell, string>> = {
  tp: 'fraud stopped',
  fp: 'good stopped',
  fn: 'fraud approved',
  tn: 'good approved',
  unknowable: 'unknowable',
  immature: 'immature',
  unlabelled: 'unlabelled',
};

/** A few authorizations of each cell. */
export function samplesText({ samples }: PolicyResult): string {
  const rows = SAMPLE_CELLS.flatMap((cell) =>
    samples[cell].length === 0
      ? []
      : [[SAMPLE_WORDS[cell], '', '', ''], ...samples[cell].slice(0, SHOWN).map(indented)],
  );
  if (rows.length === 0) return '';
  return fittedTable(['SAMPLES, ASKED (UTC)', 'AUTHORIZATION', 'AMOUNT', 'BECAUSE'], rows, ['AMOUNT'], 'BECAUSE');
}

function indented(sample: Sample): string[] {
  const [asked = '', ...cells] = sampleCells(sample);
  return [`  ${asked}`, ...cells, sample.reasons.join(', ')];
}

/** When, which, how much. */
export function sampleCells({ asked_at, authorization, amount, currency }: Sample): string[] {
  return [minute(asked_at), plain(authorization, 40), sayMoney(amount, currency)];
}
