import {
  type DecisionSummary,
  type FreshRow,
  latestDecisionIds,
  readFresh,
  readSummaries,
} from '../../adapters/store/database/fresh.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Outcome } from '../../core/domain/decision.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';

/** Something that happened just now, in any process. `atMs` is when; `placeMs` is up to where a listener has heard. */
export type FeedEvent = { readonly placeMs: number } & (
  | { readonly kind: 'decision'; readonly decision: DecisionSummary }
  /** Decisions that fell and are not told, since too many did. */
  | { readonly kind: 'skipped'; readonly outcomes: Readonly<Record<Outcome, number>> }
  | { readonly kind: 'alarm'; readonly change: 'raised' | 'ended'; readonly alarm: string; readonly atMs: number }
  | { readonly kind: 'policy'; readonly version: string; readonly atMs: number }
  /** Whether new decisions can be looked for. */
  | { readonly kind: 'database'; readonly state: 'away' | 'back'; readonly atMs: number }
);

/** What a listener wants to hear first. */
export interface Wish {
  /** So many of the latest decisions; without effect with the next one. */
  readonly recent: number;
  /** What happened since it heard last, a `placeMs`; some of it may be told again. */
  readonly sinceMs: number | null;
}

/** What was before somebody began to listen, as far as it is wished for. */
export async function pastEvents(
  pool: SqlPool,
  { scope, placeMs }: { readonly scope: Scope; readonly placeMs: number },
  { recent, sinceMs }: Wish,
): Promise<FeedEvent[]> {
  if (sinceMs !== null) {
    const rows = await readFresh(pool, scope, sinceMs - limits.streamLookBackMs, limits.streamLookBackRows);
    return eventsOf(pool, rows, { placeMs, most: limits.maxStreamRecent, countedFromMs: sinceMs });
  }
  if (recent === 0) return [];
  const latest = await readSummaries(pool, await latestDecisionIds(pool, scope, recent));
  return latest.map((decision) => ({ kind: 'decision', decision, placeMs }));
}

/**
 * What new rows are to listeners: alarms and policies first, then decisions, each in the order of their times; of
 * decisions the newest `most`, and how many more there were. Those from before `countedFromMs` were told before, or
 * will never be: they are not counted.
 */
export async function eventsOf(
  pool: SqlPool,
  rows: readonly FreshRow[],
  { placeMs, most, countedFromMs }: { placeMs: number; most: number; countedFromMs: number },
): Promise<FeedEvent[]> {
  const decisions = rows.filter(({ kind }) => kind === 'decision').toSorted((a, b) => b.atMs - a.atMs);
  const others = rows.filter(({ kind }) => kind !== 'decision').toSorted((a, b) => a.atMs - b.atMs);
  const told = decisions.slice(0, most).map(({ id }) => id);
  const outcomes = { approve: 0, decline: 0, challenge: 0 };
  for (const { name, atMs } of decisions.slice(most)) if (atMs > countedFromMs) outcomes[name as Outcome] += 1;
  const isSampled = outcomes.approve + outcomes.decline + outcomes.challenge > 0;
  const summaries = await readSummaries(pool, told);
  return [
    ...others.map((row) => otherEvent(row, placeMs)),
    ...summaries.map((decision) => ({ kind: 'decision' as const, decision, placeMs })),
    ...(isSampled ? [{ kind: 'skipped' as const, outcomes, placeMs }] : []),
  ];
}

function otherEvent({ kind, name, atMs }: FreshRow, placeMs: number): FeedEvent {
  if (kind === 'live') return { kind: 'policy', version: name, atMs, placeMs };
  return { kind: 'alarm', change: kind === 'ended' ? 'ended' : 'raised', alarm: name, atMs, placeMs };
}
