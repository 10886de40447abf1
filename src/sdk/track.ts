import { limits } from '../core/domain/limits.ts';
import { callAtExit, forgetAtExit } from './at-exit.ts';
import { type EventData, type EventOptions, eventOf } from './event.ts';
import { systemTimers, type Timers } from './timers.ts';
import { failureOf } from './track-failure.ts';
import { createPump } from './track-pump.ts';
import { createTrackQueue, type QueuedEvent } from './track-queue.ts';

/** What may be said of a tracked event besides its data. */
export interface TrackOptions extends EventOptions {
  readonly livemode?: boolean | undefined;
  readonly account?: string | undefined;
}

/** An event that was given up: the queue was full, the service refused it, or it could not be written as JSON. */
export interface DroppedEvent {
  readonly type: string;
  readonly id: string;
  readonly why: 'full' | 'refused' | 'unwritable';
  readonly detail: string;
}

/** How events are sent; each has its default. */
export interface TrackSettings {
  /** How many events may wait; beyond that the oldest are given up. */
  readonly maxQueued?: number;
  /** A request is sent when so many events wait, or so many characters, or after so long. */
  readonly batchEvents?: number;
  readonly batchBytes?: number;
  readonly batchWaitMs?: number;
  /** Told of each event that is given up. */
  readonly onDrop?: (dropped: DroppedEvent) => void;
  /** Other time and other chance, for tests. */
  readonly timers?: Timers;
  readonly random?: () => number;
}

/** How tracking does: events that wait, that are durable at the service, and that were given up. */
export interface TrackStatus {
  readonly waiting: number;
  readonly sent: number;
  readonly dropped: number;
}

/** The events of one request, each as its line. */
export interface TrackBatch extends Pick<QueuedEvent, 'type' | 'livemode' | 'account'> {
  readonly lines: readonly string[];
}

/** Takes events and sends them by and by. */
export interface Tracker {
  /** Returns the event's id at once, and never throws. */
  track(type: string, data: EventData, options?: TrackOptions): string;
  /** Sends what waits, now. Resolves to whether all of it is gone; false when the time is up before. */
  flush(timeoutMs?: number): Promise<boolean>;
  status(): TrackStatus;
}

/**
 * Keeps events in memory and sends them in batches by `send`, which rejects with CountersignError. What could not be
 * sent is tried again after longer and longer pauses, until so much waits that the oldest must go. When the program
 * ends by itself what waits is sent first; who ends it by `process.exit()` calls `flush` before.
 */
export function createTracker(send: (batch: TrackBatch) => Promise<unknown>, settings: TrackSettings = {}): Tracker {
  const { onDrop, timers = systemTimers, random = Math.random, maxQueued = limits.sdkMaxQueuedEvents } = settings;
  const { batchWaitMs = limits.sdkBatchWaitMs, batchBytes: bytes = limits.sdkBatchBytes } = settings;
  const queue = createTrackQueue(maxQueued);
  const pump = createPump({ queue, timers, batchWaitMs, size: () => ({ events: batchEvents, bytes }), deliver });
  let { batchEvents = limits.sdkBatchEvents } = settings;
  let [sent, dropped, failures] = [0, 0, 0];

  function drop({ type, id }: Pick<QueuedEvent, 'type' | 'id'>, why: DroppedEvent['why'], detail: string): void {
    dropped += 1;
    try {
      onDrop?.({ type, id, why, detail });
    } catch {
      // Whoever is told must not break whoever tracks.
    }
  }

  function putBack(events: readonly QueuedEvent[]): void {
    for (const event of queue.putBack(events)) drop(event, 'full', `more than ${maxQueued} events waited`);
  }

  function sendLast(): void {
    void pump.flush(limits.sdkExitFlushMs);
  }

  async function deliver(batch: readonly QueuedEvent[]): Promise<number | null> {
    try {
      await send(requestOf(batch));
      sent += batch.length;
      failures = 0;
      if (queue.count() === 0) forgetAtExit(sendLast);
      return null;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'later') {
        putBack(batch);
        const backoffMs = Math.min(limits.sdkRetryMs * 2 ** failures, limits.sdkMaxRetryMs);
        failures += 1;
        // Between half of it and all: programs that lost the service together don't come back together.
        return Math.max(failure.notBeforeMs, backoffMs * (0.5 + random() / 2));
      }
      if (failure.kind === 'fewer' && batch.length > 1) {
        batchEvents = Math.ceil(batch.length / 2);
        putBack(batch);
        return null;
      }
      const { why, lines } = failure.kind === 'refused' ? failure : { why: 'it is too large', lines: new Map() };
      putBack(batch.filter((_, index) => lines.size > 0 && !lines.has(index + 1)));
      for (const [index, event] of batch.entries()) {
        if (lines.size === 0 || lines.has(index + 1)) drop(event, 'refused', lines.get(index + 1) ?? why);
      }
      return null;
    }
  }

  return {
    track(type, data, options = {}) {
      const made = queuedEvent(type, data, options, timers.nowMs());
      if ('why' in made) {
        drop(made, 'unwritable', made.why);
        return made.id;
      }
      const oldest = queue.push(made);
      if (oldest) drop(oldest, 'full', `more than ${maxQueued} events waited`);
      callAtExit(sendLast);
      pump.notice();
      return made.id;
    },
    flush: (timeoutMs = limits.sdkFlushMs) => pump.flush(timeoutMs),
    status: () => ({ waiting: queue.count() + pump.underWay(), sent, dropped }),
  };
}

/** Events of one type and world. */
function requestOf(batch: readonly QueuedEvent[]): TrackBatch {
  const [{ type = '', livemode, account } = {}] = batch;
  return { type, livemode, account, lines: batch.map(({ line }) => line) };
}

/** The event as a line, or why it can't be one. */
function queuedEvent(
  type: string,
  data: EventData,
  { livemode, account, ...options }: TrackOptions,
  nowMs: number,
): QueuedEvent | { readonly type: string; readonly id: string; readonly why: string } {
  let id = options.id ?? '';
  try {
    const event = eventOf(data, options, nowMs);
    id = event.id;
    const line = JSON.stringify(event);
    if (line.length <= limits.maxTrackedEventBytes) return { type, id, line, livemode, account };
    return { type, id, why: `it has more than ${limits.maxTrackedEventBytes} characters` };
  } catch (error) {
    return { type, id, why: error instanceof Error ? error.message : String(error) };
  }
}
