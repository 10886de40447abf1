import { pbkdf2 } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type JournalOptions, openJournal } from '../../../../src/adapters/store/journal/journal.ts';
import { startWriter, type Writer, type WriterEvents } from '../../../../src/adapters/store/journal/writer.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { createManualClock, realClock } from '../../../support/clock.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { contentOf, idsIn, lineOf, putSegment, recordOf, segmentNames, until } from './stage.ts';

async function open(options: Partial<JournalOptions> & { dir: string }) {
  const alarms = createTestAlarms();
  const journal = await openJournal({ alarms, clock: realClock, retryMs: 1, ...options });
  onTestFinished(() => journal.close());
  return { journal, alarms };
}

/** A writer that can be told to lose answers or to fail; everything else it does for real. */
function fragileWriter() {
  let isSilent = false;
  let failures = 0;
  const missed: (() => void)[] = [];
  const written: number[] = [];
  let writer: Writer | null = null;
  const start: typeof startWriter = (dir, events: WriterEvents) => {
    const real = startWriter(dir, {
      ...events,
      onWritten(bytes, tookMs) {
        if (isSilent) missed.push(() => events.onWritten(bytes, tookMs));
        else events.onWritten(bytes, tookMs);
      },
    });
    writer = {
      ...real,
      write(segment) {
        written.push(segment);
        if (failures-- > 0) queueMicrotask(() => events.onFailed('EIO'));
        else real.write(segment);
      },
    };
    return writer;
  };
  return {
    start,
    written,
    hang() {
      isSilent = true;
    },
    recover() {
      isSilent = false;
      for (const answer of missed.splice(0)) answer();
    },
    fail(times: number) {
      failures = times;
    },
    kill: () => writer?.terminate(),
  };
}

const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `r${from + i}`);

describe('appending', () => {
  it('makes records durable in their order, each on a line of its own', async () => {
    const dir = await temporaryFolder();
    const { journal } = await open({ dir });
    await Promise.all(many(500).map((id) => journal.append(recordOf(id, 1_500))));
    expect(await idsIn(dir)).toEqual(many(500));
    expect(await contentOf(dir, 1)).toBe(
      many(500)
        .map((id) => lineOf(recordOf(id, 1_500)).toString())
        .join(''),
    );
    expect(journal.status()).toMatchObject({ segment: 1, unwrittenRecords: 0, writable: true });
    expect(journal.status().bytes).toBe((await contentOf(dir, 1)).length);
  });

  it('keeps every character', async () => {
    const dir = await temporaryFolder();
    const { journal } = await open({ dir });
    await journal.append(recordOf('Zürich 東京 🚀'));
    expect(await idsIn(dir)).toEqual(['Zürich 東京 🚀']);
  });

  it('lets everything that arrives in one turn, or during a write, share one sync', async () => {
    const { start, written } = fragileWriter();
    const { journal } = await open({ dir: await temporaryFolder(), start });
    await Promise.all(many(200).map((id) => journal.append(recordOf(id))));
    // One made the segment, the other took all two hundred.
    expect(written.length).toBe(2);
  });

  it('bounds a batch by its bytes and goes on with the next', async () => {
    const dir = await temporaryFolder();
    const { start, written } = fragileWriter();
    const { journal } = await open({ dir, start });
    const recordBytes = Math.floor(limits.journalMaxBatchBytes / 2.5);
    await Promise.all(many(5).map((id) => journal.append(recordOf(id, recordBytes))));
    expect(written.length).toBe(1 + 3);
    expect(await idsIn(dir)).toEqual(many(5));
  });

  it('refuses what could not be read back: a line feed, or more than a batch holds', async () => {
    const dir = await temporaryFolder();
    const { journal } = await open({ dir });
    await expect(journal.append('{\n}')).rejects.toThrow('line feed');
    await expect(journal.append(`"${'ü'.repeat(limits.journalMaxBatchBytes / 2)}"`)).rejects.toThrow('bytes');
    await journal.append(recordOf('a'));
    expect(await idsIn(dir)).toEqual(['a']);
  });

  it('begins a new segment when one is full, and at every start', async () => {
    const dir = await temporaryFolder();
    const { journal } = await open({ dir, segmentBytes: 1_000 });
    for (const id of many(10)) await journal.append(recordOf(id, 400));
    await journal.close();
    expect(await segmentNames(dir)).toEqual([1, 2, 3, 4].map((n) => `0000000${n}.journal`));
    const { journal: next } = await open({ dir });
    await next.append(recordOf('later'));
    expect(next.status().segment).toBe(5);
    expect(await idsIn(dir)).toEqual([...many(10), 'later']);
  });

  it('never gives a number twice, not even one that was only set aside or shipped', async () => {
    const setAside = await temporaryFolder();
    await writeFile(join(setAside, '00000007.journal.damaged'), '');
    expect((await open({ dir: setAside })).journal.status().segment).toBe(8);
    const shipped = await temporaryFolder();
    await writeFile(join(shipped, 'shipped.json'), JSON.stringify({ segment: 9, offset: 0, isDamaged: false }));
    expect((await open({ dir: shipped })).journal.status().segment).toBe(10);
  });

  it('counts what earlier processes left as not yet shipped', async () => {
    const dir = await temporaryFolder();
    const left = await putSegment(dir, 3, ['a', 'b']);
    const { journal } = await open({ dir });
    await journal.append(recordOf('c'));
    expect(journal.status().unshippedBytes).toBe(left.length + lineOf(recordOf('c')).length);
    journal.release({ segment: 3, offset: 10 });
    expect(journal.status().unshippedBytes).toBe(left.length - 10 + lineOf(recordOf('c')).length);
    journal.release({ segment: 4, offset: 0 });
    expect(journal.segments()).toMatchObject([{ number: 4, isOpen: true, isOwn: true }]);
  });

  it('is not starved by others who fill the thread pool', async () => {
    const { journal } = await open({ dir: await temporaryFolder() });
    let hashed = 0;
    const hashes = many(24).map(
      (id) => new Promise<void>((resolve) => pbkdf2(id, 'salt', 150_000, 64, 'sha512', () => resolve(void hashed++))),
    );
    for (const id of many(2)) await journal.append(recordOf(id));
    expect(hashed).toBeLessThan(hashes.length);
    await Promise.all(hashes);
  });
});

