import type { Alarms, Clock, RecordText } from '../../../core/decision/ports.ts';
import { within } from '../../../core/decision/within.ts';
import { limits } from '../../../core/domain/limits.ts';
import { createCommit, type PauseState } from './commit.ts';
import { createEntries, type Entry } from './entries.ts';
import { createExtent, type Extent, type JournalPlace, type SegmentExtent } from './extent.ts';
import { createHealth } from './health.ts';
import { greatestSegmentNumber, listSegments, makeFolder } from './segments.ts';
import { readShipped } from './shipped.ts';
import { fitsBatch, startWriter } from './writer.ts';

/** How the journal fares, for `/readyz` and metrics. */
export interface JournalStatus {
  /** The segment that last took a batch, and how much of it is durable. */
  readonly segment: number;
  readonly bytes: number;
  /** Durable here since the start. */
  readonly writtenBytes: number;
  /** Durable here and not yet acknowledged by the database. */
  readonly unshippedBytes: number;
  /** Appended and not yet durable. */
  readonly unwrittenRecords: number;
  /** False from a failed or overlong write until one succeeds. */
  readonly writable: boolean;
  /** What the disk took for the last batch; 0 before the first. */
  readonly lastSyncMs: number;
}

/** An append-only local log. */
export interface Journal {
  /**
   * Resolves once the record is durable on this machine's disk. Rejects if the journal is closed, the text is no single
   * line or longer than a batch, or the record was given up because too many waited: never because a write failed.
   */
  append(text: RecordText): Promise<void>;
  /** The same, in a new segment: those before it go as soon as they are shipped. */
  turnOver(text: RecordText): Promise<void>;
  /** Resolves once everything appended before the call is durable or given up. */
  flushed(): Promise<void>;
  status(): JournalStatus;
  /** What is still wanted of the journal, in order; the last segment is open. */
  segments(): readonly SegmentExtent[];
  /** The shipper's word that nothing before that place need be kept. */
  release(place: JournalPlace): void;
  /** Writes what waits and ends; what a failing or hanging disk doesn't take in `journalCloseMs` is rejected. */
  close(): Promise<void>;
}

/** What a journal needs. `start` is there for tests that break the writer. */
export interface JournalOptions {
  readonly dir: string;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly segmentBytes?: number;
  readonly retryMs?: number;
  readonly maxUnwrittenRecords?: number;
  readonly start?: typeof startWriter;
}

function refusal(text: RecordText, isClosed: boolean): Error | null {
  if (isClosed) return new Error('The journal is closed.');
  if (text.includes('\n')) return new RangeError('A record of the journal is one line; this one has a line feed.');
  if (!fitsBatch(text))
    return new RangeError(`A record of the journal has at most ${limits.journalMaxBatchBytes} bytes.`);
  return null;
}

async function createJournal(options: JournalOptions, extent: Extent): Promise<Journal> {
  const { alarms, clock, maxUnwrittenRecords = limits.maxUnwrittenRecords } = options;
  const entries = createEntries();
  const health = createHealth(alarms, clock);
  const ended = Promise.withResolvers<PauseState>();
  let last: Promise<void> = Promise.resolve();
  let lostRecords = 0;
  let closing: Promise<void> | null = null;
  const commit = createCommit({
    dir: options.dir,
    clock,
    entries,
    extent,
    health,
    segmentBytes: options.segmentBytes ?? limits.journalSegmentBytes,
    retryMs: options.retryMs ?? limits.journalRetryMs,
    start: options.start ?? startWriter,
    onPause: (state) => closing !== null && ended.resolve(state),
  });
  const unwrittenRecords = () => commit.inFlight().length + entries.count();

  function giveUp(entry: Entry | null, why: string): void {
    if (entry === null) return;
    entry.reject(new Error(`This record was given up: ${why}.`));
    alarms.raise('records_lost', { records: ++lostRecords, why });
  }

  async function end(): Promise<void> {
    commit.hurry();
    commit.wake();
    const end = await within(ended.promise, limits.journalCloseMs, clock);
    health.close();
    if (end.kind === 'done' && end.value === 'idle') return commit.stop();
    // A thread that is stuck in a system call ends when the system lets it: not waited for.
    const why = 'the journal was closed before it could be written';
    for (const entry of commit.terminate()) giveUp(entry, why);
    while (entries.count() > 0) giveUp(entries.shift(), why);
  }

  await within(commit.began, limits.journalHangMs, clock);
  function append(text: RecordText): Promise<void> {
    const refused = refusal(text, closing !== null);
    if (refused !== null) return Promise.reject(refused);
    // The oldest of the waiting: those of the batch under way may yet reach the disk, and are few.
    if (unwrittenRecords() >= maxUnwrittenRecords) giveUp(entries.shift(), 'too many waited for an unwritable journal');
    last = new Promise((resolve, reject) => entries.push({ text, resolve, reject }));
    commit.wake();
    return last;
  }

  return {
    append,
    turnOver(text) {
      commit.turnOver();
      return append(text);
    },
    flushed: () => last.catch(() => undefined),
    status: () => ({
      segment: extent.place().segment,
      bytes: extent.place().offset,
      writtenBytes: extent.grownBytes(),
      unshippedBytes: extent.heldBytes(),
      unwrittenRecords: unwrittenRecords(),
      writable: health.isWritable(),
      lastSyncMs: commit.lastSyncMs(),
    }),
    segments: extent.segments,
    release: extent.release,
    close() {
      closing ??= Promise.resolve().then(end);
      return closing;
    },
  };
}

/**
 * Opens a journal in a folder of its own, which is made if missing, and begins a new segment: those of earlier
 * processes are never written again. Rejects if the folder can't be made or read. A disk that is full or silent doesn't
 * stop the start: appends wait, and `journal_unwritable` is raised.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  await makeFolder(options.dir);
  const found = await listSegments(options.dir);
  const shipped = await readShipped(options.dir);
  const used = Math.max(await greatestSegmentNumber(options.dir), shipped?.segment ?? 0);
  return createJournal(options, createExtent(used + 1, found));
}
