import type { Logger } from '../../adapters/log/logger.ts';
import { type BookPlace, type ChangedChallenge, readBookPlace } from '../../adapters/store/database/challenge-book.ts';
import { DatabaseUnavailable, isConnectionError } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { KeptChallenges } from '../../adapters/store/kept-challenges.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Contents, createContents, type WritableContents } from './contents.ts';
import { readChanges, readContents, type SeenRevisions } from './read-book.ts';

/** What this process knows of questions to cardholders, kept up with what any process does. */
export interface Book {
  contents(): Contents;
  /** Whether what is known is the database's, or what was kept when it was last there. */
  isRead(): boolean;
  /** Whether what is known was the database's `limits.challengeStaleMs` ago, or later. */
  isCurrent(): boolean;
  /** Resolves once it was read from the database for the first time. */
  read(): Promise<void>;
  /** Looks now instead of soon. Rejects as a query would. */
  refresh(): Promise<void>;
  /** Ends once what changed last is kept. */
  close(): Promise<void>;
}

export interface BookOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** What was kept beside the journal, until the database says what is so. */
  readonly kept: KeptChallenges;
  /** Whether the database is only being made: that nothing is in it is known, and as old as this start. */
  readonly isNew: boolean;
  /** Keeps it there. Never rejects. */
  keep(kept: KeptChallenges): Promise<unknown>;
  /** Is told of every question that is new or changed, some more than once. Must not throw. */
  tell(changed: readonly ChangedChallenge[]): void;
}

/** From where changes are read, and what is to be over before that moves on. */
interface Reading {
  contents: WritableContents;
  /** All that is numbered so, or lower, was seen. */
  revision: number;
  readonly seen: SeenRevisions;
  /** What is numbered up to there is seen by whoever looks when the transactions of then are over. */
  next: BookPlace & { readonly atMs: number };
  erasure: number;
  /** Whether it was read anew when the transactions that were under way at the first reading were over. */
  isWhole: boolean;
}

/**
 * Follows questions, allowances, phones and channels in the database every `limits.challengePollMs`. A change is
 * numbered before it is committed, so that a lower number may appear after a higher one: what was numbered is read
 * again until the transactions that were under way then are over. While the database can't be reached everything stays
 * as it was, and is soon no longer current.
 */
export function startBook(options: BookOptions): Book {
  const { pool, clock, logger, tell } = options;
  const first = Promise.withResolvers<void>();
  let contents: Contents = createContents(options.kept, options.isNew);
  const keeper = createKeeper(options, () => contents.kept());
  let reading: Reading | null = null;
  let prunedMs = clock.nowMs();
  let currentMs = options.isNew ? clock.nowMs() : Number.NEGATIVE_INFINITY;
  let isClosed = false;
  let cancel = () => {};
  let last: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const nowMs = clock.nowMs();
    const place = await readBookPlace(pool);
    if (reading === null) {
      reading = begin(await readContents(pool, nowMs), place, nowMs);
      first.resolve();
      keeper.changed();
    } else {
      await goOn(reading, place, nowMs);
    }
    contents = reading.contents;
    currentMs = nowMs;
    if (Math.abs(nowMs - prunedMs) >= limits.challengePruneMs) {
      reading.contents.prune(nowMs);
      prunedMs = nowMs;
    }
  }

  async function goOn(so: Reading, place: BookPlace, nowMs: number): Promise<void> {
    const isOver = place.oldest >= so.next.next && Math.abs(nowMs - so.next.atMs) >= limits.challengeSettleMs;
    if (place.erasure !== so.erasure || (isOver && !so.isWhole)) {
      so.contents = await readContents(pool, nowMs);
      so.erasure = place.erasure;
      keeper.changed();
    }
    if (place.revision > so.revision) {
      const news = await readChanges(pool, so.contents, { revision: so.revision, seen: so.seen, nowMs });
      if (news.isAny) keeper.changed();
      tell(news.challenges);
    }
    if (!isOver) return;
    so.isWhole = true;
    so.revision = so.next.revision;
    so.next = { ...place, atMs: nowMs };
    for (const [id, revision] of so.seen) if (revision <= so.revision) so.seen.delete(id);
  }

  /** One at a time; who asks while one runs gets one that begins after it. */
  function refresh(): Promise<void> {
    last = last.catch(() => {}).then(look);
    return last;
  }

  async function poll(): Promise<void> {
    await refresh().catch((error: unknown) => {
      if (isClosed || error instanceof DatabaseUnavailable || isConnectionError(error)) return;
      logger.warn({ err: error }, 'what became of challenges could not be read');
    });
    if (!isClosed) cancel = clock.after(limits.challengePollMs, () => void poll());
  }
  void poll();

  return {
    contents: () => contents,
    isRead: () => reading !== null,
    // By a clock that was set back nothing is known to be of now.
    isCurrent: () => Math.abs(clock.nowMs() - currentMs) <= limits.challengeStaleMs,
    read: () => first.promise,
    refresh,
    async close() {
      isClosed = true;
      cancel();
      await keeper.close();
    },
  };
}

/** What was numbered lately may not be committed yet, and is read again from the first. */
function begin(contents: WritableContents, place: BookPlace, nowMs: number): Reading {
  const revision = Math.max(0, place.revision - limits.challengeBookPage);
  const { erasure } = place;
  return { contents, revision, seen: new Map(), next: { ...place, atMs: nowMs }, erasure, isWhole: false };
}

/** Keeps what is known soon after it changed, every `limits.challengeKeepMs` at most; nobody waits for the disk. */
function createKeeper({ keep, clock }: Pick<BookOptions, 'keep' | 'clock'>, kept: () => KeptChallenges) {
  let cancel: (() => void) | null = null;
  let keptMs = Number.NEGATIVE_INFINITY;
  let keeping: Promise<unknown> = Promise.resolve();

  function begin(): void {
    cancel = null;
    keptMs = clock.nowMs();
    keeping = keeping.then(() => keep(kept()));
  }

  return {
    changed() {
      // A clock that was set back must not keep it for long.
      const waitMs = Math.min(limits.challengeKeepMs, Math.max(0, keptMs + limits.challengeKeepMs - clock.nowMs()));
      cancel ??= clock.after(waitMs, begin);
    },
    async close() {
      if (cancel) {
        cancel();
        begin();
      }
      await keeping;
    },
  };
}
