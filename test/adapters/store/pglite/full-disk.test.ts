import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPglitePool } from '../../../../src/adapters/store/pglite/pool.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';

/** A small disk of its own, or why there is none. */
function mountSmallDisk(): { dir: string; remove(): void } | { reason: string } {
  const { dir, remove } = createTemporaryDir();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=75m', 'tmpfs', dir], { stdio: 'pipe' });
  } catch {
    remove();
    return { reason: 'mounting a small disk is not permitted' };
  }
  return {
    dir,
    remove() {
      execFileSync('umount', [dir]);
      remove();
    },
  };
}

// Postgres panics when it can't write its log; PGlite would call the dead backend for ever.
it('fails by name on a full disk, and goes on with everything acknowledged once there is room', async ({ skip }) => {
  const disk = mountSmallDisk();
  if ('reason' in disk) return skip(disk.reason);
  onTestFinished(disk.remove);
  const filler = join(disk.dir, 'filler');
  writeFileSync(filler, Buffer.alloc(15 * 1_048_576));
  const pool = createPglitePool({ dir: join(disk.dir, 'pglite'), clock: realClock, lockMs: 10_000 });
  await pool.query('create table pages (page text)');
  const insert = () => pool.query('insert into pages select repeat(md5(n::text), 60) from generate_series(1, 500) n');
  let acknowledged = 0;
  let failure: unknown = null;
  while (failure === null && acknowledged < 100_000) {
    await insert().then(
      () => {
        acknowledged += 500;
      },
      (error: unknown) => {
        failure = error;
      },
    );
  }
  expect(failure).toMatchObject({ name: 'SqlError', code: '08006' });
  await expect(insert()).rejects.toMatchObject({ code: '08001', message: expect.stringContaining('No space left') });
  rmSync(filler);
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from pages');
  expect(rows).toEqual([{ count: acknowledged }]);
  await insert();
  await pool.end();
});
