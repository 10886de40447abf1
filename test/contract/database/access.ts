import { beforeEach, describe, expect, it } from 'vitest';
import {
  createApiKey,
  eraseApiKey,
  findApiKeyByHash,
  listApiKeys,
  revokeApiKey,
  touchApiKey,
} from '../../../src/adapters/store/database/api-keys.ts';
import { appendAudit, listAudit } from '../../../src/adapters/store/database/audit.ts';
import { claimKey, pruneKeys, releaseKey, settleKey } from '../../../src/adapters/store/database/idempotency.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';

/** Keys open doors until they are revoked; what was done with them is written down for ever, people only as long as. */
export function accessContract(database: () => Database): void {
  beforeEach(async () => {
    await database().pool.query('truncate api_keys, idempotency_keys');
  });

  const create = (name: string) => createApiKey(database().pool, { ...NEW_KEY, name, hash: `hash of ${name}` });
  /** As if so much time had passed since the times in these columns. */
  const age = (table: string, column: string, interval: string) =>
    database().pool.query(`update ${table} set ${column} = ${column} - interval '${interval}'`);

  describe('API keys', () => {
    it('are found by their hash, and tell no hash themselves', async () => {
      const bound = { ...NEW_KEY, scopes: ['read', 'policy'], livemode: true, account: 'acct_1' };
      const key = await createApiKey(database().pool, { ...bound, name: 'Ana', hash: 'h1' });
      expect(key).toEqual({
        id: expect.stringMatching(/^key_/),
        name: 'Ana',
        ...bound,
        createdAtMs: expect.any(Number),
        revokedAtMs: null,
        lastUsedAtMs: null,
      });
      expect(await findApiKeyByHash(database().pool, 'h1')).toEqual(key);
      expect(await findApiKeyByHash(database().pool, 'h2')).toBeNull();
      expect(await listApiKeys(database().pool)).toEqual([key]);
    });

    it('of one hash can not be two', async () => {
      await create('Ana');
      await expect(create('Ana')).rejects.toMatchObject({ name: 'SqlError', code: '23505' });
    });

    it('open nothing once they are revoked, and stay in the list with the time of it', async () => {
      const { id } = await create('Ana');
      const revoked = await revokeApiKey(database().pool, id);
      expect(revoked?.revokedAtMs).toEqual(expect.any(Number));
      await age('api_keys', 'revoked_at', '1 hour');
      const again = await revokeApiKey(database().pool, id);
      expect(again?.revokedAtMs).toBe((revoked?.revokedAtMs ?? 0) - 3_600_000);
      expect(await findApiKeyByHash(database().pool, 'hash of Ana')).toBeNull();
      expect(await listApiKeys(database().pool)).toEqual([again]);
      expect(await revokeApiKey(database().pool, 'key_nowhere')).toBeNull();
    });

    it('note their last use at most once a minute', async () => {
      const { id } = await create('Ana');
      const lastUsed = async () => (await findApiKeyByHash(database().pool, 'hash of Ana'))?.lastUsedAtMs;
      await touchApiKey(database().pool, id);
      const first = await lastUsed();
      expect(first).toEqual(expect.any(Number));
      await age('api_keys', 'last_used_at', '50 seconds');
      await touchApiKey(database().pool, id);
      expect(await lastUsed()).toBe((first ?? 0) - 50_000);
      await age('api_keys', 'last_used_at', '11 seconds');
      await touchApiKey(database().pool, id);
      expect(await lastUsed()).toBeGreaterThanOrEqual(first ?? 0);
    });

    it('lose their name by an erasure, and open nothing', async () => {
      const { id } = await create('Ana');
      expect(await eraseApiKey(database().pool, id)).toMatchObject({ id, name: null, revokedAtMs: expect.any(Number) });
      expect(await findApiKeyByHash(database().pool, 'hash of Ana')).toBeNull();
      const { rows } = await database().pool.query('select * from api_keys');
      expect(JSON.stringify(rows)).not.toContain('"Ana"');
      expect(rows).toMatchObject([{ audit_key: null }]);
      expect(await eraseApiKey(database().pool, 'key_nowhere')).toBeNull();
    });
  });

  describe('the audit', () => {
    // Nothing empties it: each test has a subject of its own.
    let subject = '';
    beforeEach(async () => {
      const { rows } = await database().pool.query<{ count: string }>('select count(*) from audit');
      subject = `subject ${rows[0]?.count}`;
    });

    const append = (actor: string, act = 'policy.apply', detail: object = {}) =>
      appendAudit(database().pool, { actor, act, subject, detail, atMs: 1_763_000_000_123 });
    const actors = async () => (await listAudit(database().pool, { subject, limit: 9 })).map(({ actor }) => actor);

    it('tells who did what to what, the latest first', async () => {
      const { id } = await create('Ana');
      await append(id, 'policy.apply', { note: '"\u0000', count: 1 });
      await append('system', 'policy.expire');
      const row = { seq: expect.any(Number), subject, atMs: 1_763_000_000_123 };
      expect(await listAudit(database().pool, { subject, limit: 9 })).toEqual([
        { ...row, actor: 'system', act: 'policy.expire', detail: {} },
        { ...row, actor: { id, name: 'Ana' }, act: 'policy.apply', detail: { note: '"\u0000', count: 1 } },
      ]);
    });

    it('is read by act and page by page', async () => {
      for (const act of ['a', 'b', 'a', 'a']) await append('system', act);
      const [first, second] = await listAudit(database().pool, { act: 'a', subject, limit: 2 });
      expect([first?.act, second?.act]).toEqual(['a', 'a']);
      const rest = await listAudit(database().pool, { act: 'a', subject, limit: 2, before: second?.seq ?? 0 });
      expect(rest).toHaveLength(1);
      expect(await listAudit(database().pool, { act: 'a', subject: 'nothing', limit: 9 })).toEqual([]);
    });

    it('holds no name and no id of who acted, but one and the same sign for one actor', async () => {
      const ana = await create('Ana');
      const ben = await create('Ben');
      for (const { id } of [ana, ben, ana]) await append(id);
      const { rows } = await database().pool.query<{ actor: string }>(
        'select * from audit where subject = $1 order by seq',
        [subject],
      );
      expect(JSON.stringify(rows)).not.toMatch(new RegExp(`Ana|Ben|${ana.id}|${ben.id}`));
      const [first, second, third] = rows.map(({ actor }) => actor);
      expect(first).toBe(third);
      expect(first).not.toBe(second);
    });

    it('names nobody who was erased, before or after, and everybody else as before', async () => {
      const ana = await create('Ana');
      const ben = await create('Ben');
      await append(ana.id);
      await append(ben.id);
      await eraseApiKey(database().pool, ana.id);
      await append(ana.id);
      await append(ana.id);
      expect(await actors()).toEqual([null, null, { id: ben.id, name: 'Ben' }, null]);
      // Under a key that somebody knew, the id could be tried.
      const { rows } = await database().pool.query('select distinct actor from audit where subject = $1', [subject]);
      expect(rows).toHaveLength(4);
    });

    it('refuses an actor that is neither a key nor a user', async () => {
      await expect(append('Ana')).rejects.toThrow('no API key');
      expect(await actors()).toEqual([]);
    });

    it.each(['update audit set act = act', 'delete from audit', 'delete from audit where false', 'truncate audit'])(
      'refuses: %s',
      async (statement) => {
        await append('system');
        const refusal = { name: 'SqlError', code: '42501', message: 'audit is append-only' };
        await expect(database().pool.query(statement)).rejects.toMatchObject(refusal);
        expect(await actors()).toEqual(['system']);
      },
    );
  });

  describe('named requests', () => {
    const request = { key: 'name', actor: 'key_1', requestHash: 'hash' };

    it('are done once, and answered again as they were', async () => {
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'first' });
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'in_progress' });
      const body = { b: 1, a: ['\u0000', null] };
      await settleKey(database().pool, request, 201, body);
      await settleKey(database().pool, request, 500, null);
      const replay = await claimKey(database().pool, request);
      expect(replay).toEqual({ kind: 'replay', status: 201, body });
      expect(JSON.stringify('body' in replay && replay.body)).toBe(JSON.stringify(body));
    });

    it('without a body are answered again without one', async () => {
      await claimKey(database().pool, request);
      await settleKey(database().pool, request, 204, null);
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'replay', status: 204, body: null });
    });

    it('of one name are the same request, and each actor has names of its own', async () => {
      await claimKey(database().pool, request);
      expect(await claimKey(database().pool, { ...request, requestHash: 'other' })).toEqual({ kind: 'mismatch' });
      await settleKey(database().pool, request, 200, {});
      expect(await claimKey(database().pool, { ...request, requestHash: 'other' })).toEqual({ kind: 'mismatch' });
      expect(await claimKey(database().pool, { ...request, actor: 'key_2' })).toEqual({ kind: 'first' });
    });

    it('that come at the same time are claimed by one', async () => {
      const claims = await Promise.all(Array.from({ length: 6 }, () => claimKey(database().pool, request)));
      expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['first', ...Array(5).fill('in_progress')]);
    });

    it('that came to nothing may be sent again at once', async () => {
      await claimKey(database().pool, request);
      await releaseKey(database().pool, request);
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'first' });
      await settleKey(database().pool, request, 200, {});
      await releaseKey(database().pool, request);
      expect(await claimKey(database().pool, request)).toMatchObject({ kind: 'replay' });
    });

    it('whose first sender is gone for a minute are given to the next, if it is the same request', async () => {
      await claimKey(database().pool, request);
      await age('idempotency_keys', 'claimed_at', '61 seconds');
      expect(await claimKey(database().pool, { ...request, requestHash: 'other' })).toEqual({ kind: 'mismatch' });
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'first' });
      expect(await claimKey(database().pool, request)).toEqual({ kind: 'in_progress' });
    });

    it('are forgotten after a day', async () => {
      await claimKey(database().pool, request);
      await settleKey(database().pool, request, 200, {});
      await age('idempotency_keys', 'claimed_at', '23 hours');
      expect(await claimKey(database().pool, request)).toMatchObject({ kind: 'replay' });
      await age('idempotency_keys', 'claimed_at', '1 hour');
      expect(await claimKey(database().pool, { ...request, requestHash: 'other' })).toEqual({ kind: 'first' });
      expect(await pruneKeys(database().pool)).toBe(0);
      await age('idempotency_keys', 'claimed_at', '1 day');
      expect(await pruneKeys(database().pool)).toBe(1);
    });
  });
}

const NEW_KEY = { scopes: ['read'], livemode: null, account: null, createdBy: 'system' };
