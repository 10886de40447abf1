import { open } from 'node:fs/promises';
import type { Alarms } from '../../../core/decision/ports.ts';
import type { JournalPlace, SegmentExtent } from './extent.ts';
import type { Journal } from './journal.ts';
import { deleteSegment, segmentPath, setAsideSegment } from './segments.ts';
import { readShipped, writeShipped } from './shipped.ts';

/** Where shipping stands, kept in `shipped.json`. */
export interface Cursor {
  place(): JournalPlace;
  /** The segment to read next, from `place()` on; there is always one, if only the open one with nothing new in it. */
  segment(): SegmentExtent;
  /** Everything before that offset of the present segment is in the database, or will never be. */
  moveTo(offset: number): Promise<void>;
  /** The present segment holds bytes between these offsets that should be records: raises `journal_corrupt`. */
  reportDamage(fromOffset: number, toOffset: number): void;
  /** The present segment is closed and through: deletes it, or sets it aside if it is damaged, and goes to the next. */
  finish(): Promise<void>;
}

async function isLineEnd(dir: string, { segment, offset }: JournalPlace): Promise<boolean> {
  if (offset === 0) return true;
  try {
    const handle = await open(segmentPath(dir, segment), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, offset - 1);
      return bytesRead === 1 && buffer[0] === 0x0a;
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/**
 * Takes up where shipping stood. A kept place that is not within the oldest segment, at a line's end, is not believed:
 * then it begins with the oldest segment, which ships some records twice and none never.
 */
export async function openCursor(dir: string, journal: Journal, alarms: Alarms): Promise<Cursor> {
  const [oldest] = journal.segments();
  const shipped = await readShipped(dir);
  const isBelieved =
    shipped !== null &&
    shipped.segment === oldest?.number &&
    shipped.offset <= oldest.bytes &&
    (await isLineEnd(dir, shipped));
  let place: JournalPlace = isBelieved ? shipped : { segment: oldest?.number ?? journal.status().segment, offset: 0 };
  let isDamaged = isBelieved && shipped.isDamaged;
  journal.release(place);

  async function keep(next: JournalPlace): Promise<void> {
    place = next;
    journal.release(place);
    // Losing the place costs shipping again; a full disk is told by the journal itself.
    await writeShipped(dir, { ...place, isDamaged }).catch(() => undefined);
  }

  return {
    place: () => place,
    segment() {
      const segment = journal.segments().find(({ number }) => number === place.segment);
      return segment ?? { number: place.segment, bytes: 0, isOpen: true, isOwn: true };
    },
    moveTo: (offset) => keep({ segment: place.segment, offset }),
    reportDamage(fromOffset, toOffset) {
      isDamaged = true;
      alarms.raise('journal_corrupt', { segment: place.segment, fromOffset, toOffset });
    },
    async finish() {
      const next = journal.segments().find(({ number }) => number > place.segment);
      if (next === undefined) return;
      // One that can't be deleted or renamed stays, and is shipped and deleted again at the next start.
      await (isDamaged ? setAsideSegment : deleteSegment)(dir, place.segment).catch(() => undefined);
      isDamaged = false;
      await keep({ segment: next.number, offset: 0 });
    },
  };
}
