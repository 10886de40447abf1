import { plain } from '../../../../core/decision/plain.ts';
import type { BacktestResult, PolicyResult } from '../../../../core/history/result.ts';
import { counted, minute } from '../../remote/words.ts';
import { wrap } from '../../wrap.ts';
import type { Asked } from '../asked.ts';
import { headline } from '../headline.ts';
import { WIDTH } from './fitted.ts';

const LABEL_WIDTH = 10;

/** What was looked at, and what came of it in a sentence. */
export function aboutText(result: BacktestResult, asked: Asked): string {
  const lines = aboutLines(result, asked).flatMap(([label, text]) =>
    wrap(text, WIDTH - LABEL_WIDTH).map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`),
  );
  const told = headline(result).flatMap((sentence) => wrap(sentence, WIDTH));
  return [...lines, '', ...told].map((line) => `${line}\n`).join('');
}

/** What was looked at: each line with what it tells of. */
export function aboutLines(result: BacktestResult, { history: name, policies, against }: Asked): [string, string][] {
  const { history, window, labels, velocity } = result;
  const rows = `${counted(history.rows, 'row')} from ${minute(history.from)} to ${minute(history.to)}`;
  return [
    ['history', `${plain(name)}: ${rows} (UTC)${leftOut(history)}`],
    ['window', `${minute(window.from)} to ${minute(window.to)}: ${counted(window.rows, 'authorization')}`],
    ['labels', labelsLine(labels)],
    ['velocity', `${velocity}: ${VELOCITY[velocity]}`],
    ['features', featuresLine(result)],
    ['policy', policyLine(policies, result)],
    ...unrecordedLines(result),
    ...(result.against && against !== null
      ? [['against', policyLine(against, result.against.other)] as [string, string]]
      : []),
  ];
}

const VELOCITY = {
  replay: 'what was answered then is what later asks see',
  counterfactual: 'what the policy answers is what later asks see',
} as const;

function leftOut({ unreadable, duplicates }: BacktestResult['history']): string {
  const told = [
    ...(unreadable > 0 ? [`${counted(unreadable, 'row')} could not be read`] : []),
    ...(duplicates > 0 ? [`${counted(duplicates, 'row')} stood there twice`] : []),
  ];
  return told.map((text) => `; ${text}`).join('');
}

function labelsLine({ kind, newest, maturity_days: days }: BacktestResult['labels']): string {
  return kind === 'known'
    ? `known: disputed or labelled by ${minute(newest)} is fraud; ${counted(days, 'day')} old without that is good`
    : 'final: fraud and good as is_fraud says';
}

function featuresLine({ given_features: given }: BacktestResult): string {
  if (given.length === 0) return 'all counted from the rows before';
  const which = given.map((name) => plain(name)).join(', ');
  return `${given.length} taken as they stand in the history, not counted (--recount does): ${which}`;
}

function unrecordedLines({ unrecorded: { count, attributes } }: PolicyResult): [string, string][] {
  if (count === 0) return [];
  const names = attributes.map((name) => plain(name)).join(', ');
  return [['', `of ${counted(count, 'authorization')} it can't be settled: ${names} was not recorded`]];
}

function policyLine(folder: string, { policy }: PolicyResult): string {
  const profile = policy.profile === null ? '' : `, every portfolio under profile ${plain(policy.profile)}`;
  return `${plain(folder)}, ${policy.version}${profile}`;
}
