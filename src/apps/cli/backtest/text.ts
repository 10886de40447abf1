import type { BacktestResult } from '../../../core/history/result.ts';
import type { Asked } from './asked.ts';
import { aboutText } from './text/about.ts';
import { againstText } from './text/against.ts';
import { apartText } from './text/apart.ts';
import { outcomesText } from './text/outcomes.ts';
import { groupsText, rulesText } from './text/rules.ts';
import { samplesText } from './text/samples.ts';
import { scoresText } from './text/scores.ts';
import { weeksText } from './text/weeks.ts';

/** A backtest for people, in no more than 100 columns: what matters first. Ends in a line break. */
export function backtestText(result: BacktestResult, asked: Asked): string {
  const sections = [
    aboutText(result, asked),
    scoresText(result),
    outcomesText(result),
    apartText(result),
    rulesText(result),
    groupsText(result),
    weeksText(result),
    samplesText(result),
    result.against === null ? '' : againstText(result, result.against, asked),
  ];
  return sections.filter((section) => section !== '').join('\n');
}
