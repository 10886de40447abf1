import { sayCount } from '../../../core/domain/figures.ts';
import type { AttackState } from './attack-watch.ts';
import { attackName, speedWords } from './event-lines.ts';
import type { DemoTitle } from './feed.ts';
import { formatDay, formatMs, formatTime, formatUsd, oneWide } from './formats.ts';
import { latencyBar } from './latency-bar.ts';
import { cut, type Line, piece, type Style, spread } from './styled.ts';
import { LIMIT_MS, type Totals, type Worth } from './tally.ts';

const WIDE = 78;
const WIDER = 98;
const WIDEST = 126;

const MOST_COUNTS = 5;

type Cell = readonly [label: string, figure: string, style: Style, note?: string];

/** What runs and where, and the world's clock; null before the world's first event. */
export function headerLine({ url, speed }: DemoTitle, worldMs: number | null, columns: number): Line {
  const pace = columns < WIDER ? (speed === 1 ? '' : `, ${sayCount(speed)}x`) : `, ${speedWords(speed)}`;
  const day = worldMs === null || columns < WIDE ? '' : `${formatDay(worldMs)} `;
  const clock = worldMs === null ? '' : `${day}${formatTime(worldMs)} UTC${pace}`;
  return spread([piece('Countersign', 'bold'), piece(`  ${url}`, 'dim')], [piece(clock)], columns);
}

/** Where the console is: a line of its own, that none of it is cut off. */
export function consoleLines({ console }: DemoTitle): Line[] {
  return console === undefined ? [] : [[piece('Console', 'dim'), piece(`      ${console}`)]];
}

/** How many were asked, and what was said. */
export function countLines(totals: Totals, columns: number): Line[] {
  const cells: Cell[] = [
    ['asked', sayCount(totals.asked), 'bold'],
    ['approved', sayCount(totals.approved), 'bold'],
    ['declined', sayCount(totals.declined), totals.declined > 0 ? 'declined' : 'bold'],
    ['Stripe blocked', sayCount(totals.notAsked), 'plain'],
  ];
  // Last, so that the others stay where they are when the first one comes.
  if (totals.challenged > 0) cells.push(['challenged', sayCount(totals.challenged), 'challenged']);
  return table(cells, columns, MOST_COUNTS);
}

/** What it was worth, by the world's own books, and how many purchases of how many that was. */
export function moneyLines(totals: Totals, columns: number): Line[] {
  const { fraudStopped, fraudLetThrough, goodDeclined, goodApproved, goodSaved, challenged, saidYes } = totals;
  const good = columns < WIDEST ? 'good' : 'good purchases';
  const cell = (label: string, part: Worth, other: Worth, what: string, style: Style): Cell => {
    const note = `${sayCount(part.count)} of ${sayCount(part.count + other.count)}${what}`;
    return [label, formatUsd(part.usdMinor), style, note];
  };
  const cells: Cell[] = [
    cell('fraud stopped', fraudStopped, fraudLetThrough, ' frauds', 'bold'),
    cell('fraud let through', fraudLetThrough, fraudStopped, ' frauds', 'plain'),
    cell(`${good} declined`, goodDeclined, goodApproved, '', 'plain'),
    cell(`${good} approved`, goodApproved, goodDeclined, '', 'plain'),
  ];
  if (columns < WIDE) return table(cells.slice(0, 3), columns, 3);
  // There is room for a fifth, under how many were challenged.
  const saved = `${sayCount(goodSaved.count)} of ${sayCount(saidYes)} YES`;
  if (columns >= WIDER && challenged > 0) cells.push(['saved by a YES', formatUsd(goodSaved.usdMinor), 'bold', saved]);
  // Below the counts, where there is room for columns as wide as theirs.
  return table(cells, columns, columns < WIDER ? 4 : 5);
}

/** Labels above figures, and notes below where there are any, in columns that stay where they are. */
function table(cells: readonly Cell[], columns: number, across: number): Line[] {
  const width = Math.floor(columns / across);
  const lines = [
    cells.map(([label]) => piece(label.padEnd(width), 'dim')),
    cells.map(([, figure, style]) => piece(figure.padEnd(width), style)),
  ];
  const hasNotes = cells.some(([, , , note]) => note !== undefined);
  return hasNotes ? [...lines, cells.map(([, , , note = '']) => piece(note.padEnd(width), 'dim'))] : lines;
}

/** How long answers take, and a bar of Stripe's two seconds. */
export function latencyLines(totals: Totals, columns: number): Line[] {
  const { p50Ms, p99Ms, maxMs, headroomMs, unanswered, refused, recordedLate } = totals;
  const figures = [piece('p50 ', 'dim'), piece(formatMs(p50Ms), 'bold'), piece('  p99 ', 'dim')];
  figures.push(piece(formatMs(p99Ms), 'bold'), piece('  slowest ', 'dim'), piece(formatMs(maxMs)));
  const faults: [string, number][] = [
    ['late', unanswered],
    ['refused', refused],
    ['recorded late', recordedLate],
  ];
  for (const [name, count] of faults) {
    if (count > 0) figures.push(piece(`  ${sayCount(count)} ${name}`, 'declined'));
  }
  const limit = columns < WIDE ? '' : ` of Stripe's ${formatMs(LIMIT_MS)}`;
  const spare = [piece(`${formatMs(headroomMs)} to spare${limit}`, 'dim')];
  return [spread(figures, spare, columns), latencyBar(p99Ms, maxMs, columns)];
}

/** The attack that began last, in as many lines as are given: one or two. */
export function attackLines(state: AttackState | null, columns: number, rows: 1 | 2): Line[] {
  if (!state) return [[piece('no attack yet', 'dim')], []].slice(0, rows);
  const { attack, isUnderWay, declined, blocked, approved } = state;
  const begun = `${attackName(attack.attack)} since ${formatTime(attack.atMs)}: ${oneWide(attack.what)}`;
  const label = isUnderWay ? piece('ATTACK', 'attack') : piece('over', 'dim');
  const left = [label, piece(`  ${begun}`, isUnderWay ? 'plain' : 'dim')];
  const total = declined + blocked + approved;
  // Bought by the cardholder: there is nothing to stop, and the loss comes weeks later.
  const isFriendly = attack.attack === 'friendly-fraud';
  const short = isFriendly ? 'disputed later' : `${declined + blocked} of ${total} stopped`;
  if (rows === 1) return [spread(left, [piece(short, 'dim')], columns)];
  const course = isFriendly
    ? 'bought by the cardholder, as any good purchase; it will be disputed as fraud all the same'
    : `${declined} declined, ${blocked} blocked by Stripe itself, ${approved} let through`;
  return [cut(left, columns), cut([piece(' '.repeat(label.text.length + 2)), piece(course, 'dim')], columns)];
}

/** How to end it, and where everything is kept; or, where there is no other room for it, what was just told. */
export function footerLine({ seed, dataDir }: DemoTitle, notice: string | null, columns: number): Line {
  if (notice !== null) return cut([piece(oneWide(notice))], columns);
  const kept = columns < WIDE ? `records in ${dataDir}` : `seed ${seed}, records in ${dataDir}`;
  return spread([piece('Ctrl-C ends it with a summary', 'dim')], [piece(kept, 'dim')], columns);
}
