import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createPglitePool, type PglitePool } from '../../../../src/adapters/store/pglite/pool.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';

describe('the pool over PGlite', () => {
  const { dir, remove } = createTemporaryDir();
  let pool: PglitePool;

  beforeAll(async () => {
    pool = createPglitePool({ dir: join(dir, 'pglite'), clock: realClock, lockMs: 200 });
    await pool.query('create table marks (mark text)');
  });
  afterEach(async () => {
    await pool.query('truncate marks');
  });
  afterAll(async () => {
    await pool.end();
    remove();
  });

  const mark = (text: string) => pool.query('insert into marks values ($1)', [text]);
  const marks = async () => (await pool.query<{ mark: string }>('select mark from marks')).rows.map((row) => row.mark);

  it('syncs every commit to the disk, and says so', async () => {
    expect(pool.isSynced()).toBe(true);
    const before = pool.syncs();
    for (let turn = 0; turn < 50; turn += 1) await mark(String(turn));
    expect(pool.syncs() - before).toBeGreaterThanOrEqual(50);
    const afterWriting = pool.syncs();
    await marks();
    expect(pool.syncs()).toBe(afterWriting);
  });

  it('names the use of db inside db.transaction(), which would wait for itself', async () => {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }) });
    const nested = db.transaction().execute(async (transaction) => {
      await sql`insert into marks values ('inside')`.execute(transaction);
      await sql`insert into marks values ('outside')`.execute(db);
    });
    await expect(nested).rejects.toMatchObject({
      name: 'SessionLockTimeout',
      message: expect.stringContaining('`db` was used inside `db.transaction()`'),
    });
    expect(await marks()).toEqual([]);
  });

  it('lets nobody between the statements of a transaction', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query("insert into marks values ('first')");
    const outside = marks();
    await client.query("insert into marks values ('second')");
    await client.query('commit');
    client.release();
    expect(await outside).toEqual(['first', 'second']);
  });

  it('keeps a failed transaction until its rollback, and rolls back what a client leaves open', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query("insert into marks values ('undone')");
    await expect(client.query('select nothing')).rejects.toMatchObject({ code: '42703' });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    client.release();
    expect(await marks()).toEqual([]);
    await expect(client.query('select 1')).rejects.toThrow('released');
    await pool.query('begin');
    expect(await marks()).toEqual([]);
  });

  it('tells listening clients of a notification, with comments before LISTEN', async () => {
    const listener = await pool.connect();
    const heard: unknown[] = [];
    listener.on('notification', ({ channel, payload }) => heard.push([channel, payload]));
    await listener.query('-- wait for jobs\n-- as a queue does\nlisten "Jobs"');
    await pool.query(`notify "Jobs", 'one'`);
    await pool.query('select pg_notify($1, $2)', ['Jobs', 'two']);
    expect(heard).toEqual([
      ['Jobs', 'one'],
      ['Jobs', 'two'],
    ]);
    listener.release();
  });

  it('starts another backend after one died in a query, and loses nothing that was acknowledged', async () => {
    await mark('kept');
    let errors = 0;
    pool.on('error', () => {
      errors += 1;
    });
    const client = await pool.connect();
    await client.query('begin');
    await client.query("insert into marks values ('never committed')");
    const endless = client.query('select count(*) from generate_series(1, 1000000000000)');
    const next = marks();
    await pool.kill();
    await expect(endless).rejects.toMatchObject({ name: 'SqlError', code: '08006' });
    // The rest of the transaction must not run without its beginning.
    await expect(client.query("insert into marks values ('the rest')")).rejects.toMatchObject({ code: '08006' });
    await expect(client.query('commit')).rejects.toMatchObject({ code: '08006' });
    client.release(true);
    expect(await next).toEqual(['kept']);
    expect(await marks()).toEqual(['kept']);
    expect(errors).toBe(1);
    expect(pool.isSynced()).toBe(true);
  });
});

describe('start and end of PGlite', () => {
  it('begins anew where an earlier one was interrupted', async () => {
    const { dir, remove } = createTemporaryDir();
    onTestFinished(remove);
    const data = join(dir, 'pglite');
    mkdirSync(data);
    writeFileSync(join(data, 'PG_VERSION'), '18\n');
    writeFileSync(`${data}.new`, '');
    const pool = createPglitePool({ dir: data, clock: realClock, lockMs: 1_000 });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('can be ended while a query takes for ever', async () => {
    const { dir, remove } = createTemporaryDir();
    onTestFinished(remove);
    const pool = createPglitePool({ dir: join(dir, 'pglite'), clock: realClock, lockMs: 50 });
    await pool.query('select 1');
    const endless = pool.query('select count(*) from generate_series(1, 1000000000000)');
    const rejected = expect(endless).rejects.toMatchObject({ code: '08006' });
    // Once the query has begun.
    await new Promise((resolve) => setImmediate(resolve));
    await pool.end();
    await rejected;
  });

  it('rejects where the folder can not be a database, and tries again with the next query', async () => {
    const { dir, remove } = createTemporaryDir();
    onTestFinished(remove);
    const data = join(dir, 'missing', 'pglite');
    const pool = createPglitePool({ dir: data, clock: realClock, lockMs: 1_000 });
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: '08001' });
    mkdirSync(join(dir, 'missing'));
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
    await expect(pool.query('select 1')).rejects.toThrow('closed');
  });
});