describe('a write that fails', () => {
  it('is written again into a fresh segment, and the old one is never touched again', async () => {
    const dir = await temporaryFolder();
    const { start, fail } = fragileWriter();
    const { journal, alarms } = await open({ dir, start });
    await journal.append(recordOf('before'));
    const before = await contentOf(dir, 1);
    fail(1);
    await Promise.all(many(3).map((id) => journal.append(recordOf(id))));
    expect(await contentOf(dir, 1)).toBe(before);
    expect(await contentOf(dir, 2)).toBe(
      many(3)
        .map((id) => lineOf(recordOf(id)).toString())
        .join(''),
    );
    expect(alarms.details('journal_unwritable')).toEqual([{ code: 'EIO', segment: 1, waiting: 3 }]);
    expect(alarms.standing.size).toBe(0);
  });

  it('is tried again as long as it fails, with the alarm standing and appends waiting', async () => {
    const dir = await temporaryFolder();
    const { start, fail, written } = fragileWriter();
    const { journal, alarms } = await open({ dir, start });
    await journal.append(recordOf('before'));
    fail(Number.POSITIVE_INFINITY);
    const waiting = many(3).map((id) => journal.append(recordOf(id)));
    await until(() => written.length > 6);
    expect([...alarms.standing.keys()]).toEqual(['journal_unwritable']);
    expect(journal.status()).toMatchObject({ segment: 1, writable: false, unwrittenRecords: 3 });
    fail(0);
    await Promise.all(waiting);
    expect(alarms.standing.size).toBe(0);
    expect(journal.status()).toMatchObject({ writable: true, unwrittenRecords: 0 });
    // The first segment was told three times: empty, with the first record, and with the batch that failed in it.
    expect(written).toEqual([1, 1, ...Array.from({ length: written.length - 2 }, (_, i) => i + 1)]);
    expect(await idsIn(dir)).toEqual(['before', ...many(3)]);
  });

  it('does not take the first records when too many wait: the oldest waiting is given up, loudly', async () => {
    const dir = await temporaryFolder();
    const { start, fail } = fragileWriter();
    const { journal, alarms } = await open({ dir, start, maxUnwrittenRecords: 5, retryMs: 1_000_000 });
    await journal.append(recordOf('before'));
    fail(2);
    const inFlight = journal.append(recordOf('in flight'));
    await until(() => alarms.details('journal_unwritable').length === 2);
    const waiting = await Promise.all(
      many(7).map((id) => ({
        outcome: journal.append(recordOf(id)).then(
          () => id,
          () => `${id} given up`,
        ),
      })),
    );
    await journal.close();
    await inFlight;
    expect(await Promise.all(waiting.map(({ outcome }) => outcome))).toEqual([
      'r0 given up',
      'r1 given up',
      'r2 given up',
      'r3',
      'r4',
      'r5',
      'r6',
    ]);
    expect(alarms.details('records_lost').at(-1)).toMatchObject({ records: 3 });
    expect(await idsIn(dir)).toEqual(['before', 'in flight', ...many(4, 3)]);
  });

  it('is also one whose thread died: another thread takes over', async () => {
    const dir = await temporaryFolder();
    const { start, kill } = fragileWriter();
    const { journal } = await open({ dir, start });
    for (let round = 0; round < 3; round++) {
      const appends = many(50, round * 50).map((id) => journal.append(recordOf(id)));
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([kill(), ...appends]);
    }
    expect(new Set(await idsIn(dir))).toEqual(new Set(many(150)));
  });
});

