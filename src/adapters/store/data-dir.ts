import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The data folder holds something that can't be used; the message says what to do. */
export class DataDirUnusable extends Error {
  override readonly name = 'DataDirUnusable';
}

const MIN_KEY_LENGTH = 16;

/**
 * The key that personal data is concealed with: made at the first start and kept in the data folder, for us alone.
 * Throws DataDirUnusable where one is kept that is none: under another key nothing old would equal itself any more.
 *
 * INVARIANT: the caller holds the folder's lock, so nobody else makes one at the same time.
 */
export function keptHashKey(dataDir: string): string {
  const path = join(dataDir, 'hash.key');
  if (!existsSync(path)) {
    // Whole or not at all: a crash must not leave an empty key.
    writeFileSync(`${path}.new`, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  const key = readFileSync(path, 'utf8').trim();
  if (key.length >= MIN_KEY_LENGTH) return key;
  throw new DataDirUnusable(`${path} holds no key; put the one from your backup there, or set HASH_KEY`);
}

/**
 * Makes a folder for us alone, and those above it that are not there yet. Throws what the system says.
 *
 * One level at a time: in a place that takes no folders at all (`/proc/x`) Node's own way of making several at once
 * tries for ever.
 */
export function makeFolders(dir: string): void {
  const path = resolve(dir);
  if (!existsSync(dirname(path))) makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
