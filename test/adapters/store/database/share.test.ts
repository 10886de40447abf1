import { describe, expect, it } from 'vitest';
import type { SqlPool } from '../../../../src/adapters/store/database/pool.ts';
import { sharePool } from '../../../../src/adapters/store/database/share.ts';
import { createManualClock, settle } from '../../../support/clock.ts';

/** A pool whose statements end when they are told to. */
function stage() {
  const clock = createManualClock();
  const running: { text: string; end(): void; fail(): void }[] = [];
  const query: SqlPool['query'] = (text) =>
    new Promise((resolve, reject) => {
      running.push({
        text,
        end: () => resolve({ rows: [], rowCount: 0, command: text }),
        fail: () => reject(new Error(text)),
      });
    });
  const released: boolean[] = [];
  const connect = async () => ({ query, release: (destroy = false) => void released.push(destroy) });
  const pool: SqlPool = { options: {}, query, connect, end: async () => {} };
  return { clock, running, released, pool: sharePool(pool, { connections: 2, waitMs: 100, clock }) };
}

describe('a share of the pool', () => {
  it('has so many statements under way and no more, and begins the others in their order', async () => {
    const { pool, running } = stage();
    const all = ['a', 'b', 'c', 'd'].map((text) => pool.query(text));
    await settle();
    expect(running.map(({ text }) => text)).toEqual(['a', 'b']);
    running[1]?.end();
    await settle();
    expect(running.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    running[0]?.end();
    running[2]?.end();
    await settle();
    running[3]?.end();
    expect(await Promise.all(all)).toHaveLength(4);
  });

  it('gives its turn back when a statement fails, and when a session is released, once', async () => {
    const { pool, running, released } = stage();
    const failing = pool.query('a');
    const session = await pool.connect();
    await settle();
    running[0]?.fail();
    await expect(failing).rejects.toThrow('a');
    session.release(true);
    session.release();
    const others = ['c', 'd', 'e'].map((text) => pool.query(text));
    await settle();
    expect(running.map(({ text }) => text)).toEqual(['a', 'c', 'd']);
    expect(released[0]).toBe(true);
    for (let index = 1; index < 4; index += 1) {
      running[index]?.end();
      await settle();
    }
    await Promise.all(others);
  });

  it('gives up on whoever waits too long, who then takes no turn', async () => {
    const { pool, running, clock } = stage();
    const [a, b] = [pool.query('a'), pool.query('b')];
    const late = pool.query('late');
    const refused = expect(late).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await clock.advance(100);
    await refused;
    for (const each of running) each.end();
    await Promise.all([a, b]);
    const next = pool.query('next');
    await settle();
    expect(running.map(({ text }) => text)).toEqual(['a', 'b', 'next']);
    running[2]?.end();
    await next;
  });
});
