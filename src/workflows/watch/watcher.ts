import type { SignedPost } from '../../adapters/http/signed-post.ts';
import type { AlarmBoard } from '../../adapters/log/alarms.ts';
import type { Logger } from '../../adapters/log/logger.ts';
import { DatabaseUnavailable, isConnectionError } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { AlarmName, Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { createTeller } from './direct.ts';
import { createEpisodes } from './episodes.ts';
import { sweepAlarms } from './sweep.ts';
import { createAlarmWriter, type WatchedProcess } from './writer.ts';

export interface AlarmWatchOptions {
  readonly board: AlarmBoard;
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: WatchedProcess;
  /** To the receiver of alarms; null where there is none. */
  readonly post: SignedPost | null;
  newId(): string;
}

/** Writes down the life of this process's alarms. */
export interface AlarmWatch {
  /** Says that what stands here is over, as far as that can be said quickly. */
  close(): Promise<void>;
}

/** While one of these stands the queue may be as far away: jobs would wait for it, and alarms can't. */
const QUEUE_AWAY: ReadonlySet<AlarmName> = new Set<AlarmName>(['counters_unreachable', 'claims_not_shared']);

/**
 * Brings the alarms of the board into the database, in their order, with the jobs that tell of them, and ends those of
 * processes that are gone. What can't be written in `alarmWriteMs` is told directly, once; it is written, and told
 * again under the same id where nobody took it, when the database is back.
 */
export function startAlarmWatch(options: AlarmWatchOptions): AlarmWatch {
  const { board, pool, clock, logger, process, post, newId } = options;
  const episodes = createEpisodes(newId);
  const writer = createAlarmWriter({ episodes, pool, clock, process, isTold: post !== null });
  const teller = createTeller({ post, logger });
  const sweep = createSweeping(options);
  let dropped = 0;
  let isClosed = false;

  board.watch(episodes.take);
  const beganMs = clock.nowMs();
  for (const standing of board.standing()) episodes.take({ ...standing, change: 'raised', atMs: beganMs });

  async function turn(): Promise<void> {
    // Asking what stands ends what stood long enough.
    const standing = board.standing();
    episodes.refresh(standing);
    const batch = writer.begin();
    const running = writer.running();
    const outcome = running && (await within(running, limits.alarmWriteMs, clock));
    if (outcome?.kind === 'failed') complain(logger, outcome.error);
    const isQueueAway = standing.some(({ alarm }) => QUEUE_AWAY.has(alarm));
    const untold = outcome && outcome.kind !== 'done' ? writer.waiting() : isQueueAway ? batch : [];
    for (const telling of untold) teller.tell(telling);
    if (episodes.dropped() > dropped) {
      dropped = episodes.dropped();
      logger.warn({ dropped }, 'alarms that came and went while the database was away are not kept');
    }
    if (outcome?.kind !== 'failed') sweep.ifDue();
  }

  async function beat(): Promise<void> {
    await turn();
    if (!isClosed) cancel = clock.after(limits.alarmTickMs, () => (beating = beat()));
  }

  async function sayLast(): Promise<void> {
    await beating;
    await writer.running()?.catch(() => {});
    writer.begin();
    await writer.running();
    await sweep.running();
  }

  let beating: Promise<void> = Promise.resolve();
  let cancel = clock.after(0, () => {
    beating = beat();
  });
  return {
    async close() {
      isClosed = true;
      cancel();
      episodes.stop(clock.nowMs());
      await within(sayLast(), limits.alarmCloseMs, clock);
    },
  };
}

/** Sweeps now and then, one sweep at a time, and lets nobody wait for it. */
function createSweeping({ pool, clock, logger, process, post }: AlarmWatchOptions) {
  let sweptAtMs = -Infinity;
  let running: Promise<void> | null = null;

  async function sweep(): Promise<void> {
    const nowMs = clock.nowMs();
    try {
      await sweepAlarms(pool, process, nowMs, post !== null);
      sweptAtMs = nowMs;
    } catch (error) {
      complain(logger, error);
    } finally {
      running = null;
    }
  }

  return {
    ifDue(): void {
      if (clock.nowMs() - sweptAtMs >= limits.alarmSweepMs) running ??= sweep();
    },
    running: () => running,
  };
}

/** That the database is away is an alarm of its own. */
function complain(logger: Logger, error: unknown): void {
  if (error instanceof DatabaseUnavailable || isConnectionError(error)) return;
  logger.warn({ err: error }, 'alarms could not be written down');
}
