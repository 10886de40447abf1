import type { AttackState } from './attack-watch.ts';
import type { DemoDecision, DemoTitle } from './feed.ts';
import { attackLines, consoleLines, countLines, footerLine, headerLine, latencyLines, moneyLines } from './panel.ts';
import { recentRow } from './recent.ts';
import { cut, type Line, piece } from './styled.ts';
import type { Totals } from './tally.ts';

/** Everything that a picture shows. */
export interface PageContent {
  readonly title: DemoTitle;
  readonly totals: Totals;
  readonly attack: AttackState | null;
  /** The world's time of the last event; null before the first. */
  readonly worldMs: number | null;
  /** The last decisions, oldest first: all of them, and those that were not approvals. */
  readonly recent: readonly DemoDecision[];
  readonly turnedDown: readonly DemoDecision[];
  /** What is worth knowing besides, oldest first. */
  readonly notices: readonly string[];
  /** The last of them, as long as it is new. */
  readonly news: string | null;
}

/** A page needs at least this much room. */
export const LEAST = { columns: 60, rows: 15 } as const;
/** From here on there is room for blank lines. */
const ROOMY_ROWS = 22;
/** From here on there is room for decisions that were no approvals in a list of their own. */
const TWO_LISTS_ROWS = 29;
const MARGIN = 1;
const MOST_NOTICES = 2;

/** The page in exactly `rows` lines of at most `columns`: the same things always in the same places. */
export function pageLines(content: PageContent, columns: number, rows: number): Line[] {
  const inner = columns - 2 * MARGIN;
  const isRoomy = rows >= ROOMY_ROWS;
  const { title, totals, attack, worldMs, notices, news } = content;
  const blank: Line[] = isRoomy ? [[]] : [];
  const above: Line[] = [
    headerLine(title, worldMs, inner),
    ...consoleLines(title),
    ...(isRoomy ? notices.slice(-MOST_NOTICES).map((text) => [piece(text, 'dim')]) : []),
    ...blank,
    ...countLines(totals, inner),
    ...blank,
    ...moneyLines(totals, inner),
    ...blank,
    ...latencyLines(totals, inner),
    ...blank,
    ...attackLines(attack, inner, isRoomy ? 2 : 1),
    ...blank,
  ];
  const below: Line[] = [...blank, footerLine(title, isRoomy ? null : news, inner)];
  const room = rows - above.length - below.length;
  const lists = rows >= TWO_LISTS_ROWS ? twoLists(content, inner, room) : mixedList(content, inner, room);
  return [...above, ...lists, ...below].map((line) => [piece(' '.repeat(MARGIN)), ...cut(line, inner)]);
}

/** However fast approvals pass by, half of the room is for what was no approval. */
function mixedList({ recent, turnedDown }: PageContent, columns: number, room: number): Line[] {
  const kept = turnedDown.slice(-Math.ceil(room / 2));
  const others = recent.filter((decision) => !kept.includes(decision)).slice(kept.length - room);
  const shown = new Set([...kept, ...others]);
  // What `recent` has forgotten is older than all that it holds.
  const older = kept.filter((decision) => !recent.includes(decision));
  return oneList([...older, ...recent.filter((decision) => shown.has(decision))], columns, room);
}

/** Declines stay readable for longer in a list of their own, however fast approvals pass by. */
function twoLists({ recent, turnedDown }: PageContent, columns: number, room: number): Line[] {
  const forTurnedDown = Math.ceil((room - 3) / 2);
  return [
    [piece('declined and challenged', 'dim')],
    ...oneList(turnedDown, columns, forTurnedDown),
    [],
    [piece('all decisions', 'dim')],
    ...oneList(recent, columns, room - 3 - forTurnedDown),
  ];
}

/** The newest decision stands last, as in a log. */
function oneList(decisions: readonly DemoDecision[], columns: number, room: number): Line[] {
  const shown = room > 0 ? decisions.slice(-room) : [];
  const lines = shown.map((decision) => recentRow(decision, columns));
  if (lines.length === 0 && room > 0) lines.push([piece('none yet', 'dim')]);
  return [...lines, ...Array.from({ length: Math.max(0, room - lines.length) }, (): Line => [])];
}
