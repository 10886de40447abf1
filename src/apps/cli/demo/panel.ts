import type { AttackState } from './attack-watch.ts';
import { attackName, speedWords } from './event-lines.ts';
import type { DemoTitle } from './feed.ts';
import { formatCount, formatDay, formatMs, formatTime, formatUsd, oneWide } from './formats.ts';
import { latencyBar } from './latency-bar.ts';
import { cut, type Line, piece, type Style, spread } from './styled.ts';
import { LIMIT_MS, type Totals, type Worth } from './tally.ts';

const WIDE = 78;
const WIDER = 98;
const WIDEST = 126;

type Cell = readonly [label: string, figure: string, style: Style];

/** What runs and where, and the world's clock; null before the world's first event. */
export function headerLine({ url, speed }: DemoTitle, worldMs: number | null, columns: number): Line {
  const pace = columns < WIDER ? (speed === 1 ? '' : `, ${formatCount(speed)}x`) : `, ${speedWords(speed)}`;
  const day = worldMs === null || columns < WIDE ? '' : `${formatDay(worldMs)} `;
  const clock = worldMs === null ? '' : `${day}${formatTime(worldMs)} UTC${pace}`;
  return spread([piece('Countersign', 'bold'), piece(`  ${url}`, 'dim')], [piece(clock)], columns);
}

/** How many were asked, and what was said. */
export function countLines(totals: Totals, columns: number): Line[] {
  const cells: Cell[] = [
    ['asked', formatCount(totals.asked), 'bold'],
    ['approved', formatCount(totals.approved), 'bold'],
    ['declined', formatCount(totals.declined), totals.declined > 0 ? 'declined' : 'bold'],
    ['challenged', formatCount(totals.challenged), totals.challenged > 0 ? 'challenged' : 'bold'],
    ['Stripe blocked', formatCount(totals.notAsked), 'plain'],
  ];
  return table(cells, columns, cells.length);
}

/** What it was worth, by the world's own books. */
export function moneyLines(totals: Totals, columns: number): Line[] {
  const worth = ({ usdMinor, count }: Worth) =>
    columns < WIDEST ? formatUsd(usdMinor) : `${formatUsd(usdMinor)} (${formatCount(count)})`;
  const good = columns < WIDEST ? 'good' : 'good purchases';
  const cells: Cell[] = [
    ['fraud stopped', worth(totals.fraudStopped), 'bold'],
    ['fraud let through', worth(totals.fraudLetThrough), 'plain'],
    [`${good} declined`, worth(totals.goodDeclined), 'plain'],
    [`${good} approved`, worth(totals.goodApproved), 'plain'],
  ];
  if (columns < WIDE) return table(cells.slice(0, 3), columns, 3);
  // Below the counts, where there is room for columns as wide as theirs.
  return table(cells, columns, columns < WIDER ? 4 : 5);
}

/** Labels above figures, in columns that stay where they are. */
function table(cells: readonly Cell[], columns: number, across: number): Line[] {
  const width = Math.floor(columns / across);
  return [
    cells.map(([label]) => piece(label.padEnd(width), 'dim')),
    cells.map(([, figure, style]) => piece(figure.padEnd(width), style)),
  ];
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
    if (count > 0) figures.push(piece(`  ${formatCount(count)} ${name}`, 'declined'));
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
  if (rows === 1) return [spread(left, [piece(`${declined + blocked} of ${total} stopped`, 'dim')], columns)];
  const course = `${declined} declined, ${blocked} blocked by Stripe itself, ${approved} let through`;
  return [cut(left, columns), cut([piece(' '.repeat(label.text.length + 2)), piece(course, 'dim')], columns)];
}

/** How to end it, and where everything is kept. */
export function footerLine({ seed, dataDir }: DemoTitle, columns: number): Line {
  const kept = columns < WIDE ? `records in ${dataDir}` : `seed ${seed}, records in ${dataDir}`;
  return spread([piece('Ctrl-C ends it with a summary', 'dim')], [piece(kept, 'dim')], columns);
}
