import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyHash, newApiKeyText } from './api-key.ts';
import { createApiKey, findApiKeyByHash, listApiKeys } from './database/api-keys.ts';
import type { SqlPool } from './database/pool.ts';

/**
 * Makes sure that somebody can administer: where no key with the scope admin is in force, a new one is written to
 * `DATA_DIR/admin.key`, for us alone. In a database without any key the one that the file has already counts. True if
 * there was none. Rejects as the database does, and where the file can't be written.
 */
export async function ensureAdminKey(pool: SqlPool, dataDir: string): Promise<boolean> {
  const keys = await listApiKeys(pool);
  if (keys.some(({ scopes, revokedAtMs }) => revokedAtMs === null && scopes.includes('admin'))) return false;
  const path = join(dataDir, 'admin.key');
  const hash = keyHash(keys.length === 0 ? (keptKey(path) ?? writeKey(path)) : writeKey(path));
  const unbound = { livemode: null, account: null };
  try {
    await createApiKey(pool, { name: 'admin', scopes: ['admin'], ...unbound, hash, createdBy: 'system' });
  } catch (error) {
    // Another process with the same folder's key was first.
    if (!(await findApiKeyByHash(pool, hash))) throw error;
  }
  return true;
}

const KEY = /^csk_[\w-]{43}$/;

function keptKey(path: string): string | null {
  if (!existsSync(path)) return null;
  const key = readFileSync(path, 'utf8').trim();
  return KEY.test(key) ? key : null;
}

function writeKey(path: string): string {
  const key = newApiKeyText();
  // Whole or not at all, and never readable by others.
  writeFileSync(`${path}.new`, `${key}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return key;
}
