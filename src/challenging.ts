import { readLatestChallenges, readUnmadeChallenges } from './adapters/store/database/challenge-book.ts';
import { DatabaseUnavailable, isConnectionError } from './adapters/store/database/errors.ts';
import { keepChallenges, readKeptChallenges } from './adapters/store/kept-challenges.ts';
import { isTestKey } from './adapters/stripe/key.ts';
import type { Config } from './config.ts';
import type { Challenges } from './core/decision/ports.ts';
import { within } from './core/decision/within.ts';
import { limits } from './core/domain/limits.ts';
import type { Stores } from './stores.ts';
import { startBook } from './workflows/challenge/book.ts';
import { createDesk, type IsSetUp } from './workflows/challenge/desk.ts';
import { createHolds, type Holds } from './workflows/challenge/holds.ts';
import { whyNotSetUp } from './workflows/challenge/set-up.ts';
import type { Shared } from './workflows/velocity/redis-shared.ts';

/** What a gateway knows of questions to cardholders, and where it gets the right to put one. */
export interface Challenging {
  readonly desk: Challenges;
  /** What `/readyz` says of it. */
  status(): ChallengingStatus;
  close(): Promise<void>;
}

interface ChallengingStatus {
  /** Where what is known comes from: the database, or what was kept beside the journal when it was last there. */
  readonly from: 'database' | 'kept';
  /**
   * Whether it is known which questions were decided before this start, and the database told of them lately; nobody is
   * asked otherwise.
   */
  readonly asks: boolean;
  readonly rejections: number;
  readonly allowances: number;
  readonly channels_off: readonly string[];
}

/**
 * Starts to follow questions to cardholders, and waits for what the database knows of them, if it can be had at once.
 */
export async function openChallenging(
  { dataDir, secretKey, twilio }: Config,
  { database, shipper, clock, logger, isNew }: Stores,
  { reservations }: Pick<Shared, 'reservations'>,
): Promise<Challenging> {
  const { pool } = database;
  const holds = createHolds(reservations, clock);
  const kept = await readKeptChallenges(dataDir);
  const keep = (known: typeof kept) => keepChallenges(dataDir, known);
  const book = startBook({ pool, clock, logger, kept, isNew, keep, tell: holds.saw });
  const catching = isNew ? NOTHING_BEFORE : startCatchingUp({ database, shipper, clock, logger }, holds);
  const stripeMode = secretKey === null ? null : isTestKey(secretKey) ? 'test' : 'live';
  const isSetUp: IsSetUp = (...asked) => whyNotSetUp({ stripeMode, twilio }, ...asked);
  const desk = createDesk({ book, holds, reservations, clock, isSetUp, isCaughtUp: catching.isDone });
  await within(book.read(), database.status().state === 'open' ? limits.startWarmMs : 0, clock);
  return {
    desk,
    status() {
      const { rejections, allowances, channelsOff } = book.contents().counts();
      const from = book.isRead() ? 'database' : 'kept';
      return { from, asks: catching.isDone() && book.isCurrent(), rejections, allowances, channels_off: channelsOff };
    },
    async close() {
      catching.stop();
      await book.close();
    },
  };
}

/** What is decided from now on is held here, and there is nothing else to know. */
const NOTHING_BEFORE = { isDone: () => true, stop: () => {} };

/**
 * Learns which phones have a question that was decided before this start, by a process whose memory is gone, and gives
 * back those whose questions were settled while nobody looked. What only the journal knows of before this start
 * is shipped first; what is decided from now on is held here anyway.
 */
function startCatchingUp(
  { database: { pool, ready }, shipper, clock, logger }: Pick<Stores, 'database' | 'shipper' | 'clock' | 'logger'>,
  holds: Holds,
): { isDone(): boolean; stop(): void } {
  let isDone = false;
  let isStopped = false;
  let cancel = () => {};
  const shipped = shipper.drained();
  // It rejects where this ends first; who waits for it hears that.
  shipped.catch(() => {});

  async function catchUp(): Promise<void> {
    try {
      await ready();
      await shipped;
      holds.saw(await readLatestChallenges(pool, limits.maxRecentChallenges));
      const longestMs = limits.challengeSendByMs + limits.maxChallengeReplyMinutes * 60_000;
      const unmade = await readUnmadeChallenges(pool, clock.nowMs() - longestMs, limits.maxRecentChallenges);
      await Promise.all(unmade.map(({ phone, ...question }) => phone !== null && holds.take({ ...question, phone })));
      isDone = true;
    } catch (error) {
      if (isStopped) return;
      if (!(error instanceof DatabaseUnavailable) && !isConnectionError(error)) {
        logger.warn({ err: error }, 'it could not be read which phones have an open question');
      }
      cancel = clock.after(limits.databaseRetryMs, () => void catchUp());
    }
  }
  void catchUp();

  return {
    isDone: () => isDone,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
