import type { Alarms, Clock, RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Cursor, openCursor } from './cursor.ts';
import { type DeliveryOptions, deliver } from './delivery.ts';
import { isBefore, type JournalPlace } from './extent.ts';
import type { Journal } from './journal.ts';
import type { ReadRecord } from './line.ts';
import { pause } from './pause.ts';
import { readSegment } from './reader.ts';
import { keepRefused, recordId } from './refused.ts';

/** What the shipper needs; the numbers default to those of `limits`. */
export interface ShipperOptions {
  readonly journal: Journal;
  /** The journal's folder. */
  readonly dir: string;
  /**
   * Brings records into the database: idempotent by their ids, all or none. It may reject or hang for as long as it
   * likes. A rejection whose `code` is of PostgreSQL's class 22, 23 or 54, or that says `isPermanent: true`, is
   * about the records.
   */
  write(records: readonly RecordText[]): Promise<void>;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly batchRecords?: number;
  readonly intervalMs?: number;
  readonly retryMs?: number;
  readonly restFactor?: number;
  readonly backlogAlarmBytes?: number;
}

/** Takes records from the journal to the database for as long as it is open. */
export interface Shipper {
  /** Resolves once all appended before the call is in the database, without rests; rejects when closed first. */
  drained(): Promise<void>;
  /** Ends without waiting for a write that is under way: what it brings is shipped again at the next start. */
  close(): Promise<void>;
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

/** What one pass over the present segment works with. */
interface Passage {
  readonly dir: string;
  readonly cursor: Cursor;
  readonly delivery: DeliveryOptions;
  readonly batchRecords: number;
  /** Lets others have the machine after a batch that began at that time. */
  rest(startedAtMs: number, isFull: boolean): Promise<void>;
}

async function ship({ cursor, delivery, batchRecords, rest }: Passage, records: readonly ReadRecord[]): Promise<void> {
  const last = records.at(-1);
  if (last === undefined || delivery.signal.aborted) return;
  const startedAtMs = delivery.clock.nowMs();
  const isThrough = await deliver(
    delivery,
    records.map(({ text }) => text),
  );
  if (!isThrough) return;
  await cursor.moveTo(last.endOffset);
  await rest(startedAtMs, records.length >= batchRecords);
}

/** Ships what is durable of the present segment; goes to the next one if that was all there will be. */
async function passSegment(passage: Passage): Promise<void> {
  const { dir, cursor, delivery, batchRecords } = passage;
  const segment = cursor.segment();
  let waiting: readonly ReadRecord[] = [];
  let readTo = cursor.place().offset;
  if (readTo < segment.bytes) {
    for await (const { records, damages } of readSegment(dir, segment.number, readTo, segment.bytes)) {
      for (const { fromOffset, toOffset } of damages) cursor.reportDamage(fromOffset, toOffset);
      readTo = records.at(-1)?.endOffset ?? readTo;
      waiting = [...waiting, ...records];
      for (; waiting.length >= batchRecords; waiting = waiting.slice(batchRecords)) {
        await ship(passage, waiting.slice(0, batchRecords));
      }
      if (delivery.signal.aborted) return;
    }
    await ship(passage, waiting);
    if (delivery.signal.aborted) return;
    // What this process knows to be durable has no torn tail; nor does it vanish.
    if (segment.isOwn && readTo < segment.bytes) cursor.reportDamage(readTo, segment.bytes);
    if (cursor.place().offset < segment.bytes) await cursor.moveTo(segment.bytes);
  }
  if (!segment.isOpen) await cursor.finish();
}

interface Drain {
  readonly target: JournalPlace;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait until everything is shipped; while there are any, nobody rests. */
function createDrains() {
  let drains: Drain[] = [];
  let hurry = new AbortController();
  return {
    signal: () => hurry.signal,
    wait(target: JournalPlace): Promise<void> {
      hurry.abort();
      return new Promise((resolve, reject) => drains.push({ target, resolve, reject }));
    },
    reached(place: JournalPlace): void {
      if (drains.length === 0) return;
      for (const { target, resolve } of drains) if (!isBefore(place, target)) resolve();
      drains = drains.filter(({ target }) => isBefore(place, target));
      if (drains.length === 0) hurry = new AbortController();
    },
    end(): void {
      for (const { reject } of drains) reject(new Error('The shipper was closed before everything was shipped.'));
      drains = [];
    },
  };
}

function watchBacklog({ journal, alarms, clock, backlogAlarmBytes }: ShipperOptions): () => void {
  let isRaised = false;
  const look = () => {
    const { unshippedBytes } = journal.status();
    const isLarge = unshippedBytes > (backlogAlarmBytes ?? limits.journalBacklogAlarmBytes);
    if (isLarge) alarms.raise('journal_backlog', { unshippedBytes });
    else if (isRaised) alarms.end('journal_backlog');
    isRaised = isLarge;
    cancel = clock.after(limits.shipRetryMs, look);
  };
  let cancel = clock.after(0, look);
  return () => cancel();
}

/**
 * Starts taking records from the journal to the database, in the journal's order and at its own pace. A segment is
 * deleted when it is closed and all of it was acknowledged. Records that the database refuses for themselves go to
 * `refused.ndjson` and raise `records_lost`.
 */
export function startShipper(options: ShipperOptions): Shipper {
  const { journal, dir, alarms, clock } = options;
  const { batchRecords = limits.shipBatchRecords, intervalMs = limits.shipIntervalMs } = options;
  const { retryMs = limits.shipRetryMs, restFactor = limits.shipRestFactor } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const drains = createDrains();
  const stopWatching = watchBacklog(options);

  async function refuse(record: RecordText, error: unknown): Promise<void> {
    await keepRefused(dir, record);
    // Not the message: a database quotes values in it.
    alarms.raise('records_lost', { id: recordId(record), code: errorCode(error), keptIn: 'refused.ndjson' });
  }

  function rest(startedAtMs: number, isFull: boolean): Promise<void> {
    // A batch that waited for the database to come back took long without taking anything from anybody.
    const restMs = Math.min((clock.nowMs() - startedAtMs) * restFactor, limits.shipMaxRestMs);
    return pause(clock, isFull ? restMs : Math.max(restMs, intervalMs), signal, drains.signal());
  }

  /** In a hurry only so long that others get their turn. */
  function idle(): Promise<void> {
    return drains.signal().aborted ? pause(clock, 1, signal) : pause(clock, intervalMs, signal, drains.signal());
  }

  async function run(): Promise<void> {
    const cursor = await openCursor(dir, journal, alarms);
    const delivery = { write: options.write, refuse, clock, retryMs, signal };
    while (!signal.aborted) {
      const before = cursor.place();
      try {
        await passSegment({ dir, cursor, delivery, batchRecords, rest });
      } catch (error) {
        const code = errorCode(error);
        if (code === 'EIO') alarms.raise('journal_corrupt', { segment: before.segment, code });
        await pause(clock, retryMs, signal);
      }
      drains.reached(cursor.place());
      if (!isBefore(before, cursor.place())) await idle();
    }
    drains.end();
  }

  const running = run();
  return {
    async drained() {
      await journal.flushed();
      if (signal.aborted) throw new Error('The shipper is closed.');
      const { segment, bytes } = journal.status();
      await drains.wait({ segment, offset: bytes });
    },
    async close() {
      stopWatching();
      ending.abort();
      await running;
    },
  };
}
