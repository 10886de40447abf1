import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { makeLink, makeUser, openBrowser, PASSWORD, signedIn } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query('truncate sign_in_tries, sign_in_links, sessions, users');
});

const age = (table: string, column: string, ms: number) =>
  stage.database.pool.query(`update ${table} set ${column} = ${column} - $1 * interval '1 millisecond'`, [ms]);
const acts = async (subject: string) =>
  (await stage.client.audit.list({ subject })).data.map(({ act, by }) => `${act} by ${by?.name}`);

describe('signing in', () => {
  it('gives the browser a cookie that scripts and other sites never get, and says who it is', async () => {
    const user = await makeUser(stage, 'analyst', 'analyst@example.com');
    const browser = openBrowser(stage.url);
    const session = await browser.client.session.create({ login: ' Analyst@Example.com', password: PASSWORD });
    expect(session).toEqual({
      ...{ kind: 'user', id: user.id, name: 'Name of analyst@example.com', role: 'analyst' },
      scopes: ['read', 'decide', 'review', 'policy'],
      ...{ livemode: null, account: null, expires_at: expect.any(String) },
    });
    expect(browser.lastSet()).toMatch(
      /^countersign_session=css_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(await browser.client.session.get()).toEqual(session);
    expect(await acts(user.id)).toEqual(['session.open by Name of analyst@example.com']);
  });

  it('says the same of a wrong password, a login that nobody has, one without a password, and a disabled one', async () => {
    const { id } = await makeUser(stage, 'viewer', 'disabled');
    await makeUser(stage, 'viewer', 'known');
    await stage.client.users.create({ name: 'New', login: 'invited', role: 'viewer' });
    await stage.client.users.update(id, { disabled: true });
    const { client } = openBrowser(stage.url);
    for (const login of ['known', 'unknown', 'invited']) {
      await expect(client.session.create({ login, password: 'wrong wrong wrong' })).rejects.toMatchObject({
        status: 401,
        message: 'there is no such login, or the password is another one',
      });
    }
    await expect(client.session.create({ login: 'disabled', password: PASSWORD })).rejects.toMatchObject({
      status: 401,
    });
  });

  it('begins a session of its own, and ends the one that the browser came with', async () => {
    const { user, cookie, client } = await signedIn(stage, 'viewer');
    const fixed = cookie();
    await client.session.create({ login: user.login ?? '', password: PASSWORD });
    expect(cookie()).not.toBe(fixed);
    await expect(openBrowser(stage.url, fixed).client.session.get()).rejects.toMatchObject({ status: 401 });
    expect((await stage.client.users.sessions(user.id)).data).toHaveLength(1);
  });

  it('by https, as a proxy says it, gives a cookie for https alone', async () => {
    await makeUser(stage, 'viewer', 'ana');
    const headers = { 'X-Countersign-Console': '1', 'X-Forwarded-Proto': 'https', Authorization: '' };
    const { status, headers: said } = await stage.send(
      'POST',
      '/v1/session',
      { login: 'ana', password: PASSWORD },
      headers,
    );
    expect([status, said.get('set-cookie')]).toEqual([200, expect.stringContaining('; Secure')]);
  });

  it('is held up after so many wrong passwords, the right one with them, and not for ever', async () => {
    await makeUser(stage, 'viewer', 'ana');
    await makeUser(stage, 'viewer', 'ben');
    const { client } = openBrowser(stage.url);
    const subjects = async () =>
      (await stage.database.pool.query<{ tries: number }>('select tries from sign_in_tries')).rows;
    await stage.send('POST', '/v1/session', { login: 'ana', password: 'x' }, { 'X-Countersign-Console': '1' });
    await stage.database.pool.query('update sign_in_tries set tries = $1', [limits.signInTriesPerLogin]);
    const right = { login: 'ana', password: PASSWORD };
    await expect(client.session.create(right)).rejects.toMatchObject({
      status: 429,
      message: expect.stringMatching(/come again in (900|8\d\d) seconds/),
    });
    expect(await client.session.create({ login: 'ben', password: PASSWORD })).toMatchObject({ role: 'viewer' });
    await age('sign_in_tries', 'began_at', limits.signInWindowMs);
    expect(await client.session.create(right)).toMatchObject({ role: 'viewer' });
    // What was right counts for nothing.
    expect((await subjects()).map(({ tries }) => tries)).toEqual([0]);
  });

  it('from one address is held up after more of them, whatever the login', async () => {
    await makeUser(stage, 'viewer', 'ana');
    const { client } = openBrowser(stage.url);
    await expect(client.session.create({ login: 'nobody', password: 'x' })).rejects.toMatchObject({ status: 401 });
    await stage.database.pool.query('update sign_in_tries set tries = $1', [limits.signInTriesPerAddress]);
    await expect(client.session.create({ login: 'ana', password: PASSWORD })).rejects.toMatchObject({ status: 429 });
  });

  it('leaves neither login nor address in what is counted, and no password anywhere', async () => {
    await signedIn(stage, 'viewer');
    await expect(
      openBrowser(stage.url).client.session.create({ login: 'tried-login', password: 'tried-password' }),
    ).rejects.toMatchObject({ status: 401 });
    const { rows } = await stage.database.pool.query('select * from sign_in_tries, sessions, users');
    expect(JSON.stringify(rows)).not.toMatch(/tried-|127\.0\.0\.1|css_|correct horse/);
    expect(stage.log.join('')).not.toMatch(/tried-|css_|correct horse/);
  });
});

describe('a session', () => {
  test.each([
    ['nobody was there for too long', 'seen_at', limits.sessionIdleMs],
    ['it is too old', 'expires_at', limits.sessionMs],
  ])('is over when %s', async (_why, column, ms) => {
    const early = await signedIn(stage, 'viewer');
    await age('sessions', column, ms - 60_000);
    expect(await early.client.session.get()).toMatchObject({ kind: 'user' });
    const { client } = await signedIn(stage, 'viewer');
    await age('sessions', column, ms);
    await expect(client.session.get()).rejects.toMatchObject({ status: 401, message: expect.stringContaining('over') });
  });

  it('ends by signing out, and the browser forgets it', async () => {
    const { client, cookie, user } = await signedIn(stage, 'viewer');
    const kept = cookie();
    expect(await client.session.end()).toEqual({ ended: 1 });
    expect(cookie()).toBeNull();
    await expect(openBrowser(stage.url, kept).client.session.get()).rejects.toMatchObject({ status: 401 });
    expect((await acts(user.id))[0]).toBe(`session.end by ${user.name}`);
  });

  it('ends for everybody else when the password changes', async () => {
    const { client, user } = await signedIn(stage, 'viewer');
    const elsewhere = openBrowser(stage.url);
    await elsewhere.client.session.create({ login: user.login ?? '', password: PASSWORD });
    const change = { current: PASSWORD, password: 'another horse battery' };
    await expect(client.session.password({ ...change, current: 'no' })).rejects.toMatchObject({
      status: 400,
      message: 'body.current: is not your password',
    });
    await client.session.password(change);
    expect(await client.session.get()).toMatchObject({ id: user.id });
    await expect(elsewhere.client.session.get()).rejects.toMatchObject({ status: 401 });
    await elsewhere.client.session.create({ login: user.login ?? '', password: change.password });
  });

  it.each([
    ['too short', 'elevenchars', 'has 12 characters or more'],
    ['too long', 'x'.repeat(201), 'has 200 characters or fewer'],
    ['the login', 'ADMIN-OF-THE-TEAM@example.com', 'is the login, which others know'],
  ])('takes no password that is %s', async (_what, password, message) => {
    await makeUser(stage, 'viewer', 'admin-of-the-team@example.com');
    const { client } = openBrowser(stage.url);
    await client.session.create({ login: 'admin-of-the-team@example.com', password: PASSWORD });
    await expect(client.session.password({ current: PASSWORD, password })).rejects.toMatchObject({
      status: 400,
      message: `body.password: ${message}`,
    });
  });

  it('is not what a key has: it has none to end, and no password', async () => {
    expect(await stage.client.session.end()).toEqual({ ended: 0 });
    await expect(
      stage.client.session.password({ current: 'x', password: 'another horse battery' }),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('counts for nothing where a key is sent, good or bad', async () => {
    const { cookie } = await signedIn(stage, 'viewer');
    const Cookie = cookie() ?? '';
    const { json } = await stage.send('GET', '/v1/session', undefined, { Cookie });
    expect(json.kind).toBe('key');
    expect((await stage.send('GET', '/v1/session', undefined, { Cookie, Authorization: 'Bearer x' })).status).toBe(401);
    // A proxy's own scheme is none of ours.
    const behind = await stage.send('GET', '/v1/session', undefined, { Cookie, Authorization: 'Basic eDp5' });
    expect(behind.json.kind).toBe('user');
  });
});

describe('a request that another site makes with the cookie', () => {
  const CONSOLE = { 'X-Countersign-Console': '1' };
  const post = async (headers: Record<string, string>) => {
    const { cookie } = await signedIn(stage, 'admin');
    const all = { Authorization: '', Cookie: cookie() ?? '', ...headers };
    return (await stage.send('POST', '/v1/users', { name: 'X', login: 'made', role: 'admin' }, all)).status;
  };

  it('is refused without the header', async () => expect(await post({})).toBe(403));
  it('is refused with another value of it', async () => expect(await post({ 'X-Countersign-Console': '0' })).toBe(403));
  it('is refused from another origin', async () =>
    expect(await post({ ...CONSOLE, Origin: 'https://evil.example' })).toBe(403));
  it('is refused from no origin', async () => expect(await post({ ...CONSOLE, Origin: 'null' })).toBe(403));
  it('is done from our own', async () => expect(await post({ ...CONSOLE, Origin: stage.url })).toBe(201));
  it('is done where the browser names no origin', async () => expect(await post(CONSOLE)).toBe(201));

  it('can not sign anybody in either', async () => {
    await makeUser(stage, 'viewer', 'ana');
    const body = { login: 'ana', password: PASSWORD };
    const statusOf = async (headers: Record<string, string>) =>
      (await stage.send('POST', '/v1/session', body, { Authorization: '', ...headers })).status;
    expect(await statusOf({})).toBe(403);
    expect(await statusOf({ ...CONSOLE, Origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ ...CONSOLE, Origin: stage.url })).toBe(200);
  });
});

describe('a link to sign in by', () => {
  const chosen = { password: 'a chosen password', name: 'Ana', login: 'ana' };

  it('makes the first user, an admin, once', async () => {
    const token = await makeLink(stage, null);
    const { client } = openBrowser(stage.url);
    expect(await client.session.look({ token })).toMatchObject({ purpose: 'first_admin', login: null });
    expect(await client.session.link({ token, ...chosen })).toMatchObject({ role: 'admin', name: 'Ana' });
    expect(await client.session.get()).toMatchObject({ kind: 'user', name: 'Ana' });
    const other = openBrowser(stage.url).client;
    await expect(other.session.look({ token })).rejects.toMatchObject({ status: 401 });
    await expect(other.session.link({ token, ...chosen, login: 'eve' })).rejects.toMatchObject({ status: 401 });
    await other.session.create({ login: 'ana', password: chosen.password });
  });

  it('is used by one of two who come at the same time', async () => {
    const token = await makeLink(stage, null);
    const tries = await Promise.allSettled(
      ['ana', 'eve', 'ben'].map((login) => openBrowser(stage.url).client.session.link({ token, ...chosen, login })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await stage.client.users.list()).data).toHaveLength(1);
  });

  it('says what is missing, and stays good', async () => {
    const token = await makeLink(stage, null);
    const { client } = openBrowser(stage.url);
    await expect(client.session.link({ token, password: chosen.password })).rejects.toMatchObject({
      problem: { errors: [{ path: 'body.name' }, { path: 'body.login' }] },
    });
    await expect(client.session.link({ token, ...chosen, login: 'a chosen password' })).rejects.toMatchObject({
      status: 400,
    });
    expect(await client.session.look({ token })).toMatchObject({ purpose: 'first_admin' });
  });

  it('is good for a day', async () => {
    const token = await makeLink(stage, null);
    await age('sign_in_links', 'expires_at', limits.signInLinkMs);
    await expect(openBrowser(stage.url).client.session.link({ token, ...chosen })).rejects.toMatchObject({
      status: 401,
    });
  });

  it('of which there was a later one is good for nothing', async () => {
    const first = await makeLink(stage, null);
    await makeLink(stage, null);
    await expect(openBrowser(stage.url).client.session.look({ token: first })).rejects.toMatchObject({ status: 401 });
  });

  it('sets the password of a user, whose sessions end', async () => {
    const { user, client } = await signedIn(stage, 'analyst');
    const token = await makeLink(stage, user.id);
    const fresh = openBrowser(stage.url);
    expect(await fresh.client.session.look({ token })).toMatchObject({ purpose: 'password', login: user.login });
    await expect(client.session.link({ token, password: user.login ?? '' })).rejects.toMatchObject({ status: 400 });
    expect(await fresh.client.session.link({ token, password: 'a new password' })).toMatchObject({ id: user.id });
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    await openBrowser(stage.url).client.session.create({ login: user.login ?? '', password: 'a new password' });
    await expect(
      openBrowser(stage.url).client.session.create({ login: user.login ?? '', password: PASSWORD }),
    ).rejects.toMatchObject({ status: 401 });
  });
});
