import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJournal } from '../../../../src/adapters/store/journal/journal.ts';
import { listSegments, segmentPath } from '../../../../src/adapters/store/journal/segments.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { durableIds, runAppendingChild } from './child.ts';
import { contentOf, idsIn, recordOf, until } from './stage.ts';

/** Runs a program of the system, or throws what it says. */
function system(program: string, ...parameters: readonly string[]): void {
  execFileSync(program, parameters, { stdio: 'pipe' });
}

/** Why a command can't be had on this machine; empty if it can. */
function obstacle(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return String(error).split('\n')[0] ?? 'unknown';
  }
}

const noMount = obstacle(() => {
  const dir = mkdtempSync(join(tmpdir(), 'journal-mount-'));
  try {
    system('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir);
    system('umount', dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
/** Puts a file system of its own on `dir/disk`, which can be frozen. */
function mountFreezable(dir: string): string {
  const image = join(dir, 'image');
  const disk = join(dir, 'disk');
  mkdirSync(disk);
  system('truncate', '-s', '16M', image);
  system('mkfs.ext4', '-q', image);
  system('mount', '-o', 'loop', image, disk);
  return disk;
}

const thaw = (disk: string) => system('fsfreeze', '-u', disk);

const noFreeze = obstacle(() => {
  const dir = mkdtempSync(join(tmpdir(), 'journal-freeze-'));
  try {
    const disk = mountFreezable(dir);
    try {
      system('fsfreeze', '-f', disk);
      thaw(disk);
    } finally {
      system('umount', disk);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
});
const noStrace = obstacle(() => system('strace', '-f', '-qq', '-o', '/dev/null', 'true'));
const noLimits = obstacle(() => system('bash', '-c', 'ulimit -f 64'));

const because = (reason: string) => (reason === '' ? '' : ` (skipped here: ${reason})`);

describe('a file that may not grow (RLIMIT_FSIZE)', () => {
  it.skipIf(noLimits)(
    `is abandoned for a fresh segment; nothing that was acknowledged is missing${because(noLimits)}`,
    async () => {
      const dir = await temporaryFolder();
      const limitBytes = 64 * 1024;
      const lines = await runAppendingChild({
        dir,
        name: 'r',
        concurrency: 16,
        count: 400,
        recordBytes: 1_500,
        wrap: (command) => ['bash', '-c', `ulimit -f ${limitBytes / 1024}; exec "$@"`, 'bash', ...command],
      });
      expect(lines.at(-1)).toBe('closed');
      expect(durableIds(lines).length).toBe(400);
      expect(lines.some((line) => line.startsWith('raise journal_unwritable {"code":"EFBIG"'))).toBe(true);
      expect(lines.filter((line) => line.startsWith('raise')).length).toBe(
        lines.filter((line) => line.startsWith('end journal_unwritable')).length,
      );
      const alarms = createTestAlarms();
      expect(new Set(await idsIn(dir, alarms))).toEqual(new Set(durableIds(lines)));
      expect(alarms.raised).toEqual([]);
      const segments = await listSegments(dir);
      expect(segments.length).toBeGreaterThan(9);
      // Cut off in the middle of a line by the limit, and left like that.
      expect(segments.some(({ bytes }) => bytes === limitBytes)).toBe(true);
    },
  );
});

describe('a disk without room', () => {
  it.skipIf(noMount)(`lets appends wait and takes them all once there is room again${because(noMount)}`, async () => {
    const dir = await temporaryFolder();
    mkdirSync(join(dir, 'disk'));
    system('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(dir, 'disk'));
    onTestFinished(() => system('umount', join(dir, 'disk')));
    const alarms = createTestAlarms();
    const journalDir = join(dir, 'disk', 'journal');
    const journal = await openJournal({ dir: journalDir, alarms, clock: realClock, retryMs: 5 });
    onTestFinished(() => journal.close());
    await journal.append(recordOf('before'));
    const { bavail, bsize } = await statfs(journalDir);
    await writeFile(join(dir, 'disk', 'others'), Buffer.alloc((bavail - 1) * bsize));

    const ids = Array.from({ length: 200 }, (_, i) => `r${i}`);
    const durable: string[] = [];
    const appends = ids.map((id) => journal.append(recordOf(id, 1_500)).then(() => durable.push(id)));
    await until(() => alarms.details('journal_unwritable').length > 3);
    expect(durable).toEqual([]);
    expect(alarms.details('journal_unwritable')[0]).toMatchObject({ code: 'ENOSPC', segment: 1 });
    const abandoned = await contentOf(journalDir, 1);
    expect(journal.status()).toMatchObject({ writable: false, unwrittenRecords: 200 });

    await rm(join(dir, 'disk', 'others'));
    await Promise.all(appends);
    expect(alarms.standing.size).toBe(0);
    expect(await contentOf(journalDir, 1)).toBe(abandoned);
    // Attempts that held nothing durable gave their room back.
    expect((await listSegments(journalDir)).map(({ number }) => number)).toEqual([1, journal.status().segment]);
    const readAlarms = createTestAlarms();
    expect(new Set(await idsIn(journalDir, readAlarms))).toEqual(new Set(['before', ...ids]));
    expect(readAlarms.raised).toEqual([]);
    expect((await stat(segmentPath(journalDir, 1))).size).toBeLessThan(200 * 1_500);
  });
});

describe('a disk whose syncs fail', () => {
  it.skipIf(noStrace)(
    `is not believed: what wasn’t synced is written again elsewhere${because(noStrace)}`,
    async () => {
      const dir = await temporaryFolder();
      const lines = await runAppendingChild({
        dir,
        name: 'r',
        concurrency: 8,
        count: 300,
        recordBytes: 500,
        wrap: (command) => [
          ...[
            'strace',
            '-f',
            '-qq',
            '-o',
            '/dev/null',
            '-e',
            'trace=fdatasync',
            '-e',
            'inject=fdatasync:error=EIO:when=3+5',
          ],
          ...command,
        ],
      });
      expect(lines.at(-1)).toBe('closed');
      const failures = lines.filter((line) => line.startsWith('raise journal_unwritable {"code":"EIO"'));
      expect(failures.length).toBeGreaterThan(3);
      expect(new Set(await idsIn(dir))).toEqual(new Set(durableIds(lines)));
      expect(durableIds(lines).length).toBe(300);
      // Every failure has cost its segment.
      expect((await listSegments(dir)).length).toBeGreaterThanOrEqual(failures.length);
    },
  );
});

describe('a disk that hangs in the system', () => {
  it.skipIf(noFreeze)(
    `holds up neither the event loop nor the start of another journal${because(noFreeze)}`,
    async () => {
      const dir = await temporaryFolder();
      const disk = mountFreezable(dir);
      onTestFinished(() => system('umount', '-l', disk));
      const alarms = createTestAlarms();
      const journal = await openJournal({ dir: join(disk, 'journal'), alarms, clock: realClock });
      await journal.append(recordOf('before'));

      let isFrozen = true;
      system('fsfreeze', '-f', disk);
      onTestFinished(() => void (isFrozen && thaw(disk)));
      let durable = 0;
      const appends = ['a', 'b', 'c'].map((id) => journal.append(recordOf(id)).then(() => durable++));
      await until(() => alarms.standing.has('journal_unwritable'));
      expect(alarms.details('journal_unwritable')).toMatchObject([{ code: 'no_answer' }]);
      expect(durable).toBe(0);
      const other = await openJournal({ dir: join(dir, 'other'), alarms: createTestAlarms(), clock: realClock });
      await other.append(recordOf('elsewhere'));
      await other.close();

      thaw(disk);
      isFrozen = false;
      await Promise.all(appends);
      expect(alarms.standing.size).toBe(0);
      await journal.close();
      expect(await idsIn(join(disk, 'journal'))).toEqual(['before', 'a', 'b', 'c']);
    },
  );
});
