import type { StreamEvent } from '../../../sdk/index.ts';

export type Told = Exclude<StreamEvent, { type: 'end' }>;
export type ToldDecision = Extract<Told, { type: 'decision' }>;
export type ToldNews = Extract<Told, { type: 'alarm' | 'policy' }>;

/** A line of the list: a decision, or news between decisions. */
export type FeedRow = ToldDecision | ToldNews;

/** What was told lately, the newest first. */
export interface FeedRows {
  readonly shown: readonly FeedRow[];
  /** What came while the list was held, and goes on top when it is let go. */
  readonly held: readonly FeedRow[];
  /** How many came while it was held; more than are kept. */
  readonly heldCount: number;
  /** Decisions that fell and were not told, by the time at which that was said. */
  readonly skipped: readonly { readonly atMs: number; readonly count: number }[];
  readonly isDatabaseAway: boolean;
}

export const NO_ROWS: FeedRows = { shown: [], held: [], heldCount: 0, skipped: [], isDatabaseAway: false };

export type FeedAct =
  | { readonly kind: 'told'; readonly events: readonly Told[]; readonly atMs: number; readonly isHeld: boolean }
  | { readonly kind: 'let-go' }
  | { readonly kind: 'forget' };

/** So many are kept, of which a filter may show few. */
export const MOST_KEPT = 500;
const SKIPPED_MS = 60_000;

/** The list after something happened. While it is held nothing on it moves. */
export function feedRows(rows: FeedRows, act: FeedAct): FeedRows {
  if (act.kind === 'forget') return NO_ROWS;
  if (act.kind === 'let-go') return letGo(rows);
  const news = act.events.filter((event) => isRow(event)).toReversed();
  const skipped = [
    ...rows.skipped.filter(({ atMs }) => atMs > act.atMs - SKIPPED_MS),
    ...act.events.flatMap((event) => (event.type === 'skipped' ? [{ atMs: act.atMs, count: countOf(event) }] : [])),
  ];
  const database = act.events.findLast((event) => event.type === 'database');
  const isDatabaseAway = database ? database.state === 'away' : rows.isDatabaseAway;
  const known = { ...rows, skipped, isDatabaseAway };
  // An empty list has nothing that could move.
  if (!act.isHeld || rows.shown.length === 0) {
    return letGo({ ...known, held: [...news, ...rows.held], heldCount: rows.heldCount + news.length });
  }
  const held = [...news, ...rows.held].slice(0, MOST_KEPT);
  return { ...known, held, heldCount: rows.heldCount + news.length };
}

function letGo(rows: FeedRows): FeedRows {
  if (rows.held.length === 0) return rows.heldCount === 0 ? rows : { ...rows, heldCount: 0 };
  return { ...rows, shown: [...rows.held, ...rows.shown].slice(0, MOST_KEPT), held: [], heldCount: 0 };
}

/** How many decisions of the last minute are not on the list. */
export function skippedCount({ skipped }: FeedRows): number {
  return skipped.reduce((sum, { count }) => sum + count, 0);
}

function isRow(event: Told): event is FeedRow {
  return event.type === 'decision' || event.type === 'alarm' || event.type === 'policy';
}

function countOf({ approve, decline, challenge }: Extract<Told, { type: 'skipped' }>): number {
  return approve + decline + challenge;
}
