import { randomBytes, randomUUID } from 'node:crypto';
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
  const path = join(dataDir, KEY_FILE);
  if (!existsSync(path)) writeWhole(path, randomBytes(32).toString('base64url'));
  return readKey(path);
}

/** The same key, for a process that must not make one. Throws DataDirUnusable where there is none. */
export function knownHashKey(dataDir: string): string {
  const path = join(dataDir, KEY_FILE);
  if (existsSync(path)) return readKey(path);
  throw new DataDirUnusable(
    `HASH_KEY is not set, and ${path} is not there: set HASH_KEY to what the gateways have, so that the same person ` +
      'is concealed in the same way',
  );
}

const KEY_FILE = 'hash.key';

function readKey(path: string): string {
  const key = readFileSync(path, 'utf8').trim();
  if (key.length >= MIN_KEY_LENGTH) return key;
  throw new DataDirUnusable(`${path} holds no key; put the one from your backup there, or set HASH_KEY`);
}

/**
 * The name of the data folder: made at the first start and kept in it. What a process before said of itself is known
 * by it as an earlier process's of the same folder.
 *
 * INVARIANT: the caller holds the folder's lock.
 */
export function keptFolderId(dataDir: string): string {
  const path = join(dataDir, 'folder.id');
  if (!existsSync(path)) writeWhole(path, `fld_${randomUUID()}`);
  return readFileSync(path, 'utf8').trim();
}

/** Whole or not at all: a crash must not leave an empty file. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
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
