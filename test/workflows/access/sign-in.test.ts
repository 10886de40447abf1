import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit } from '../../../src/adapters/store/database/audit.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { createSession, endSessions, findSession } from '../../../src/adapters/store/database/sessions.ts';
import { together } from '../../../src/adapters/store/database/together.ts';
import { createUser, setPassword, updateUser } from '../../../src/adapters/store/database/users.ts';
import { createPasswords } from '../../../src/adapters/store/passwords.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { changePassword } from '../../../src/workflows/access/change-password.ts';
import { linkUrl, makeFirstLink } from '../../../src/workflows/access/first-link.ts';
import { openSession } from '../../../src/workflows/access/open-session.ts';
import { provePassword } from '../../../src/workflows/access/sign-in.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';

const { dir, remove } = createTemporaryDir();
let database: Database;
async function open(): Promise<void> {
  database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
}
beforeAll(open);
afterAll(async () => {
  await database.close();
  remove();
});

const NEW = { name: 'Ana', login: 'ana', role: 'admin', createdBy: 'system' } as const;
const BY = { author: 'system', nowMs: 0 };
const conceal = (text: string) => `hmac_${text.length}_${text.at(-1)}`;

test('the first link is made anew until there is a user, and its secret stands where nobody but the browser sees it', async () => {
  const first = await makeFirstLink(database.pool, BY);
  const second = await makeFirstLink(database.pool, BY);
  expect(second?.token).not.toBe(first?.token);
  const { rows } = await database.pool.query('select * from sign_in_links');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('csl_');
  const url = new URL(linkUrl('http://127.0.0.1:4242/', { token: second?.token ?? '' }));
  expect([url.pathname, url.search, url.hash]).toEqual(['/sign-in', '', `#token=${second?.token}`]);
});

test('tries that many make at once are no more than those that one makes, and a restart forgets none', async () => {
  const passwords = createPasswords();
  await createUser(database.pool, { ...NEW, password: await passwords.hash('a right password') });
  expect(await makeFirstLink(database.pool, BY)).toBeNull();
  let tried = 0;
  const counting = {
    ...passwords,
    async matches() {
      tried += 1;
      return false;
    },
  };
  const guess = (address: string) =>
    provePassword({ pool: database.pool, passwords: counting, conceal }, { login: 'ana', password: 'no', address });
  const proven = await Promise.all(Array.from({ length: 15 }, (_, index) => guess(`address ${'x'.repeat(index)}`)));
  expect(tried).toBe(limits.signInTriesPerLogin);
  expect(proven.filter(({ kind }) => kind === 'held_up')).toHaveLength(15 - limits.signInTriesPerLogin);
  await database.close();
  await open();
  expect(await guess('another address')).toMatchObject({ kind: 'held_up' });
}, 30_000);

test('a sign-in under way while the password is changed or the user disabled begins no session and ends none', async () => {
  const { pool } = database;
  const nowMs = Date.now();
  const before = 'hash of a session that is on';
  const user = await createUser(pool, { ...NEW, login: 'olga.o', password: 'the first hash' });
  await createSession(pool, user.id, before);
  const during = async (change: () => Promise<unknown>) => {
    const passwords = { ...createPasswords(), matches: async () => change().then(() => true) };
    const proven = await provePassword(
      { pool, passwords, conceal },
      { login: 'olga.o', password: 'old', address: 'the home of olga' },
    );
    if (proven.kind !== 'proven') throw new Error(proven.kind);
    const proof = { kind: 'password', hash: proven.password } as const;
    return {
      opened: await openSession(pool, proven.user, { proof, before, nowMs }),
      changed: await changePassword(pool, proven.user, { before: proven.password, after: 'a thief sets it' }, nowMs),
    };
  };
  const refused = { opened: null, changed: null };
  expect(await during(() => setPassword(pool, user.id, 'the second hash'))).toEqual(refused);
  expect(await during(() => setPassword(pool, user.id, null))).toEqual(refused);
  await setPassword(pool, user.id, 'the third hash');
  expect(await during(() => updateUser(pool, user.id, { isDisabled: true }))).toEqual(refused);
  await updateUser(pool, user.id, { isDisabled: false });
  expect(await findSession(pool, before)).not.toBeNull();
  expect(await listAudit(pool, { subject: user.id, limit: 10 })).toEqual([]);
  expect((await during(async () => {})).opened).toMatchObject({ user: { id: user.id } });
  expect(await findSession(pool, before)).toBeNull();
});

test('a sign-in waits for a change of the password that has begun, and is none then', async () => {
  const { pool } = database;
  const user = await createUser(pool, { ...NEW, login: 'iva', password: 'before' });
  const proof = { kind: 'password', hash: 'before' } as const;
  const opening = await together(pool, async (joined) => {
    await setPassword(joined, user.id, 'after');
    const asking = Promise.withResolvers<void>();
    const told: SqlPool = {
      ...pool,
      connect() {
        asking.resolve();
        return pool.connect();
      },
    };
    const opened = openSession(told, user, { proof, before: null, nowMs: 0 });
    // From then on it stands in line: what did not wait would be through before what is asked next.
    await asking.promise;
    await endSessions(joined, user.id);
    // In an object: what is awaited here would wait for itself.
    return { opened };
  });
  expect(await opening.opened).toBeNull();
});
