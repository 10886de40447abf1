import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureAdminKey } from '../../../src/adapters/store/admin-key.ts';
import { keyHash, newApiKeyText } from '../../../src/adapters/store/api-key.ts';
import { findApiKeyByHash, listApiKeys, revokeApiKey } from '../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';

const { dir, remove } = createTemporaryDir();
const path = join(dir, 'admin.key');
let database: Database;
let drop = async () => {};

beforeAll(async () => {
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  if (postgres) drop = postgres.drop;
  const url = postgres?.url ?? null;
  database = openDatabase({ url, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
});
afterAll(async () => {
  await database.close();
  await drop();
  remove();
});
beforeEach(async () => {
  await database.pool.query('delete from api_keys');
  rmSync(path, { force: true });
});

const ensure = () => ensureAdminKey(database.pool, dir);
const kept = () => readFileSync(path, 'utf8').trim();

describe('the admin key', () => {
  it('is written at the first start, for the owner alone, and holds', async () => {
    expect(await ensure()).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await findApiKeyByHash(database.pool, keyHash(kept()))).toMatchObject({ scopes: ['admin'], livemode: null });
    expect(JSON.stringify(await listApiKeys(database.pool))).not.toContain(kept());
  });

  it('stays what it is at every further start', async () => {
    await ensure();
    const key = kept();
    expect(await ensure()).toBe(false);
    expect(kept()).toBe(key);
    expect(await listApiKeys(database.pool)).toHaveLength(1);
  });

  it('is not made again on a machine that only lacks the file', async () => {
    await ensure();
    rmSync(path);
    expect(await ensure()).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it('is taken from the file where the database is a new one', async () => {
    const key = newApiKeyText();
    writeFileSync(path, `${key}\n`);
    expect(await ensure()).toBe(true);
    expect(kept()).toBe(key);
    expect(await findApiKeyByHash(database.pool, keyHash(key))).not.toBeNull();
  });

  it('is made anew where every one was revoked: nobody is locked out', async () => {
    await ensure();
    const first = kept();
    const [key] = await listApiKeys(database.pool);
    await revokeApiKey(database.pool, key?.id ?? '');
    expect(await ensure()).toBe(true);
    expect(kept()).not.toBe(first);
    expect(await findApiKeyByHash(database.pool, keyHash(first))).toBeNull();
  });
});
