import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SqlPool } from '../../../../src/adapters/store/database/pool.ts';
import { together } from '../../../../src/adapters/store/database/together.ts';
import { createBorrowedPool } from '../../../../src/adapters/store/pglite/borrow.ts';
import { createPglitePool, type PglitePool } from '../../../../src/adapters/store/pglite/pool.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';

describe('the session of the embedded database, lent to somebody else', () => {
  const { dir, remove } = createTemporaryDir();
  let owner: PglitePool;

  beforeAll(async () => {
    owner = createPglitePool({ dir: join(dir, 'pglite'), clock: realClock, lockMs: 1_000 });
    await owner.query('create table marks (seq int generated always as identity, mark text)');
  });
  beforeEach(() => owner.query('truncate marks'));
  afterAll(async () => {
    await owner.end();
    remove();
  });

  function borrow() {
    const { port1, port2 } = new MessageChannel();
    owner.lend(port1);
    const borrowed = createBorrowedPool(port2);
    onTestFinished(() => port2.close());
    return { borrowed, leave: () => port2.close() };
  }
  const mark = (pool: Pick<SqlPool, 'query'>, text: string) =>
    pool.query('insert into marks (mark) values ($1)', [text]);
  const marks = async (pool: SqlPool = owner) =>
    (await pool.query<{ mark: string }>('select mark from marks order by seq')).rows.map((row) => row.mark);

  it('gives what the owner would get, types, counts and errors', async () => {
    const { borrowed } = borrow();
    const text = `select 9007199254740993::int8 as big, '{"a": [1]}'::jsonb as json, null as nothing, $1::text as said,
      '2026-01-01T00:00:00Z'::timestamptz as at`;
    expect(await borrowed.query(text, ['so'])).toMatchObject({ rows: (await owner.query(text, ['so'])).rows });
    expect((await mark(borrowed, 'a')).rowCount).toBe(1);
    await expect(borrowed.query('select nothing')).rejects.toMatchObject({ name: 'SqlError', code: '42703' });
    expect(await marks(borrowed)).toEqual(['a']);
  });

  it('is whose transaction is open, until it ends: nobody comes in between, on either side', async () => {
    const { borrowed } = borrow();
    const inside = together(borrowed, async (joined) => {
      await mark(joined, 'borrowed 1');
      const outside = mark(owner, 'owner');
      await mark(joined, 'borrowed 2');
      return { outside };
    });
    await (await inside).outside;
    await together(owner, async (joined) => {
      await mark(joined, 'owner 1');
      const outside = mark(borrowed, 'borrowed');
      await mark(joined, 'owner 2');
      return { outside };
    }).then(({ outside }) => outside);
    expect(await marks()).toEqual(['borrowed 1', 'borrowed 2', 'owner', 'owner 1', 'owner 2', 'borrowed']);
  });

  it('is undone with a transaction that fails, and goes on', async () => {
    const { borrowed } = borrow();
    const failing = together(borrowed, async (joined) => {
      await mark(joined, 'gone');
      await joined.query('select nothing');
    });
    await expect(failing).rejects.toMatchObject({ code: '42703' });
    await mark(borrowed, 'there');
    expect(await marks()).toEqual(['there']);
  });

  it('comes back when the borrower ends in the midst of a transaction, and that is as if it had never been', async () => {
    const { borrowed, leave } = borrow();
    const client = await borrowed.connect();
    await client.query('begin');
    await mark(client, 'half');
    const waiting = mark(owner, 'waited');
    leave();
    await waiting;
    expect(await marks()).toEqual(['waited']);
  });

  it('tells a borrower who waited too long for it, who may try again', async () => {
    const { borrowed } = borrow();
    const client = await owner.connect();
    await client.query('begin');
    await expect(mark(borrowed, 'late')).rejects.toMatchObject({ code: '55P03' });
    await client.query('commit');
    client.release();
    await mark(borrowed, 'again');
    expect(await marks()).toEqual(['again']);
  });

  it('ends with its backend, and is there again with the next one', async () => {
    const { borrowed } = borrow();
    await mark(borrowed, 'before');
    const long = borrowed.query("select pg_sleep(0.5), 'x' as said");
    await owner.kill();
    await expect(long).rejects.toMatchObject({ code: '08006' });
    await mark(borrowed, 'after');
    expect(await marks(borrowed)).toEqual(['before', 'after']);
  });
});
