import { type OwnAlarm, writeAlarms } from '../../adapters/store/database/alarms.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { AlarmEvent } from '../../core/domain/alarm.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Episode, Episodes } from './episodes.ts';
import { deliveryOf } from './message.ts';

/** Who watches. */
export interface WatchedProcess {
  /** Of this process, from its start to its end. */
  readonly id: string;
  readonly name: string;
  /** The data folder that it holds; null where it holds none. */
  readonly folder: string | null;
}

/** An episode as it is at this moment. */
export interface Snapshot {
  readonly episode: Episode;
  readonly endedAtMs: number | null;
  readonly own: OwnAlarm;
  /** What of it the database does not know: what the receiver is to be told. */
  readonly events: readonly AlarmEvent[];
}

/** Writes episodes, one batch at a time. */
export interface AlarmWriter {
  /** Begins to write what changed, and now and then what stands as still standing. Gives what it began with. */
  begin(): readonly Snapshot[];
  /** The write under way; null without one. */
  running(): Promise<void> | null;
  /** What is not written as it is. */
  waiting(): readonly Snapshot[];
}

export interface AlarmWriterOptions {
  readonly episodes: Episodes;
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly process: WatchedProcess;
  /** Whether jobs are to tell of it. */
  readonly isTold: boolean;
}

/** A writer of this process's episodes, each change in one transaction with the job that tells of it. */
export function createAlarmWriter({ episodes, pool, clock, process, isTold }: AlarmWriterOptions): AlarmWriter {
  let running: Promise<void> | null = null;
  let beatAtMs = clock.nowMs();

  function snapshot(episode: Episode): Snapshot {
    const { id, alarm, raisedAtMs, endedAtMs, endReason, times, detail } = episode;
    const own = { process: process.id, processName: process.name, folder: process.folder };
    const events: AlarmEvent[] = episode.isSaved ? [] : ['raised'];
    if (endedAtMs !== null) events.push('ended');
    return { episode, endedAtMs, own: { id, alarm, raisedAtMs, endedAtMs, endReason, times, detail, ...own }, events };
  }

  async function write(batch: readonly Snapshot[]): Promise<void> {
    const nowMs = clock.nowMs();
    const rows = batch.map(({ own }) => own);
    const written = await together(pool, async (joined) => {
      const ids = await writeAlarms(joined, rows, nowMs);
      if (isTold) await enqueue(joined, batch.filter(({ own }) => ids.has(own.id)).flatMap(deliveriesOf));
      return ids;
    });
    episodes.settle(batch, written);
    beatAtMs = nowMs;
  }

  return {
    begin() {
      if (running) return [];
      const isBeatDue = clock.nowMs() - beatAtMs >= limits.alarmBeatMs;
      const waiting = episodes.waiting().slice(0, limits.alarmsAtOnce);
      const standing = isBeatDue ? episodes.saved().filter((episode) => !waiting.includes(episode)) : [];
      const batch = [...waiting, ...standing].map(snapshot);
      if (batch.length === 0) return [];
      running = write(batch).finally(() => {
        running = null;
      });
      return batch;
    },
    running: () => running,
    waiting: () => episodes.waiting().map(snapshot),
  };
}

/** What the receiver took directly needs no job. */
function deliveriesOf({ episode, own, events }: Snapshot) {
  return events.filter((event) => !episode.taken.has(event)).map((event) => deliveryOf(own.id, event));
}
