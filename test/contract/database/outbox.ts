import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { enqueue, handOver, type OutboxRow } from '../../../src/adapters/store/database/outbox.ts';
import { countWaiting } from '../../../src/adapters/store/database/waiting.ts';

/** Jobs wait in the outbox until somebody has them. */
export function outboxContract(database: () => Database): void {
  const pool = () => database().pool;
  const job = (key: string, notBeforeMs?: number) => {
    const plain = { name: 'retrieve_authorization' as const, key, data: { id: key, live: false, tries: 1, by: null } };
    return notBeforeMs === undefined ? plain : { ...plain, notBeforeMs };
  };
  const hand = (add: (jobs: readonly OutboxRow[]) => Promise<void>, limit = 10, isShared = false) =>
    handOver(pool(), { limit, isShared }, add);

  describe.each([false, true])('the outbox, shared with other processes: %s', (isShared) => {
    beforeEach(async () => {
      await pool().query('truncate outbox');
    });

    it('hands jobs over as they are, in their order, so many at a time, and has them no more', async () => {
      const dueMs = Date.UTC(2026, 0, 1);
      await enqueue(pool(), [job('a'), job('b', dueMs)]);
      await enqueue(pool(), [job('c')]);
      const taken: (readonly OutboxRow[])[] = [];
      const add = async (jobs: readonly OutboxRow[]) => void taken.push(jobs);
      expect(await hand(add, 2, isShared)).toBe(2);
      expect(await hand(add, 2, isShared)).toBe(1);
      expect(await hand(add, 2, isShared)).toBe(0);
      expect(taken.map((jobs) => jobs.map(({ seq: _seq, ...rest }) => rest))).toEqual([
        [job('a'), job('b', dueMs)],
        [job('c')],
      ]);
    });

    it('keeps what nobody took', async () => {
      await enqueue(pool(), [job('a')]);
      const refused = hand(() => Promise.reject(new Error('the queue is away')), 10, isShared);
      await expect(refused).rejects.toThrow('the queue is away');
      const keys: string[] = [];
      await hand(async (jobs) => void keys.push(...jobs.map(({ key }) => key)), 10, isShared);
      expect(keys).toEqual(['a']);
    });

    it('takes a job of the same key again, once it has handed that over', async () => {
      await enqueue(pool(), [job('a')]);
      await hand(async () => {}, 10, isShared);
      await enqueue(pool(), [job('a')]);
      expect(await hand(async () => {}, 10, isShared)).toBe(1);
    });
  });

  it('lets another process hand over what none has in hand', async () => {
    if (database().embedded !== null) return;
    await pool().query('truncate outbox');
    await enqueue(pool(), [job('a'), job('b'), job('c')]);
    const keys: string[] = [];
    const taking = (jobs: readonly OutboxRow[]) => keys.push(...jobs.map(({ key }) => key));
    await hand(
      async (jobs) => {
        await hand(async (others) => void taking(others), 2, true);
        taking(jobs);
      },
      2,
      true,
    );
    expect(keys).toEqual(['c', 'a', 'b']);
    expect((await countWaiting(pool())).outbox.waiting).toBe(0);
  });
}
