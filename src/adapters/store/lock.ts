import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirUnusable, makeFolders } from './data-dir.ts';

/** Another process holds the data folder. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

/**
 * Keeps every other process out of a data folder until `release` or the end of this process: the kernel holds the
 * lock (SQLite's own, on the file `lock`) and drops it at death, so nothing stale is left by a crash. Makes the folder
 * if need be. Throws DataDirInUse, or DataDirUnusable where there can be no folder.
 *
 * INVARIANT: nothing else in this process opens and closes `lock`; that would drop the lock (POSIX file locks).
 */
export function lockDataDir(dir: string): { release(): void } {
  makeDataDir(dir);
  // Only for the message; the lock file itself must not be read.
  const pidPath = join(dir, 'lock.pid');
  // Its rollback journal stays in memory: a full disk must not keep anybody from starting.
  const lock = new DatabaseSync(join(dir, 'lock'));
  try {
    lock.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DataDirInUse(
      `another Countersign (pid ${readPid(pidPath)}) is using ${display(dir)}; stop it or set DATA_DIR`,
    );
  }
  writePid(pidPath);
  return {
    release() {
      if (!lock.isOpen) return;
      rmSync(pidPath, { force: true });
      lock.close();
    },
  };
}

function makeDataDir(dir: string): void {
  try {
    makeFolders(dir);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataDirUnusable(`${display(dir)} can't be the data folder (${reason}); set DATA_DIR to another one`);
  }
}

/** On a full disk a message will say `unknown`; that is no reason not to start. */
function writePid(path: string): void {
  try {
    writeFileSync(path, `${process.pid}\n`);
  } catch {
    rmSync(path, { force: true });
  }
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY; see "Result and Error Codes" in SQLite's documentation.
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readPid(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function display(dir: string): string {
  const path = relative('.', dir);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? dir : `./${path}`;
}
