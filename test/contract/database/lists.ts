import { beforeEach, describe, expect, it } from 'vitest';
import {
  addEntry,
  countEntries,
  countEntryStates,
  type EntryState,
  entriesInForce,
  findEntries,
  findEntry,
  type NewListEntry,
  removeEntry,
} from '../../../src/adapters/store/database/list-entries.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { policyState } from '../../../src/adapters/store/database/policy-state.ts';

const SCOPE = { livemode: false, account: null };
const DAY_MS = 86_400_000;

/** Entries of lists come and go with a number that grows, and what was listed when can be asked afterwards. */
export function listsContract(database: () => Database): void {
  beforeEach(async () => {
    await database().pool.query('truncate list_entries restart identity');
  });

  const add = (value: string, fields: Partial<NewListEntry> = {}) =>
    addEntry(database().pool, { ...ENTRY, knownFromMs: Date.now(), value, ...fields });
  const valuesAt = async (atMs: number, scope = SCOPE) =>
    (await findEntries(database().pool, { scope, list: 'risky', atMs, limit: 100 })).map(({ value }) => value);
  const listSeq = async () => (await policyState(database().pool)).listSeq;

  describe('list entries', () => {
    it('are added once: the same again changes nothing', async () => {
      const before = await listSeq();
      const first = await add('5816', { note: 'digital games', knownFromMs: 1000 });
      expect(first).toEqual({
        isNew: true,
        entry: {
          id: expect.stringMatching(/^entry_/),
          ...ENTRY,
          value: '5816',
          note: 'digital games',
          knownFromMs: 1000,
          knownUntilMs: null,
          removedAtMs: null,
          removedBy: null,
          createdAtMs: expect.any(Number),
        },
      });
      expect(await listSeq()).toBe(before + 1);
      const again = await add('5816', { note: 'digital games', author: 'key_2' });
      expect(again).toEqual({ entry: first.entry, isNew: false });
      expect(await listSeq()).toBe(before + 1);
    });

    it('with another note or expiry follow the one before without a gap', async () => {
      const first = await add('5816', { knownFromMs: Date.now() - DAY_MS });
      const knownUntilMs = Date.now() + DAY_MS;
      const second = await add('5816', { note: 'for a day', knownUntilMs, knownFromMs: Date.now() + 1000 });
      expect(second).toMatchObject({ isNew: false, entry: { note: 'for a day', knownUntilMs } });
      const closed = await findEntry(database().pool, first.entry.id);
      expect(closed).toMatchObject({ removedBy: 'key_1', removedAtMs: second.entry.knownFromMs });
      const changeMs = second.entry.knownFromMs;
      for (const atMs of [changeMs - 1, changeMs, changeMs + 1]) expect(await valuesAt(atMs)).toEqual(['5816']);
      expect(await entriesInForce(database().pool, Date.now())).toEqual([second.entry]);
    });

    it('that are to come stay so with another note', async () => {
      const knownFromMs = Date.now() + DAY_MS;
      await add('5816', { knownFromMs });
      const second = await add('5816', { note: 'from tomorrow on', knownFromMs });
      expect(second.entry).toMatchObject({ note: 'from tomorrow on', knownFromMs });
      expect(await valuesAt(Date.now())).toEqual([]);
    });

    it('that have expired are followed by new ones', async () => {
      const first = await add('5816', { knownFromMs: 1000, knownUntilMs: 2000 });
      const second = await add('5816', { knownFromMs: 3000, knownUntilMs: 2000 + DAY_MS });
      expect(second.isNew).toBe(true);
      expect(second.entry.id).not.toBe(first.entry.id);
      expect(second.entry.knownFromMs).toBe(3000);
      expect(await valuesAt(1500)).toEqual(['5816']);
      expect(await valuesAt(2500)).toEqual([]);
      expect(await valuesAt(3500)).toEqual(['5816']);
    });

    it('are open once however many add the same value at the same time', async () => {
      const added = await Promise.all(Array.from({ length: 6 }, (_, index) => add('x', { note: `note ${index % 2}` })));
      expect(added.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(await entriesInForce(database().pool, Date.now())).toHaveLength(1);
    });

    it('are removed once, by whom and when', async () => {
      const { entry } = await add('5816', { knownFromMs: 1000 });
      const before = await listSeq();
      const removed = await removeEntry(database().pool, entry.id, 'key_2');
      expect(removed).toEqual({ ...entry, removedAtMs: expect.any(Number), removedBy: 'key_2' });
      expect(await listSeq()).toBe(before + 1);
      expect(await removeEntry(database().pool, entry.id, 'key_3')).toBeNull();
      expect(await removeEntry(database().pool, 'entry_nowhere', 'key_3')).toBeNull();
      expect(await listSeq()).toBe(before + 1);
      expect(await findEntry(database().pool, entry.id)).toEqual(removed);
      expect(await valuesAt(removed?.removedAtMs ?? 0)).toEqual([]);
      expect(await valuesAt((removed?.removedAtMs ?? 0) - 1)).toEqual(['5816']);
      expect((await add('5816')).isNew).toBe(true);
    });

    it('are in force from their first moment until, but not at, their last', async () => {
      await add('x', { knownFromMs: 1000, knownUntilMs: 2000 });
      const seen = await Promise.all([999, 1000, 1999, 2000].map((atMs) => valuesAt(atMs)));
      expect(seen).toEqual([[], ['x'], ['x'], []]);
    });

    it('of scopes and lists of their own never meet', async () => {
      const live = { livemode: true, account: null };
      const connected = { livemode: false, account: 'acct_1' };
      for (const scope of [SCOPE, live, connected]) expect((await add('x', { scope })).isNew).toBe(true);
      expect((await add('x', { list: 'trusted' })).isNew).toBe(true);
      const atMs = Date.now() + 1000;
      const [only] = await findEntries(database().pool, { scope: connected, list: 'risky', atMs, limit: 9 });
      expect(only?.scope).toEqual(connected);
      expect(await valuesAt(atMs)).toEqual(['x']);
      expect(await countEntries(database().pool, 'risky')).toBe(3);
      expect(await countEntries(database().pool, 'trusted')).toBe(1);
      expect(await countEntries(database().pool, 'unknown')).toBe(0);
    });

    it('for memory are those that hold now or will, and none that was removed or has expired', async () => {
      const later = await add('later', { knownFromMs: Date.now() + DAY_MS });
      const now = await add('now', { knownFromMs: 1000, knownUntilMs: Date.now() + DAY_MS });
      const removed = await add('removed');
      await removeEntry(database().pool, removed.entry.id, 'key_1');
      await add('expired', { knownFromMs: 1000, knownUntilMs: 2000 });
      expect(await entriesInForce(database().pool, Date.now())).toEqual([later.entry, now.entry]);
      expect(await countEntries(database().pool, 'risky')).toBe(2);
    });

    it('are found and counted by how they stand at a moment', async () => {
      const nowMs = Date.now() + 1000;
      await add('later', { knownFromMs: nowMs + DAY_MS });
      await add('Now', { knownFromMs: 1000 });
      await add('expired', { knownFromMs: 1000, knownUntilMs: 2000 });
      const { entry } = await add('removed');
      await removeEntry(database().pool, entry.id, 'key_1');
      const found = async (state: EntryState, text?: string) => {
        const filter = { scope: SCOPE, list: 'risky', limit: 9, atMs: nowMs, state, ...(text && { text }) };
        return (await findEntries(database().pool, filter)).map(({ value }) => value);
      };
      expect(await found('in_force')).toEqual(['Now']);
      expect(await found('standing')).toEqual(['Now', 'later']);
      expect(await found('ended')).toEqual(['removed', 'expired']);
      expect(await found('standing', 'nO')).toEqual(['Now']);
      expect(await found('standing', '%')).toEqual([]);
      const counts = { in_force: 1, standing: 2, ended: 2 };
      expect(await countEntryStates(database().pool, SCOPE, 'risky', nowMs)).toEqual(counts);
      const other = { livemode: true, account: null };
      expect(await countEntryStates(database().pool, other, 'risky', nowMs)).toMatchObject({ standing: 0, ended: 0 });
    });

    it('are found by value, and page by page while others come', async () => {
      for (const value of ['a', 'b', 'c', 'd']) await add(value);
      const page = (after?: string) =>
        findEntries(database().pool, { scope: SCOPE, list: 'risky', limit: 2, ...(after && { after }) });
      const first = await page();
      await add('e');
      const second = await page(first.at(-1)?.id);
      expect([...first, ...second].map(({ value }) => value)).toEqual(['d', 'c', 'b', 'a']);
      expect(await page(second.at(-1)?.id)).toEqual([]);
      expect(await page('entry_nowhere')).toEqual([]);
      const byValue = await findEntries(database().pool, { scope: SCOPE, list: 'risky', value: 'b', limit: 9 });
      expect(byValue.map(({ value }) => value)).toEqual(['b']);
    });
  });
}

const ENTRY = { scope: SCOPE, list: 'risky', note: null, author: 'key_1', knownUntilMs: null };
