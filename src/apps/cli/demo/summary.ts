import type { DemoTitle } from './feed.ts';
import { formatCount, formatMs, formatSpan, formatUsd } from './formats.ts';
import { LIMIT_MS, type Totals, type Worth } from './tally.ts';

const MOST_REASONS = 5;

/** What is printed when the demo ends: a page of text, after `ranMs` of real time. */
export function summary(totals: Totals, title: DemoTitle, ranMs: number): string {
  const lines = [
    '',
    `Countersign, ${formatSpan(ranMs)} of scenario ${title.scenario} with seed ${title.seed}`,
    '',
    ...asks(totals),
    '',
    ...money(totals),
    '',
    ...answers(totals),
    ...reasons(totals),
    '',
    row('records', `${title.dataDir} keeps every decision and its reasons`),
    row('again', command(title)),
    row('', 'it goes on with the same records'),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(24)}  ${text}`.trimEnd();
}

function asks(totals: Totals): string[] {
  const shown: [string, number][] = [
    ['asked', totals.asked],
    ['approved', totals.approved],
    ['declined', totals.declined],
    ['challenged', totals.challenged],
  ];
  const seldom: [string, number][] = [
    ['answered by the stand-in', totals.standIn],
    ['asked again', totals.repeated],
    ['blocked by Stripe', totals.notAsked],
    ['recorded late', totals.recordedLate],
    ['not answered in time', totals.unanswered],
    ['replies Stripe refused', totals.refused],
  ];
  const rows = [...shown, ...seldom.filter(([, count]) => count > 0)];
  return aligned(rows.map(([label, count]) => [label, formatCount(count), '']));
}

function money(totals: Totals): string[] {
  const cells = (label: string, { count, usdMinor }: Worth) =>
    [label, formatUsd(usdMinor), `in ${formatCount(count)} purchase${count === 1 ? '' : 's'}`] as const;
  return aligned([
    cells('fraud stopped', totals.fraudStopped),
    cells('fraud let through', totals.fraudLetThrough),
    cells('good purchases declined', totals.goodDeclined),
    cells('good purchases approved', totals.goodApproved),
  ]);
}

function aligned(rows: readonly (readonly [label: string, figure: string, note: string])[]): string[] {
  const width = Math.max(...rows.map(([, figure]) => figure.length));
  return rows.map(([label, figure, note]) => row(label, `${figure.padStart(width)}  ${note}`));
}

function answers({ p50Ms, p99Ms, maxMs, headroomMs }: Totals): string[] {
  const times = `p50 ${formatMs(p50Ms)}, p99 ${formatMs(p99Ms)}, slowest ${formatMs(maxMs)}`;
  return [
    row('answered in', times),
    row('', `the slowest left ${formatMs(headroomMs)} of the ${formatMs(LIMIT_MS)} that Stripe waits`),
  ];
}

function reasons({ declineReasons }: Totals): string[] {
  if (declineReasons.length === 0) return [];
  const most = declineReasons.slice(0, MOST_REASONS);
  const others = declineReasons.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
  const shown = others > 0 ? [...most, ['other reasons', others] as const] : most;
  const width = Math.max(...shown.map(([, count]) => formatCount(count).length));
  return [
    '',
    ...shown.map(([reason, count], index) =>
      row(index === 0 ? 'declined because' : '', `${formatCount(count).padStart(width)}  ${reason}`),
    ),
  ];
}

function command({ seed, speed, rate, scenario }: DemoTitle): string {
  return `npx countersign demo --seed ${quoted(seed)} --rate ${rate} --speed ${speed} --scenario ${scenario}`;
}

/** A word as a shell takes it for one. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
