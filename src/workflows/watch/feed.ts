import type { Logger } from '../../adapters/log/logger.ts';
import { DatabaseUnavailable, isConnectionError } from '../../adapters/store/database/errors.ts';
import { type FreshRow, readFresh } from '../../adapters/store/database/fresh.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Scope, scopeKey } from '../../core/domain/scope.ts';
import { eventsOf, type FeedEvent, pastEvents, type Wish } from './feed-events.ts';

/** Decisions as they fall, for any number of listeners. */
export interface Feed {
  /** Tells `tell` of everything from now on, until the function that it gives is called. `tell` must not throw. */
  listen(scope: Scope, wish: Wish, tell: (event: FeedEvent) => void): () => void;
  /** How many listen. */
  listeners(): number;
}

export interface FeedOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Listener {
  readonly wish: Wish;
  tell(event: FeedEvent): void;
  /** What happens while it is not told of the past yet; null from then on. */
  held: FeedEvent[] | null;
}

/** What is followed for all listeners of one scope. */
interface Followed {
  readonly scope: Scope;
  readonly listeners: Set<Listener>;
  /** What was seen, with its time: records come late and out of order, so each look goes back some way. */
  readonly seen: Map<string, number>;
  readonly beganMs: number;
  lookedAtMs: number | null;
  placeMs: number;
  isAway: boolean;
}

/**
 * Looks at the database every `streamPollMs` while anybody listens, once for each scope that is listened to and one
 * after the other; not at all when nobody does.
 */
export function createFeed({ pool, clock, logger }: FeedOptions): Feed {
  const followed = new Map<string, Followed>();
  let isLooking = false;
  /** Of the next round, where one is to come. */
  let cancel = () => {};

  async function round(): Promise<void> {
    isLooking = true;
    const beganMs = clock.nowMs();
    for (const follow of followed.values()) await look(follow);
    isLooking = false;
    if (followed.size === 0) return;
    const tookMs = Math.max(clock.nowMs() - beganMs, 0);
    // However slow the database is, others get their turn.
    cancel = clock.after(Math.max(limits.streamPollMs - tookMs, limits.streamPollMs / 4), () => void round());
  }

  async function look(follow: Followed): Promise<void> {
    const nowMs = clock.nowMs();
    try {
      await tellNew(pool, follow, nowMs);
      if (follow.isAway) tellAll(follow, { kind: 'database', state: 'back', atMs: nowMs, placeMs: follow.placeMs });
      follow.isAway = false;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) && !isConnectionError(error)) {
        logger.warn({ err: error }, 'new decisions could not be looked for');
      }
      if (follow.isAway) return;
      follow.isAway = true;
      const away = { kind: 'database', state: 'away', atMs: nowMs, placeMs: follow.placeMs } as const;
      // Those who wait for the past hear it, too: they would wait without knowing why.
      for (const { tell } of follow.listeners) tell(away);
    }
  }

  return {
    listen(scope, wish, tell) {
      const key = scopeKey(scope);
      const follow = followed.get(key) ?? beginOf(scope, clock.nowMs());
      const listener: Listener = { wish, tell, held: [] };
      follow.listeners.add(listener);
      const isFirst = followed.size === 0;
      followed.set(key, follow);
      if (isFirst && !isLooking) void round();
      return () => {
        follow.listeners.delete(listener);
        if (follow.listeners.size === 0 && followed.get(key) === follow) followed.delete(key);
        if (followed.size === 0) cancel();
      };
    },
    listeners: () => [...followed.values()].reduce((sum, { listeners }) => sum + listeners.size, 0),
  };
}

function beginOf(scope: Scope, nowMs: number): Followed {
  const nothing = { listeners: new Set<Listener>(), seen: new Map<string, number>(), lookedAtMs: null };
  return { scope, ...nothing, beganMs: nowMs, placeMs: nowMs, isAway: false };
}

/** Tells of what is new; then those who came before this look hear of the past that they wish for. */
async function tellNew(pool: SqlPool, follow: Followed, nowMs: number): Promise<void> {
  const newcomers = [...follow.listeners].filter(({ held }) => held !== null);
  const { fresh, mark } = await findNew(pool, follow, nowMs);
  const { placeMs, beganMs } = follow;
  // At the first look what is older than the first listener is the past.
  const news = follow.lookedAtMs === null ? fresh.filter(({ atMs }) => atMs > beganMs) : fresh;
  const events = await eventsOf(pool, news, { placeMs, most: limits.streamTold, countedFromMs: 0 });
  mark();
  follow.lookedAtMs = nowMs;
  for (const event of events) tellAll(follow, event);
  // Whoever could not be told is told at the next look, and nobody who still is being told must be then, too.
  const told = await Promise.allSettled(newcomers.map((newcomer) => tellPast(pool, follow, newcomer)));
  for (const each of told) if (each.status === 'rejected') throw each.reason;
}

/** What was not seen before; `mark` says that it is, now. */
async function findNew(pool: SqlPool, follow: Followed, nowMs: number) {
  const { scope, seen, lookedAtMs } = follow;
  const sinceMs = Math.min(nowMs, lookedAtMs ?? nowMs) - limits.streamLookBackMs;
  const rows = await readFresh(pool, scope, sinceMs, limits.streamLookBackRows);
  // A place ahead of the time would hide what comes until then from whoever comes back to it.
  for (const { atMs } of rows) if (atMs > follow.placeMs && atMs <= nowMs) follow.placeMs = atMs;
  const fresh = rows.filter((row) => !seen.has(keyOf(row)));
  const mark = () => {
    for (const [key, atMs] of seen) if (atMs <= sinceMs) seen.delete(key);
    for (const row of fresh) seen.set(keyOf(row), row.atMs);
  };
  return { fresh, mark };
}

/** Tells a newcomer of the past that it wishes for, and then of what happened since it came. */
async function tellPast(pool: SqlPool, follow: Followed, newcomer: Listener): Promise<void> {
  const told = new Set<string>();
  for (const event of await pastEvents(pool, follow, newcomer.wish)) {
    if (event.kind === 'decision') told.add(event.decision.id);
    newcomer.tell(event);
  }
  for (const event of newcomer.held ?? []) {
    if (event.kind !== 'decision' || !told.has(event.decision.id)) newcomer.tell(event);
  }
  newcomer.held = null;
}

function tellAll({ listeners }: Followed, event: FeedEvent): void {
  for (const { held, tell } of listeners) {
    if (held) held.push(event);
    else tell(event);
  }
}

function keyOf({ kind, id }: FreshRow): string {
  return `${kind} ${id}`;
}
