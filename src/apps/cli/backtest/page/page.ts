import type { BacktestResult } from '../../../../core/history/result.ts';
import { counted, day } from '../../remote/words.ts';
import type { Asked } from '../asked.ts';
import { headline } from '../headline.ts';
import { aboutLines } from '../text/about.ts';
import { againstSection } from './against.ts';
import { answersSection } from './answers.ts';
import { pageFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { moneySection } from './money.ts';
import { rulesSection } from './rules.ts';
import { samplesSection } from './samples.ts';
import { tiles } from './tiles.ts';
import { weeksSection } from './weeks.ts';

/** A backtest as one page that needs nothing else: no script, nothing loaded from anywhere, all text escaped. */
export function backtestPage(result: BacktestResult, asked: Asked): string {
  const { window } = result;
  const title = `Backtest of ${asked.policies}`;
  const span = `${day(window.from)} to ${day(window.to)}, ${counted(window.rows, 'authorization')}`;
  const sections = [
    tiles(result),
    againstSection(result, asked),
    moneySection(result),
    weeksSection(result),
    rulesSection(result),
    answersSection(result),
    samplesSection(result),
    lookedAt(result, asked),
  ];
  return pageFrame(title, span, headline(result).join(' '), sections);
}

function lookedAt(result: BacktestResult, asked: Asked): Html {
  const lines = aboutLines(result, asked).map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>\n`);
  return html`<footer aria-labelledby="about"><h2 id="about">What was looked at</h2>
<dl class="about">
${lines}</dl>
<p class="faint">Stopped is declined or challenged: a challenge declines the purchase that it asks about. Shares stand
with their Wilson intervals (95 %). Purchases are authorizations with retries and increments counted once.</p></footer>
`;
}
