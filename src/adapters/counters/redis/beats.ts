import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';

/**
 * Every write of this process carries a time, and reads back the one before it. One that is older than what Redis
 * already confirmed says that Redis lost everything since: a replica took over that had not got it yet, or an old copy
 * was loaded.
 */
export interface Beats {
  /** The time for the next write, in microseconds; each is later than the one before. */
  next(): number;
  /**
   * Takes note of what stood there before a write, or before a mere beat; gives the time in milliseconds since which
   * writes are lost, or null. What was lost together with the token that all was filled under is not told: all is
   * filled again.
   */
  heard(
    shard: number,
    beat: Beat,
    reply: { readonly token: string | null; readonly before: string | null },
  ): number | null;
  /** Shards to ask again, since they may yet lose what was written last. */
  due(): readonly number[];
}

export interface Beat {
  readonly time: number;
  readonly isWrite: boolean;
}

interface Shard {
  readonly token: string | null;
  readonly first: number;
  confirmed: number;
  written: number;
}

/** Beats of a process that did not write yet. */
export function createBeats(clock: Clock): Beats {
  const shards = new Map<number, Shard>();
  let last = 0;

  return {
    next() {
      last = Math.max(last + 1, Math.floor(clock.nowMs() * 1_000));
      return last;
    },
    heard(number, { time, isWrite }, { token, before }) {
      const shard = shards.get(number);
      if (shard?.token !== token) {
        shards.set(number, { token, first: time, confirmed: time, written: time });
        return null;
      }
      const stood = before === null ? shard.first - 1 : Number(before);
      const isLost = stood < shard.confirmed;
      shard.confirmed = Math.max(shard.confirmed, time);
      if (isWrite) shard.written = Math.max(shard.written, time);
      return isLost ? Math.floor(stood / 1_000) : null;
    },
    due() {
      const since = (clock.nowMs() - limits.countersBeatAgainMs) * 1_000;
      return [...shards].filter(([, { written }]) => written > since).map(([shard]) => shard);
    },
  };
}