describe('a disk that never answers', () => {
  it('leaves appends pending, is told after a while, and does no harm when it answers after all', async () => {
    const dir = await temporaryFolder();
    const clock = createManualClock();
    const { start, hang, recover } = fragileWriter();
    const { journal, alarms } = await open({ dir, start, clock });
    await journal.append(recordOf('before'));
    hang();
    const waiting = many(3).map((id) => journal.append(recordOf(id)));
    await until(async () => (await idsIn(dir)).length === 4);
    expect(journal.status()).toMatchObject({ writable: true, unwrittenRecords: 3 });
    await clock.advance(limits.journalHangMs);
    await clock.advance(limits.journalHangMs);
    expect(alarms.details('journal_unwritable')).toMatchObject([{ code: 'no_answer' }]);
    expect(journal.status()).toMatchObject({ writable: false, unwrittenRecords: 3 });
    recover();
    await Promise.all(waiting);
    expect(alarms.standing.size).toBe(0);
    expect(await idsIn(dir)).toEqual(['before', ...many(3)]);
  });

  it('doesn’t keep the journal from closing; what waits is rejected and told', async () => {
    const clock = createManualClock();
    const { start, hang } = fragileWriter();
    const { journal, alarms } = await open({ dir: await temporaryFolder(), start, clock });
    await journal.append(recordOf('before'));
    hang();
    const outcomes = Promise.allSettled(many(3).map((id) => journal.append(recordOf(id))));
    const closing = journal.close();
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(limits.journalCloseMs);
    await closing;
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(alarms.details('records_lost').at(-1)).toMatchObject({ records: 3 });
  });
});

describe('closing', () => {
  it('writes what waits, then refuses more', async () => {
    const dir = await temporaryFolder();
    const { journal } = await open({ dir });
    const appends = many(100).map((id) => journal.append(recordOf(id)));
    await Promise.all([journal.close(), ...appends]);
    expect(await idsIn(dir)).toEqual(many(100));
    await expect(journal.append(recordOf('late'))).rejects.toThrow('closed');
    await journal.close();
  });

  it('tries a failing disk once more, then gives up', async () => {
    const { start, fail } = fragileWriter();
    const { journal, alarms } = await open({ dir: await temporaryFolder(), start, retryMs: 1_000_000 });
    await journal.append(recordOf('before'));
    fail(Number.POSITIVE_INFINITY);
    const outcome = expect(journal.append(recordOf('a'))).rejects.toThrow('closed');
    await until(() => alarms.details('journal_unwritable').length === 2);
    await journal.close();
    await outcome;
    expect(alarms.details('journal_unwritable').length).toBe(3);
  });
});
