import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, listAudit } from '../../../src/adapters/store/database/audit.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import {
  createSession,
  endSessions,
  findSession,
  listSessions,
} from '../../../src/adapters/store/database/sessions.ts';
import { createLink, findLink, takeLink } from '../../../src/adapters/store/database/sign-in-links.ts';
import { countTry, forgiveTry, pruneSignIns } from '../../../src/adapters/store/database/sign-in-tries.ts';
import {
  createUser,
  eraseUser,
  findByLogin,
  hasUsers,
  listUsers,
  touchUser,
  updateUser,
} from '../../../src/adapters/store/database/users.ts';
import { limits } from '../../../src/core/domain/limits.ts';

/** Users come in by a password or a link, stay for a session, and what they did is written down. */
export function usersContract(database: () => Database): void {
  beforeEach(async () => {
    await database().pool.query('truncate users, sessions, sign_in_links, sign_in_tries');
  });

  const NEW = { name: 'Ana', login: 'ana', role: 'analyst', createdBy: 'system', password: 'hash' } as const;
  const age = (table: string, column: string, ms: number) =>
    database().pool.query(`update ${table} set ${column} = ${column} - $1 * interval '1 millisecond'`, [ms]);
  const count = async (table: string) =>
    Number((await database().pool.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count);

  describe('users', () => {
    it('are found by their login, with the hash of their password, unless they are disabled', async () => {
      const { pool } = database();
      expect(await hasUsers(pool)).toBe(false);
      const user = await createUser(pool, NEW);
      expect(user).toEqual({
        ...{ id: expect.stringMatching(/^usr_/), name: 'Ana', login: 'ana', role: 'analyst', hasPassword: true },
        ...{ createdAtMs: expect.any(Number), createdBy: 'system', disabledAtMs: null, lastUsedAtMs: null },
      });
      expect(await findByLogin(pool, 'ana')).toEqual({ user, password: 'hash' });
      expect(await findByLogin(pool, 'ben')).toBeNull();
      await expect(createUser(pool, NEW)).rejects.toMatchObject({ code: '23505' });
      await updateUser(pool, user.id, { isDisabled: true });
      expect(await findByLogin(pool, 'ana')).toBeNull();
      expect(await hasUsers(pool)).toBe(true);
    });

    it('note their last use at most once a minute', async () => {
      const { pool } = database();
      const { id } = await createUser(pool, NEW);
      const lastUsed = async () => (await findByLogin(pool, 'ana'))?.user.lastUsedAtMs ?? 0;
      await touchUser(pool, id);
      await age('users', 'last_used_at', 50_000);
      const before = await lastUsed();
      await touchUser(pool, id);
      expect(await lastUsed()).toBe(before);
      await age('users', 'last_used_at', 10_001);
      await touchUser(pool, id);
      expect(await lastUsed()).toBeGreaterThan(before);
    });

    it('act in the audit under a name that an erasure takes away for ever', async () => {
      const { pool } = database();
      const { id } = await createUser(pool, NEW);
      const act = { actor: id, act: 'policy.apply', subject: `of ${id}`, detail: {}, atMs: 1_763_000_000_123 };
      const actors = async () => (await listAudit(pool, { subject: act.subject, limit: 9 })).map(({ actor }) => actor);
      await appendAudit(pool, act);
      expect(await actors()).toEqual([{ id, name: 'Ana' }]);
      const by = (who: string) => listAudit(pool, { by: who, limit: 9 });
      expect([await by(id), await by('usr_nobody')]).toMatchObject([[{ subject: act.subject }], []]);
      expect(await eraseUser(pool, id)).toMatchObject({ name: null, login: null, hasPassword: false });
      await appendAudit(pool, act);
      expect(await actors()).toEqual([null, null]);
      expect(await by(id)).toEqual([]);
      const { rows } = await pool.query('select * from users');
      expect(rows).toMatchObject([{ name: null, login: null, password: null, audit_key: null }]);
      expect(await hasUsers(pool)).toBe(false);
      expect(await updateUser(pool, id, { role: 'admin' })).toBeNull();
      await createUser(pool, NEW);
      expect(await listUsers(pool)).toHaveLength(2);
      expect(await eraseUser(pool, 'usr_nobody')).toBeNull();
    });
  });

  describe('sessions', () => {
    it('are found by their hash with whose they are, until they end', async () => {
      const { pool } = database();
      const user = await createUser(pool, NEW);
      const session = await createSession(pool, user.id, 'h1');
      if (!session) throw new Error('no session began');
      expect(session.expiresAtMs - session.createdAtMs).toBe(limits.sessionMs);
      expect(await findSession(pool, 'h1')).toEqual({ session, user });
      await createSession(pool, user.id, 'h2');
      expect(await listSessions(pool, user.id)).toHaveLength(2);
      expect(await endSessions(pool, user.id, session.id)).toBe(1);
      expect(await findSession(pool, 'h1')).toBeNull();
      expect(await endSessions(pool, user.id)).toBe(1);
    });

    it('are over when nobody was there for long, when they are old, and when the user is disabled', async () => {
      const { pool } = database();
      const { id } = await createUser(pool, NEW);
      await createSession(pool, id, 'idle');
      await age('sessions', 'seen_at', limits.sessionIdleMs);
      await createSession(pool, id, 'old');
      await age('sessions', 'expires_at', limits.sessionMs);
      await createSession(pool, id, 'good');
      expect([await findSession(pool, 'idle'), await findSession(pool, 'old')]).toEqual([null, null]);
      expect(await findSession(pool, 'good')).not.toBeNull();
      await updateUser(pool, id, { isDisabled: true });
      expect(await findSession(pool, 'good')).toBeNull();
    });
  });

  describe('links', () => {
    it('are taken by one of many at the same time', async () => {
      const { pool } = database();
      await createLink(pool, { hash: 'h', userId: null, createdBy: 'system' });
      expect(await findLink(pool, 'h')).toMatchObject({ userId: null });
      const taken = await Promise.all(Array.from({ length: 6 }, () => takeLink(pool, 'h')));
      expect(taken.filter((link) => link !== null)).toHaveLength(1);
      expect(await findLink(pool, 'h')).toBeNull();
    });

    it('are good until there is another one for the same, and for a day', async () => {
      const { pool } = database();
      const { id } = await createUser(pool, NEW);
      await createLink(pool, { hash: 'first', userId: null, createdBy: 'system' });
      await createLink(pool, { hash: 'of ana', userId: id, createdBy: 'system' });
      expect(await findLink(pool, 'first')).not.toBeNull();
      await createLink(pool, { hash: 'again', userId: id, createdBy: 'system' });
      expect(await takeLink(pool, 'of ana')).toBeNull();
      await age('sign_in_links', 'expires_at', limits.signInLinkMs);
      expect(await takeLink(pool, 'again')).toBeNull();
    });
  });

  describe('tries to sign in', () => {
    it('have a number each, however many come at the same time, and begin again after a while', async () => {
      const { pool } = database();
      const tries = await Promise.all(Array.from({ length: 5 }, () => countTry(pool, 'login')));
      expect(tries.map((each) => each.tries).toSorted()).toEqual([1, 2, 3, 4, 5]);
      expect(tries[0]?.overMs).toBeGreaterThan(limits.signInWindowMs - 60_000);
      await age('sign_in_tries', 'began_at', limits.signInWindowMs);
      expect(await countTry(pool, 'login')).toMatchObject({ tries: 1 });
    });

    it('that were right count for nothing', async () => {
      const { pool } = database();
      for (const subject of ['address', 'address', 'login']) await countTry(pool, subject);
      await forgiveTry(pool, { login: 'login', address: 'address' });
      expect(await countTry(pool, 'login')).toMatchObject({ tries: 1 });
      expect(await countTry(pool, 'address')).toMatchObject({ tries: 2 });
    });
  });

  it('what is over is cleared away, and nothing else', async () => {
    const { pool } = database();
    const { id } = await createUser(pool, NEW);
    const fill = async (name: string) => {
      await createSession(pool, id, name);
      await createLink(pool, { hash: name, userId: name === 'old' ? null : id, createdBy: 'system' });
      await countTry(pool, name);
    };
    await fill('old');
    await age('sessions', 'seen_at', limits.sessionIdleMs);
    await age('sign_in_links', 'expires_at', limits.signInLinkMs);
    await age('sign_in_tries', 'began_at', limits.signInWindowMs);
    await fill('new');
    await pruneSignIns(pool);
    expect([await count('sessions'), await count('sign_in_links'), await count('sign_in_tries')]).toEqual([1, 1, 1]);
    expect(await findSession(pool, 'new')).not.toBeNull();
  });
}
