import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/adapters/store/lock.ts';
import { createTemporaryDir } from '../../support/folder.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function createDir(): string {
  const { dir, remove } = createTemporaryDir();
  cleanUps.push(remove);
  return join(dir, 'data');
}

async function hold(dir: string): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./lock-holder.ts', import.meta.url)), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUps.unshift(() => child.kill('SIGKILL'));
  const [says] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, says };
}

describe('the lock on a data folder', () => {
  it('keeps a second process out, and names the first', async () => {
    const dir = createDir();
    const { release } = lockDataDir(dir);
    expect((await hold(dir)).says).toBe(
      `DataDirInUse: another Countersign (pid ${process.pid}) is using ${dir}; stop it or set DATA_DIR`,
    );
    release();
    expect((await hold(dir)).says).toBe('locked');
  });

  it('keeps a second use in the same process out', () => {
    const dir = createDir();
    const { release } = lockDataDir(dir);
    expect(() => lockDataDir(dir)).toThrow('another Countersign');
    release();
    release();
    lockDataDir(dir).release();
    expect(existsSync(join(dir, 'lock.pid'))).toBe(false);
  });

  it('is free at once after the holder was killed', async () => {
    const dir = createDir();
    const { child, says } = await hold(dir);
    expect(says).toBe('locked');
    expect(() => lockDataDir(dir)).toThrow(`(pid ${child.pid})`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDataDir(dir).release();
  });

  it('shows a folder below the working directory as a person would write it', () => {
    const dir = createDir();
    const before = process.cwd();
    lockDataDir(dir);
    process.chdir(join(dir, '..'));
    try {
      expect(() => lockDataDir(dir)).toThrow(' is using ./data; ');
    } finally {
      process.chdir(before);
    }
  });
});
