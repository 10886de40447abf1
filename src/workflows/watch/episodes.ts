import type { AlarmChange, StandingAlarm } from '../../adapters/log/alarms.ts';
import type { AlarmEnd, AlarmEvent } from '../../core/domain/alarm.ts';
import { limits } from '../../core/domain/limits.ts';

/** One time that an alarm stood here, and how far others know of it. */
export interface Episode {
  readonly id: string;
  readonly alarm: string;
  readonly raisedAtMs: number;
  endedAtMs: number | null;
  endReason: AlarmEnd | null;
  times: number;
  detail: StandingAlarm['detail'];
  /** The database has it, at least as raised. */
  isSaved: boolean;
  /** What the receiver was told directly, and what of that it took. */
  readonly told: Set<AlarmEvent>;
  readonly taken: Set<AlarmEvent>;
}

/** The episodes of this process that the database does not have as they are, and those that stand. */
export interface Episodes {
  take(change: AlarmChange): void;
  /** Brings times and detail of those that stand up to date. */
  refresh(standing: readonly StandingAlarm[]): void;
  /** Those that the database does not have as they are, the oldest first. */
  waiting(): readonly Episode[];
  /** Those that stand and that the database has. */
  saved(): readonly Episode[];
  /**
   * The database has these now, as they then were, but for those not in `written`: they are over for it. What stands
   * all the same is a new episode.
   */
  settle(
    batch: readonly { readonly episode: Episode; readonly endedAtMs: number | null }[],
    written: ReadonlySet<string>,
  ): void;
  /** The process ends: nobody will say any more what stands. */
  stop(nowMs: number): void;
  /** How many were given up, since too many waited. */
  dropped(): number;
}

/** No episodes yet. Those that end while the database is away are given up beyond `maxUnwrittenAlarms`, the oldest. */
export function createEpisodes(newId: () => string): Episodes {
  const standing = new Map<string, Episode>();
  let waiting: readonly Episode[] = [];
  let dropped = 0;

  function add(episode: Episode): void {
    if (!waiting.includes(episode)) waiting = [...waiting, episode];
    if (waiting.length <= limits.maxUnwrittenAlarms) return;
    // INVARIANT: one that the database has as standing stays: the next of its name could not be written before its end.
    const oldest = waiting.find(({ endedAtMs, isSaved }) => endedAtMs !== null && !isSaved);
    if (!oldest) return;
    waiting = waiting.filter((other) => other !== oldest);
    dropped += 1;
  }

  function begin({ alarm, sinceMs, times, detail }: StandingAlarm): void {
    const open = {
      endedAtMs: null,
      endReason: null,
      isSaved: false,
      told: new Set<AlarmEvent>(),
      taken: new Set<AlarmEvent>(),
    };
    const episode = { id: newId(), alarm, raisedAtMs: sinceMs, times, detail, ...open };
    standing.set(alarm, episode);
    add(episode);
  }

  function end(episode: Episode, atMs: number, reason: AlarmEnd): void {
    standing.delete(episode.alarm);
    episode.endedAtMs = atMs;
    episode.endReason = reason;
    add(episode);
  }

  return {
    take(change) {
      const episode = standing.get(change.alarm);
      if (change.change === 'raised') {
        if (!episode) begin(change);
        return;
      }
      if (!episode) return;
      episode.times = change.times;
      episode.detail = change.detail;
      end(episode, change.atMs, 'ended');
    },
    refresh(all) {
      for (const { alarm, times, detail } of all) {
        const episode = standing.get(alarm);
        if (episode) Object.assign(episode, { times, detail });
      }
    },
    waiting: () => waiting,
    saved: () => [...standing.values()].filter(({ isSaved }) => isSaved),
    settle(batch, written) {
      for (const { episode, endedAtMs } of batch) {
        episode.isSaved = true;
        if (episode.endedAtMs === endedAtMs) waiting = waiting.filter((other) => other !== episode);
        if (written.has(episode.id) || standing.get(episode.alarm) !== episode) continue;
        const { alarm, raisedAtMs: sinceMs, times, detail } = episode;
        begin({ alarm: alarm as StandingAlarm['alarm'], sinceMs, times, detail });
      }
    },
    stop(nowMs) {
      for (const episode of [...standing.values()]) end(episode, nowMs, 'process_stopped');
    },
    dropped: () => dropped,
  };
}
