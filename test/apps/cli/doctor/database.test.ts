import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createPostgresPool } from '../../../../src/adapters/store/database/postgres.ts';
import { lockDataDir } from '../../../../src/adapters/store/lock.ts';
import { checkDatabase } from '../../../../src/apps/cli/doctor/database.ts';
import type { Subject } from '../../../../src/apps/cli/doctor/subject.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../../support/postgres.ts';
import { freePort } from '../../../support/proxy.ts';

const reason = await whyNoPostgres();

function subjectWith(changes: Partial<Subject>): Subject {
  return {
    nodeVersion: '24.21.0',
    problems: [],
    authorizationSecrets: [],
    eventSecrets: [],
    policies: 'policies',
    dataDir: 'nowhere',
    databaseUrl: null,
    secretKey: null,
    apiHost: null,
    stripeVersion: Stripe.API_VERSION,
    twilio: null,
    ...changes,
  };
}

const check = (changes: Partial<Subject>) => checkDatabase(subjectWith(changes), 'free', realClock);

/** Opens it as `serve` does, which makes the tables, and closes it again. */
async function migrateOnce(url: string | null, dataDir = ''): Promise<void> {
  const database = openDatabase({ url, dataDir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
  await database.close();
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const pool = createPostgresPool(url);
  for (const statement of statements) await pool.query(statement);
  await pool.end();
}

describe('a database that is not there', () => {
  it('is a fault, told without its password', async () => {
    const databaseUrl = `postgres://someone:hidden@127.0.0.1:${await freePort()}/nothing`;
    const { finding, serverTime } = await check({ databaseUrl });
    expect(finding).toMatchObject({ status: 'fault', found: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(finding)).not.toContain('hidden');
    expect(serverTime).toBeNull();
  });

  it('is not looked for where its URL is the fault', async () => {
    const { finding } = await check({ problems: ['DATABASE_URL is a URL of Postgres'] });
    expect(finding.status).toBe('skipped');
  });
});

describe.skipIf(reason !== null)('a Postgres', () => {
  async function create(): Promise<string> {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    await run(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = on`);
    return url;
  }

  it('is examined without being changed: empty it stays, and the next start makes its tables', async () => {
    const databaseUrl = await create();
    const { finding, serverTime } = await check({ databaseUrl });
    expect(finding).toMatchObject({ status: 'ok', found: 'Postgres, empty; the next start brings it up to date' });
    expect(Math.abs((serverTime?.nowMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await check({ databaseUrl })).toMatchObject({ finding });
    await migrateOnce(databaseUrl);
    expect((await check({ databaseUrl })).finding).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^Postgres, schema 0\d{3}-/),
    });
  });

  it('is a fault when commits are acknowledged before they are kept', async () => {
    const databaseUrl = await create();
    await run(databaseUrl, `alter database ${new URL(databaseUrl).pathname.slice(1)} set synchronous_commit = off`);
    const { finding } = await check({ databaseUrl });
    expect(finding).toMatchObject({ status: 'fault', advice: expect.stringContaining('synchronous_commit') });
  });

  it('wants attention when a later version was here', async () => {
    const databaseUrl = await create();
    await migrateOnce(databaseUrl);
    await run(databaseUrl, "insert into countersign_migrations values ('9999-from-the-future', now()::text)");
    const { finding } = await check({ databaseUrl });
    expect(finding).toMatchObject({ status: 'warning', found: 'Postgres, schema 9999-from-the-future' });
  });
});

// It takes seconds to make one, and half a minute on a busy machine.
describe('the embedded database', { timeout: 120_000 }, () => {
  it('is made by the first start, and not by the doctor', async () => {
    const dataDir = temporaryFolder();
    expect((await check({ dataDir })).finding).toMatchObject({
      status: 'ok',
      found: 'embedded, made by the first start',
    });
  });

  it('is opened under the lock, found synced and migrated, and closed again', async () => {
    const dataDir = temporaryFolder();
    const lock = lockDataDir(dataDir);
    await migrateOnce(null, dataDir);
    lock.release();
    expect((await check({ dataDir })).finding).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^embedded, schema 0\d{3}-/),
    });
    lockDataDir(dataDir).release();
  });

  it('is at fault when its files are no database', async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, 'pglite'), 'not a folder');
    expect((await check({ dataDir })).finding).toMatchObject({
      status: 'fault',
      advice: expect.stringContaining('copy'),
    });
  });
});
