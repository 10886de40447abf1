import { sayCount } from '../../../core/domain/figures.ts';
import { wrap } from '../wrap.ts';
import type { DemoTitle } from './feed.ts';
import { formatMs, formatSpan, formatUsd } from './formats.ts';
import { LIMIT_MS, type Totals, type Worth } from './tally.ts';

const MOST_REASONS = 5;

/**
 * What is printed when the demo ends, after `ranMs` of real time: a page of text, wrapped at words to so many columns;
 * null: however wide.
 */
export function summary(totals: Totals, title: DemoTitle, ranMs: number, columns: number | null): string {
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
  const shown = columns === null ? lines : lines.flatMap((line) => wrapped(line, columns));
  return `${shown.join('\n')}\n`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(24)}  ${text}`.trimEnd();
}

/** Where the text of a row begins. */
const LABEL_COLUMNS = 28;
/** Texts of less than this would be a word a line. */
const LEAST_TEXT_COLUMNS = 16;

/** What is too long for the terminal goes on below its text; where that leaves too little room it is text alone. */
function wrapped(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const isRow = line.startsWith('  ') && columns >= LABEL_COLUMNS + LEAST_TEXT_COLUMNS;
  if (!isRow) return wrap(line.trim().replace(/ {2,}/g, ' '), columns);
  const [first = '', ...more] = wrap(line.slice(LABEL_COLUMNS), columns - LABEL_COLUMNS);
  return [line.slice(0, LABEL_COLUMNS) + first, ...more.map((part) => ' '.repeat(LABEL_COLUMNS) + part)];
}

function asks(totals: Totals): string[] {
  const shown: [string, number][] = [
    ['asked', totals.asked],
    ['approved', totals.approved],
    ['declined', totals.declined],
  ];
  const seldom: [string, number][] = [
    ['challenged', totals.challenged],
    ['answered YES', totals.saidYes],
    ['answered NO', totals.saidNo],
    ['answered by the stand-in', totals.standIn],
    ['blocked by Stripe', totals.notAsked],
    ['recorded late', totals.recordedLate],
    ['not answered in time', totals.unanswered],
    ['replies Stripe refused', totals.refused],
  ];
  const rows = [...shown, ...seldom.filter(([, count]) => count > 0)];
  return aligned(rows.map(([label, count]) => [label, sayCount(count), '']));
}

function money({ fraudStopped, fraudLetThrough, goodDeclined, goodApproved, goodSaved, challenged }: Totals): string[] {
  const cells = (label: string, part: Worth, other: Worth) => {
    const share = `${sayCount(part.count)} of ${sayCount(part.count + other.count)}`;
    return [label, formatUsd(part.usdMinor), share] as const;
  };
  return aligned([
    cells('fraud stopped', fraudStopped, fraudLetThrough),
    cells('fraud let through', fraudLetThrough, fraudStopped),
    cells('good purchases declined', goodDeclined, goodApproved),
    cells('good purchases approved', goodApproved, goodDeclined),
    ...(challenged > 0 ? [savedRow(goodSaved)] : []),
  ]);
}

/** They are counted above, too: as declined at the first try, as approved at the second. */
function savedRow({ count, usdMinor }: Worth): readonly [string, string, string] {
  return ['saved by a YES', formatUsd(usdMinor), `${sayCount(count)} at the second try`];
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
  const width = Math.max(...shown.map(([, count]) => sayCount(count).length));
  return [
    '',
    ...shown.map(([reason, count], index) =>
      row(index === 0 ? 'declined because' : '', `${sayCount(count).padStart(width)}  ${reason}`),
    ),
  ];
}

function command({ seed, speed, rate, scenario, challenge }: DemoTitle): string {
  const asking = !challenge ? '' : ` --challenge ${challenge}`;
  return `npx countersign demo --seed ${quoted(seed)} --rate ${rate} --speed ${speed} --scenario ${scenario}${asking}`;
}

/** A word as a shell takes it for one. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
