import { afterAll, describe, expect, it } from 'vitest';
import { KNOWN_MIGRATIONS } from '../../../../src/adapters/store/database/migrate.ts';
import { type Database, openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createPostgresPool } from '../../../../src/adapters/store/database/postgres.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { createAuthorizationsStep } from '../../../../src/workflows/ingest/authorizations.ts';
import { startPump } from '../../../../src/workflows/ingest/pump.ts';
import { historyEntry, reportText } from '../../../contract/database/asks.ts';
import { databaseContract } from '../../../contract/database.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../../support/postgres.ts';
import { freePort, openProxy } from '../../../support/proxy.ts';
import { decisionText } from './fixtures.ts';

const reason = await whyNoPostgres();

describe.skipIf(reason !== null)(reason ? `skipped: ${reason}` : 'Postgres', async () => {
  if (reason !== null) return;
  const { url, drop } = await createPostgresDatabase();
  afterAll(drop);
  const open = () => openDatabase({ url, dataDir: '', alarms: createTestAlarms(), clock: realClock });

  // Opened together: the schema is made once, whoever comes first.
  const databases = Array.from({ length: 4 }, open);
  await Promise.all(databases.map((database) => database.ready()));
  const [first, second, ...others] = databases as [Database, Database, ...Database[]];
  afterAll(() => Promise.all([second, ...others].map((database) => database.close())));

  databaseContract('Postgres', async () => first);

  it('is migrated once by several processes that start at the same time', async () => {
    const { rows } = await second.pool.query('select name from countersign_migrations');
    expect(rows).toEqual(KNOWN_MIGRATIONS.map((name) => ({ name })));
  });

  it('tells a second process of the answer that the first one gave', async () => {
    await writeRecords(second.pool, [decisionText('ours')]);
    const [third] = others as [Database];
    const [outcome] = await writeRecords(third.pool, [decisionText('theirs', { event: 'evt_ours' })]);
    expect(outcome).toMatchObject({ kind: 'answered_before', answer: { decisionId: 'ours' } });
  });

  it('waits for an uncommitted answer of another process, and then tells of it', async () => {
    const [third, fourth] = others as [Database, Database];
    const client = await third.pool.connect();
    await client.query('begin');
    await writeRecords({ ...third.pool, query: client.query }, [decisionText('slow')]);
    const waiting = writeRecords(fourth.pool, [decisionText('fast', { ask: 'iauth_slow:0:1000' })]);
    await client.query('commit');
    client.release();
    expect(await waiting).toMatchObject([{ kind: 'answered_before', answer: { decisionId: 'slow' } }]);
  });

  it('settles two writers that wait for each other', async () => {
    const [third, fourth] = others as [Database, Database];
    const ids = Array.from({ length: 200 }, (_, index) => `deadlock_${index}`);
    const theirs = (id: string) => decisionText(`theirs_${id}`, { event: `evt_${id}`, ask: `iauth_${id}:0:1000` });
    const [left, right] = await Promise.all([
      writeRecords(
        third.pool,
        ids.map((id) => decisionText(id)),
      ),
      writeRecords(fourth.pool, ids.toReversed().map(theirs)),
    ]);
    const answers = new Set(['durable answered_before', 'answered_before durable']);
    for (const [index, outcome] of left.entries()) {
      expect(answers).toContain(`${outcome.kind} ${right.toReversed()[index]?.kind}`);
    }
  });

  it('has each ask told of once, though two gateways look at what was stored at the same time', async () => {
    const [third] = others as [Database];
    await second.pool.query('truncate decisions, events, inbox, asks, authorizations');
    const entry = historyEntry('webhook_timeout');
    const texts = Array.from({ length: 120 }, (_, index) => {
      return reportText(`evt_${index}`, [entry], { object_id: `iauth_${index}`, content: `c${index}` });
    });
    await writeRecords(second.pool, texts);
    const alarms = createTestAlarms();
    const clock = { ...realClock, nowMs: () => entry.created * 1000 };
    const pumps = [second, third].map(({ pool }) =>
      startPump({ pool, steps: [createAuthorizationsStep(alarms, () => {})], clock, alarms }),
    );
    await expect.poll(async () => (await second.pool.query('select from inbox')).rowCount, { timeout: 20_000 }).toBe(0);
    await Promise.all(pumps.map((pump) => pump.close()));
    const told = alarms.details('answer_too_late').reduce((sum, { asks }) => sum + Number(asks), 0);
    expect([told, new Set(alarms.raised)]).toEqual([120, new Set(['answer_too_late'])]);
    expect((await second.pool.query(`select from asks where decided_by = 'time_out'`)).rowCount).toBe(120);
  });

  it('gives a connection up that stopped answering, and asks on another', async () => {
    const port = await freePort();
    const proxied = new URL(url);
    proxied.host = `127.0.0.1:${port}`;
    const proxy = await openProxy(port, new URL(url));
    const pool = createPostgresPool(proxied.href, { connectMs: 500, statementMs: 50 });
    await pool.query('select 1');
    proxy.stallOpen();
    await expect(pool.query('select 1')).rejects.toMatchObject({ message: 'Query read timeout' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
    await proxy.close();
  });

  it('takes a session that the server ended for gone, and goes on with another', async () => {
    const client = await second.pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await others[0]?.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await expect(client.query('select 1')).rejects.toMatchObject({ name: 'SqlError' });
    client.release();
    await expect.poll(() => second.status().state).toBe('open');
    await second.ping();
  });
});
