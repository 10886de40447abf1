import type { TimelineKey, TimelineStore } from '../../core/features/timeline/store.ts';

/** What counters tell of themselves. */
export interface CountersListener {
  /** All that was filled is gone: it must be filled again. */
  forgotten(): void;
  /** Some of what was written since then is missing; all timelines are cold until `found`. */
  lost(sinceMs: number): void;
}

/** Where timelines are counted: in this process, or in Redis for all of them. */
export interface Counters {
  readonly timelines: TimelineStore;
  /** The same, of timelines that are cold as well: to fill them from history. */
  filling(): TimelineStore;
  isFilled(timelineId: string): boolean;
  /** Says that the timelines hold all that the stored history tells of them. Rejects where that is not so any more. */
  markFilled(timelineIds: readonly string[]): Promise<void>;
  /** Forgets a timeline, whoever's keys. */
  drop(timelineId: string): Promise<void>;
  /** Forgets all that is counted under these keys. */
  forget(keys: readonly TimelineKey[]): Promise<void>;
  /** Runs while no other process fills; false where another one is at it. */
  alone(run: () => Promise<void>): Promise<boolean>;
  /** Says that something that should have been written since then was not: `lost` is told, here and elsewhere. */
  lose(sinceMs: number): void;
  listen(listener: CountersListener): void;
  /** Says that all that was lost since a time was written again. */
  found(sinceMs: number): Promise<void>;
  /** What `/readyz` says of them. */
  status(): {
    readonly kind: 'memory' | 'redis' | 'redis_cluster';
    /** The version of Redis; null where it is not known yet. */
    readonly server?: string | null;
    /** What this process holds, where it counts itself. */
    readonly keys?: number;
    readonly bytes?: number;
  };
  close(): Promise<void>;
}
