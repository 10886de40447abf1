import { type FileHandle, open } from 'node:fs/promises';
import type { Alarms, RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { createLineDecoder, type Damage, type ReadRecord } from './line.ts';
import { listSegments, segmentPath } from './segments.ts';

/** What one piece of a segment held. */
interface SegmentPiece {
  readonly records: readonly ReadRecord[];
  readonly damages: readonly Damage[];
  /** In the last piece of a segment with a torn tail: where that begins. Null elsewhere. */
  readonly tornFrom: number | null;
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Reads the lines of a segment from `fromOffset`, a line's beginning, up to `toOffset` or the file's end, in pieces of
 * `journalReadBytes`. Yields nothing if the file isn't there; rejects with what the system says.
 */
export async function* readSegment(
  dir: string,
  segment: number,
  fromOffset: number,
  toOffset: number,
): AsyncGenerator<SegmentPiece> {
  const handle = await openIfThere(segmentPath(dir, segment));
  if (handle === null) return;
  try {
    const decoder = createLineDecoder(fromOffset);
    for (let offset = fromOffset; offset < toOffset; ) {
      const buffer = Buffer.allocUnsafe(Math.min(limits.journalReadBytes, toOffset - offset));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      if (bytesRead === 0) break;
      offset += bytesRead;
      yield { ...decoder.push(buffer.subarray(0, bytesRead)), tornFrom: null };
    }
    const tornFrom = decoder.tornFrom();
    if (tornFrom !== null) yield { records: [], damages: [], tornFrom };
  } finally {
    await handle.close();
  }
}

/** A record of the journal and where its line ends. */
export interface JournalRecord {
  readonly text: RecordText;
  readonly segment: number;
  readonly endOffset: number;
}

/**
 * All whole records of all segments in the order in which they were written, some hundred at a time: for start-up. A
 * torn tail is passed over; damage with good lines behind it raises `journal_corrupt` and is passed over, too, and the
 * segment stays for a person. A record may come twice (its first write failed, or it was shipped already): tell by its
 * id.
 */
export async function* readJournal(dir: string, alarms: Alarms): AsyncGenerator<readonly JournalRecord[]> {
  for (const { number: segment } of await listSegments(dir)) {
    for await (const { records, damages } of readSegment(dir, segment, 0, Number.POSITIVE_INFINITY)) {
      for (const { fromOffset, toOffset } of damages) {
        alarms.raise('journal_corrupt', { segment, fromOffset, toOffset });
      }
      if (records.length > 0) yield records.map((record) => ({ ...record, segment }));
    }
  }
}
