import { sayCount, sayMoney, sayPercent } from '../../../core/domain/figures.ts';
import { toMajor } from '../../../core/domain/money.ts';
import type { AimResult, CurvePoint } from '../../../core/history/tune-result.ts';
import { type Html, html } from '../backtest/page/html.ts';
import { keys } from '../backtest/page/keys.ts';
import { niceTop } from '../backtest/page/scale.ts';
import { aimName } from './text.ts';

const HEIGHT = 180;

/** One line of a plot: its colour, what it is called, and its height from 0 to 1; null breaks it. */
interface Line {
  readonly name: string;
  readonly words: string;
  heightOf(point: CurvePoint): number | null;
}

/** Precision, recall and approvals at every threshold, with the aims marked. */
export function shareFigure(curve: readonly CurvePoint[], aims: readonly AimResult[]): Html {
  const lines: Line[] = [
    { name: 'precision', words: 'precision', heightOf: ({ precision }) => precision.value },
    { name: 'recall', words: 'recall', heightOf: ({ recall }) => recall.value },
    { name: 'approvals', words: 'approvals', heightOf: ({ approval_rate: approval }) => approval.value },
  ];
  const wordsOf = (point: CurvePoint) => {
    const [exact, whole, approved] = [point.precision, point.recall, point.approval_rate].map((of) =>
      sayPercent(of.value),
    );
    return `precision ${exact}, recall ${whole}, approvals ${approved}`;
  };
  return figure('Precision, recall and approvals by threshold', ['100 %', '50 %', '0 %'], lines, curve, aims, wordsOf);
}

/** Money stopped and good spend lost at every threshold, in one currency. */
export function moneyFigure(curve: readonly CurvePoint[], aims: readonly AimResult[], currency: string): Html {
  const of = ({ money }: CurvePoint, cell: 'tp' | 'fp') =>
    money.find((sums) => sums.currency === currency)?.[cell] ?? 0;
  const major = (amountMinor: number) => toMajor({ amountMinor, currency });
  const top = niceTop(Math.max(1, ...curve.flatMap((point) => [major(of(point, 'tp')), major(of(point, 'fp'))])));
  const lines: Line[] = [
    { name: 'fraud-stopped', words: 'fraud stopped', heightOf: (point) => major(of(point, 'tp')) / top },
    { name: 'good-stopped', words: 'good stopped', heightOf: (point) => major(of(point, 'fp')) / top },
  ];
  const wordsOf = (point: CurvePoint) =>
    `fraud stopped ${sayMoney(of(point, 'tp'), currency)}, good stopped ${sayMoney(of(point, 'fp'), currency)}`;
  const title = `Money by threshold, ${currency.toUpperCase()}`;
  return figure(title, [sayCount(top), sayCount(top / 2), '0'], lines, curve, aims, wordsOf);
}

function figure(
  title: string,
  heights: readonly string[],
  lines: readonly Line[],
  curve: readonly CurvePoint[],
  aims: readonly AimResult[],
  wordsOf: (point: CurvePoint) => string,
): Html {
  const marks = aims.flatMap(({ aim, threshold }) =>
    threshold === null
      ? []
      : [
          html`<line class="mark" x1="${threshold}" x2="${threshold}" y1="0" y2="100">
<title>${`${aimName(aim)}: above ${threshold}`}</title></line>
`,
        ],
  );
  const hovers = curve.map((point) => {
    const x = Number(point.threshold);
    return html`<rect class="hover" x="${(x - 0.5).toFixed(1)}" width="1" height="100">
<title>${`above ${x}: ${wordsOf(point)}`}</title></rect>
`;
  });
  const told = aims.flatMap(({ point }) => (point ? [`above ${point.threshold}: ${wordsOf(point)}`] : [])).join('; ');
  return html`<figure><figcaption>${title}; a stroke where an aim is met</figcaption>
${keys(...lines.map(({ name, words }) => [name, words] as const))}<div class="plot">
<p class="heights" aria-hidden="true">${heights.map((text) => html`<span>${text}</span>`)}</p>
<div><svg role="img" width="100%" height="${HEIGHT}" viewBox="0 0 100 100" preserveAspectRatio="none"
 aria-label="${`${title}. ${told}`}"><line class="grid" x2="100" y1="50" y2="50"/>
<line class="axis" x2="100" y1="99.7" y2="99.7"/>
${marks}${lines.map((line) => drawn(line, curve))}${hovers}</svg>
<p class="ends" aria-hidden="true"><span>above 0</span><span>50</span><span>100</span></p></div></div></figure>
`;
}

function drawn({ name, heightOf }: Line, curve: readonly CurvePoint[]): Html {
  const points = curve.flatMap((point) => {
    const height = heightOf(point);
    return height === null ? [] : [`${point.threshold},${(100 - 100 * Math.min(1, height)).toFixed(2)}`];
  });
  return html`<polyline class="line ${name}" points="${points.join(' ')}"/>
`;
}
