import { sayCount, sayPercent, sayShare } from '../../../../core/domain/figures.ts';
import type { PolicyResult } from '../../../../core/history/result.ts';
import { day } from '../../remote/words.ts';
import { EMPTY, type Html, html } from './html.ts';
import { keys } from './keys.ts';
import { niceTop } from './scale.ts';
import { numbers, pageTable } from './table.ts';

type Week = PolicyResult['weeks'][number];

/** How it went, week by week: fraud that was stopped and was not, and how precision and recall held. */
export function weeksSection({ weeks }: PolicyResult): Html {
  if (weeks.length === 0) return EMPTY;
  return html`<section aria-labelledby="weeks"><h2 id="weeks">Week by week</h2>
<div class="pair">${fraudFigure(weeks)}${shareFigure(weeks)}</div>
<details><summary>The weeks in numbers</summary>
${pageTable(
  'Each week by what was known of its authorizations',
  [
    { heading: 'Week from' },
    ...numbers('Asks', 'Fraud stopped', 'Good stopped', 'Fraud approved', 'Good approved', 'Precision', 'Recall'),
  ],
  weeks.map(({ from, rows, confusion: { tp, fp, fn, tn }, precision, recall }) => [
    day(from),
    ...[rows, tp, fp, fn, tn].map(sayCount),
    sayShare(precision),
    sayShare(recall),
  ]),
)}</details></section>
`;
}

const HEIGHT = 180;

function fraudFigure(weeks: readonly Week[]): Html {
  const top = niceTop(Math.max(...weeks.map(({ confusion: { tp, fn } }) => tp + fn)));
  const width = 100 / weeks.length;
  const bars = weeks.map(({ from, confusion: { tp, fn } }, index) => {
    const stopped = (tp / top) * HEIGHT;
    const approved = (fn / top) * HEIGHT;
    const x = `${(index * width + width * 0.12).toFixed(3)}%`;
    const wide = `${(width * 0.76).toFixed(3)}%`;
    const end = HEIGHT - stopped - approved;
    const told = `${day(from)}: ${sayCount(tp)} stopped, ${sayCount(fn)} approved`;
    return html`<g><title>${told}</title>
<rect class="fraud-stopped" x="${x}" width="${wide}" y="${at(HEIGHT - stopped)}" height="${at(stopped)}"/>
<rect class="fraud-approved" x="${x}" width="${wide}" y="${at(end)}" height="${at(approved)}"/></g>
`;
  });
  const last = weeks.map(({ from, confusion: { tp, fn } }) => `${day(from)}: ${tp} of ${tp + fn} stopped`).join('; ');
  return html`<figure><figcaption>Fraud by week, authorizations</figcaption>
${keys(['fraud-stopped', 'stopped'], ['fraud-approved', 'approved'])}${plot(
  [sayCount(top), sayCount(top / 2), '0'],
  html`<svg role="img" width="100%" height="${HEIGHT}" aria-label="${`Fraud by week. ${last}`}">${GRID}${bars}</svg>`,
  weeks,
)}</figure>
`;
}

function shareFigure(weeks: readonly Week[]): Html {
  const highs = weeks.flatMap(({ precision, recall }) => [precision.high ?? 0, recall.high ?? 0]);
  const top = Math.min(1, niceTop(Math.max(...highs) * 100) / 100);
  const told = weeks
    .map(
      ({ from, precision, recall }) => `${day(from)}: ${sayPercent(precision.value)} and ${sayPercent(recall.value)}`,
    )
    .join('; ');
  const hovers = weeks.map(({ from, precision, recall }, index) => {
    const width = 100 / weeks.length;
    const words = `${day(from)}: precision ${sayShare(precision)}, recall ${sayShare(recall)}`;
    return html`<rect class="hover" x="${at(index * width)}" width="${at(width)}" height="100">
<title>${words}</title></rect>
`;
  });
  return html`<figure><figcaption>Precision and recall by week, with 95 % intervals</figcaption>
${keys(['precision', 'precision'], ['recall', 'recall'])}${plot(
  [top, top / 2, 0].map((value) => `${Number((value * 100).toFixed(2))} %`),
  html`<svg role="img" width="100%" height="${HEIGHT}" viewBox="0 0 100 100" preserveAspectRatio="none"
 aria-label="${`Precision and recall by week. ${told}`}">${LINES}${(['recall', 'precision'] as const).map((name) =>
   line(weeks, name, top),
 )}${hovers}</svg>`,
  weeks,
)}</figure>
`;
}

/** The band of the intervals, and the line through the values; both are broken where there is no value. */
function line(weeks: readonly Week[], name: 'precision' | 'recall', top: number): Html {
  const y = (value: number) => at(100 - (value / top) * 100);
  return html`${runsOf(weeks, name).map((run) => {
    const points = run.map(({ x, value }) => `${at(x)},${y(value)}`).join(' ');
    const above = run.map(({ x, high }) => `${at(x)},${y(Math.min(top, high))}`);
    const below = run.map(({ x, low }) => `${at(x)},${y(low)}`).reverse();
    return html`<polygon class="band ${name}" points="${[...above, ...below].join(' ')}"/>
<polyline class="line ${name}" points="${points}"/>
`;
  })}`;
}

interface Point {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function runsOf(weeks: readonly Week[], name: 'precision' | 'recall'): Point[][] {
  const width = 100 / weeks.length;
  const runs: Point[][] = [[]];
  for (const [index, week] of weeks.entries()) {
    const { value, low, high } = week[name];
    if (value === null || low === null || high === null) runs.push([]);
    else runs.at(-1)?.push({ x: (index + 0.5) * width, value, low, high });
  }
  return runs.filter((run) => run.length > 0).map((run) => (run.length === 1 ? spread(run, width) : run));
}

/** One week alone is a line as wide as the week. */
function spread(run: readonly Point[], width: number): Point[] {
  return run.flatMap((point) => [
    { ...point, x: point.x - width / 2 },
    { ...point, x: point.x + width / 2 },
  ]);
}

const GRID = html`<line class="grid" x2="100%" y1="0.5" y2="0.5"/>
<line class="grid" x2="100%" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>
<line class="axis" x2="100%" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}"/>
`;
const LINES = html`<line class="grid" x2="100" y1="0.3" y2="0.3"/><line class="grid" x2="100" y1="50" y2="50"/>
<line class="axis" x2="100" y1="99.7" y2="99.7"/>
`;

/** A drawing between its axes: their words are text of the page, as large as any. */
function plot(heights: readonly string[], drawing: Html, weeks: readonly Week[]): Html {
  const days = [weeks[0], weeks[Math.floor(weeks.length / 2)], weeks.at(-1)].flatMap((week) =>
    week ? [day(week.from)] : [],
  );
  const shown = weeks.length < 3 ? [...new Set(days)] : days;
  const words = (texts: readonly string[]) => texts.map((text) => html`<span>${text}</span>`);
  return html`<div class="plot"><p class="heights" aria-hidden="true">${words(heights)}</p>
<div>${drawing}<p class="ends" aria-hidden="true">${words(shown)}</p></div></div>
`;
}

function at(place: number): string {
  return place.toFixed(2);
}
