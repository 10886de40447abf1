import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { JournalStatus } from './journal.ts';

/** How far the database is behind the journal, in time. */
export interface JournalLag {
  /** How long, at least, the oldest record that the database does not have has been durable here; 0 without one. */
  oldestMs(): number;
  close(): void;
}

interface Mark {
  readonly bytes: number;
  readonly atMs: number;
}

/**
 * Notes every second how far the journal reached, and so knows since when what is not shipped has been waiting: a
 * record has no time of its own that could be read without reading the journal. It is exact to a second, and to less
 * the longer nothing was shipped. What was found at the start counts from the start.
 */
export function watchLag(
  status: () => Pick<JournalStatus, 'writtenBytes' | 'unshippedBytes'>,
  clock: Clock,
): JournalLag {
  let marks: readonly Mark[] = [{ bytes: 0, atMs: clock.nowMs() }];

  function look(): void {
    const { writtenBytes, unshippedBytes } = status();
    marks = marks.filter(({ bytes }) => bytes > writtenBytes - unshippedBytes);
    if (writtenBytes > (marks.at(-1)?.bytes ?? -1)) marks = [...marks, { bytes: writtenBytes, atMs: clock.nowMs() }];
    // The first one is the answer: it stays.
    if (marks.length > limits.maxJournalMarks) marks = marks.filter((_, index) => index % 2 === 0);
  }

  let cancel = () => {};
  function beat(): void {
    look();
    cancel = clock.after(limits.alarmTickMs, beat);
  }
  beat();
  return {
    oldestMs() {
      look();
      return status().unshippedBytes === 0 ? 0 : clock.nowMs() - (marks[0]?.atMs ?? clock.nowMs());
    },
    close: () => cancel(),
  };
}
