import { NONE, sayCount, sayMoney, sayPercent, sayShare } from '../../../core/domain/figures.ts';
import type { TuneResult } from '../../../core/history/tune-result.ts';
import { pageFrame } from '../backtest/page/frame.ts';
import { EMPTY, type Html, html, unbroken } from '../backtest/page/html.ts';
import { numbers, pageTable } from '../backtest/page/table.ts';
import { counted, day } from '../remote/words.ts';
import type { TuneAsked } from './asked.ts';
import { moneyFigure, shareFigure } from './curves.ts';
import { aboutTune, aimName, interval, policyRows, sharesLine } from './text.ts';

/** Thresholds and what they come to as one page that needs nothing else. */
export function tunePage(result: TuneResult, asked: TuneAsked): string {
  const { window, portfolio } = result;
  const title = `Thresholds for ${portfolio ?? 'all portfolios'}`;
  const span = `${day(window.from)} to ${day(window.to)}, ${counted(window.rows, 'authorization')}`;
  const sections = [
    aimsSection(result),
    curvesSection(result),
    policySection(result),
    signalsSection(result),
    lookedAt(result, asked),
  ];
  return pageFrame(title, span, lead(result), sections);
}

function lead({ aims }: TuneResult): string {
  const told = aims.map(
    (aim) => `${aimName(aim.aim)} is met ${aim.threshold === null ? 'nowhere' : `above ${aim.threshold}`}`,
  );
  return `Of the fraud score, ${told.join(', ')}.`;
}

function aimsSection(result: TuneResult): Html {
  const rows = result.aims.map((aim) => {
    const { point, threshold } = aim;
    const shares = point
      ? [sayShare(point.precision), sayShare(point.recall), sayPercent(point.approval_rate.value)]
      : [NONE, NONE, NONE];
    return [aimName(aim.aim), threshold === null ? 'none' : String(threshold), interval(aim), ...shares, aim.wish];
  });
  const columns = [
    { heading: 'Aim' },
    ...numbers('Threshold', 'Interval', 'Precision', 'Recall', 'Approvals'),
    { heading: 'What it asks', isText: true },
  ];
  const months = result.aims.flatMap(({ aim, monthly }) =>
    monthly.map(({ currency, fraud_stopped, fraud_missed, good_stopped, cost }) => [
      aimName(aim),
      ...[fraud_stopped, fraud_missed, good_stopped, cost].map((amount) => sayMoney(amount, currency)),
    ]),
  );
  const monthColumns = [{ heading: 'Aim' }, ...numbers('Fraud stopped', 'Fraud missed', 'Good stopped', 'Cost')];
  return html`<section aria-labelledby="aims"><h2 id="aims">Aims</h2>
${pageTable('The threshold of the fraud score that meets each aim, by itself', columns, rows)}
${pageTable('A month of 30 days', monthColumns, months)}
<p class="faint">The interval is where the threshold lies in nine of ten draws of whole weeks.
In a month ${unbroken(sharesLine(result))}.</p></section>
`;
}

function curvesSection({ signals, aims }: TuneResult): Html {
  const curve = signals.find(({ signal }) => signal === 'fraud_risk_score')?.curve ?? [];
  if (curve.length === 0) return EMPTY;
  const currencies = curve[0]?.money.map(({ currency }) => currency) ?? [];
  const rows = curve
    .filter(({ threshold }) => Number(threshold) % 5 === 0 || aims.some((aim) => aim.threshold === threshold))
    .map(({ threshold, confusion, precision, recall, approval_rate: approval }) => [
      String(threshold),
      sayCount(confusion.tp),
      sayCount(confusion.fp),
      sayShare(precision),
      sayShare(recall),
      sayPercent(approval.value),
    ]);
  const columns = numbers('Above', 'Fraud stopped', 'Good stopped', 'Precision', 'Recall', 'Approvals');
  return html`<section aria-labelledby="curves"><h2 id="curves">The fraud score by itself</h2>
${shareFigure(curve, aims)}${currencies.map((currency) => moneyFigure(curve, aims, currency))}
<details><summary>As a table</summary>${pageTable('What each threshold stops', columns, rows)}</details></section>
`;
}

function policySection(result: TuneResult): Html {
  const rows = policyRows(result);
  if (rows.length === 0) return EMPTY;
  const columns = [
    { heading: 'Threshold' },
    ...numbers('Precision', 'Recall', 'Approvals', 'Challenges a day', 'Reviews a day'),
  ];
  return html`<section aria-labelledby="policy"><h2 id="policy">The whole policy with it</h2>
${pageTable('Rules, other thresholds and all', columns, rows)}</section>
`;
}

function signalsSection({ signals }: TuneResult): Html {
  const rows = signals.map(({ signal, auc, known, missing }) => [
    html`<code>${signal}</code>`,
    auc === null ? NONE : auc.toFixed(3),
    sayCount(known),
    sayCount(missing),
  ]);
  const columns = [{ heading: 'Signal' }, ...numbers('AUC', 'Known', 'Missing')];
  return html`<section aria-labelledby="signals"><h2 id="signals">How well each signal predicts alone</h2>
${pageTable('Area under the ROC curve: 0.5 is chance, and below it points the other way', columns, rows)}</section>
`;
}

function lookedAt(result: TuneResult, asked: TuneAsked): Html {
  const lines = aboutTune(result, asked).map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>\n`);
  return html`<footer aria-labelledby="about"><h2 id="about">What was looked at</h2>
<dl class="about">
${lines}</dl></footer>
`;
}
