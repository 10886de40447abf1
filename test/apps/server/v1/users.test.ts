import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { ROUTES } from '../../../../src/apps/server/v1/routes.ts';
import { ROLES } from '../../../../src/core/domain/role.ts';
import { mayDo } from '../../../../src/sdk/schema/key-scopes.ts';
import { allScopes, ROLE_SCOPES } from '../../../../src/sdk/schema/roles.ts';
import { openBrowser, PASSWORD, signedIn } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query('truncate sign_in_tries, sign_in_links, sessions, users, idempotency_keys');
});

const tokenOf = (url: string | null) => /#token=(csl_[\w-]{43})$/.exec(url ?? '')?.[1] ?? '';
const NEW = { name: 'Ana', login: 'Ana@Example.com', role: 'analyst' } as const;

describe('what a role may do', () => {
  test.each(ROLES)('%s passes exactly the doors that the role is for', async (role) => {
    const { cookie, user } = await signedIn(stage, role);
    const wrong: string[] = [];
    for (const { id, method, path, wants, body } of ROUTES) {
      // They would end the session that asks.
      if (wants === null || id === 'session.end') continue;
      const url = `/v1${path.replace(/:\w+/g, 'nothing')}`;
      const headers = { Authorization: '', Cookie: cookie() ?? '', 'X-Countersign-Console': '1' };
      const { status, json } = await stage.send(
        method.toUpperCase(),
        url,
        body ? { unknown: true } : undefined,
        headers,
      );
      const isIn = wants === 'any' || mayDo(ROLE_SCOPES[role], wants);
      const isRefused = status === 403 && String(json.detail).startsWith(`the role ${role} lacks the scope ${wants}`);
      if (isIn === isRefused || status === 401 || status >= 500) wrong.push(`${id}: ${status} ${json?.detail}`);
    }
    expect(wrong).toEqual([]);
    expect(user.role).toBe(role);
  });

  it('is more with every step, and a viewer changes nothing', () => {
    const mayChange = ROUTES.filter(({ isAct, wants }) => isAct && wants === 'read');
    expect(mayChange.map(({ id }) => id)).toEqual([]);
    const may = ROLES.map((role) => allScopes(ROLE_SCOPES[role]));
    for (const [index, scopes] of may.entries())
      expect(scopes).toEqual(expect.arrayContaining([...(may[index - 1] ?? [])]));
  });

  it('changes at once with the role', async () => {
    const { client, user } = await signedIn(stage, 'viewer');
    await expect(client.users.list()).rejects.toMatchObject({ status: 403 });
    await stage.client.users.update(user.id, { role: 'admin' });
    expect((await client.users.list()).data).toHaveLength(1);
  });
});

describe('users', () => {
  it('are invited by a link that is told once, and choose a password', async () => {
    const invited = await stage.client.users.create(NEW);
    expect(invited).toMatchObject({ name: 'Ana', login: 'ana@example.com', has_password: false, disabled_at: null });
    expect(invited.link.url).toMatch(new RegExp(`^${stage.url}/sign-in#token=csl_`));
    const { client } = openBrowser(stage.url);
    await client.session.link({ token: tokenOf(invited.link.url), password: PASSWORD });
    const [listed] = (await stage.client.users.list()).data;
    expect(listed).toMatchObject({ id: invited.id, has_password: true, created_by: { id: stage.admin.id } });
  });

  it('have a login each', async () => {
    await stage.client.users.create(NEW);
    await expect(stage.client.users.create({ ...NEW, login: 'ana@example.com ' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(stage.client.users.create({ ...NEW, login: 'not a login' })).rejects.toMatchObject({ status: 400 });
  });

  it('whose making is asked for again are made once, and the link is not told again', async () => {
    const options = { idempotencyKey: 'again' };
    const invited = await stage.client.users.create(NEW, options);
    const again = await stage.client.users.create(NEW, options);
    expect(again).toEqual({ ...invited, link: { ...invited.link, url: null } });
    const { rows } = await stage.database.pool.query('select * from idempotency_keys, sign_in_links');
    expect(JSON.stringify(rows)).not.toMatch(/csl_/);
    expect(stage.log.join('')).not.toMatch(/csl_/);
  });

  it('who are disabled are out at once, and come in again with the same password when they are not', async () => {
    const { client, user } = await signedIn(stage, 'analyst');
    const link = await stage.client.users.link(user.id);
    expect(await stage.client.users.update(user.id, { disabled: true })).toMatchObject({
      disabled_at: expect.any(String),
    });
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    const { client: again } = openBrowser(stage.url);
    await expect(again.session.look({ token: tokenOf(link.link.url) })).rejects.toMatchObject({ status: 401 });
    await expect(stage.client.users.link(user.id)).rejects.toMatchObject({ code: 'not_found' });
    await stage.client.users.update(user.id, { disabled: false });
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    await again.session.create({ login: user.login ?? '', password: PASSWORD });
  });

  it('who are reset have no password any more, and are out', async () => {
    const { client, user } = await signedIn(stage, 'analyst');
    const { link, has_password } = await stage.client.users.reset(user.id);
    expect(has_password).toBe(false);
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    await expect(
      openBrowser(stage.url).client.session.create({ login: user.login ?? '', password: PASSWORD }),
    ).rejects.toMatchObject({ status: 401 });
    await openBrowser(stage.url).client.session.link({ token: tokenOf(link.url), password: PASSWORD });
  });

  it('given a link go on as before until they use it', async () => {
    const { client, user } = await signedIn(stage, 'analyst');
    const { has_password } = await stage.client.users.link(user.id);
    expect(has_password).toBe(true);
    expect(await client.session.get()).toMatchObject({ id: user.id });
  });

  it('show where they are signed in, and are signed out there', async () => {
    const { client, user } = await signedIn(stage, 'analyst');
    const [session] = (await stage.client.users.sessions(user.id)).data;
    expect(await stage.client.users.endSession(user.id, 'ses_other')).toEqual({ ended: 0 });
    expect(await stage.client.users.endSession(user.id, session?.id ?? '')).toEqual({ ended: 1 });
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    expect(await stage.client.users.endSessions(user.id)).toEqual({ ended: 0 });
    await expect(stage.client.users.sessions('usr_nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can not lock themselves out', async () => {
    const { client, user } = await signedIn(stage, 'admin');
    for (const change of [{ role: 'viewer' }, { disabled: true }] as const) {
      await expect(client.users.update(user.id, change)).rejects.toMatchObject({ code: 'refused' });
    }
    await expect(client.users.erase(user.id)).rejects.toMatchObject({ code: 'refused' });
    expect(await client.users.update(user.id, { name: 'Another name' })).toMatchObject({ name: 'Another name' });
  });

  it('get no first link once there is one of them', async () => {
    const { url } = await stage.client.users.firstLink();
    expect(tokenOf(url)).not.toBe('');
    const first = { name: 'First', login: 'first', password: PASSWORD };
    const { id } = await openBrowser(stage.url).client.session.link({ token: tokenOf(url), ...first });
    // Who let the first admin in is known.
    const { data: acts } = await stage.client.audit.list({ act: 'user.first_link' });
    expect(acts).toMatchObject([{ by: { id: stage.admin.id } }]);
    const { data: users } = await stage.client.users.list();
    expect(users).toMatchObject([{ id, created_by: { id: stage.admin.id } }]);
    await expect(stage.client.users.firstLink()).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('the audit of users', () => {
  it('knows who did what, by name, and names nobody who was erased', async () => {
    const { client, user } = await signedIn(stage, 'admin');
    const made = await client.users.create(NEW);
    await client.users.update(made.id, { role: 'viewer', name: 'Anna' });
    const of = async (subject: string) =>
      (await stage.client.audit.list({ subject })).data.map(({ act, by, detail }) => [act, by?.name ?? null, detail]);
    expect(await of(made.id)).toEqual([
      ['user.update', user.name, { role: 'viewer', renamed: true }],
      ['user.create', user.name, { role: 'analyst' }],
    ]);
    const entry = await client.lists.addEntry('blocked', { value: 'theirs' });
    expect(entry).toMatchObject({ by: { id: user.id, name: user.name } });

    await stage.client.users.erase(user.id);
    expect((await of(made.id)).map(([, name]) => name)).toEqual([null, null]);
    const { data } = await stage.client.lists.entries('blocked', { value: 'theirs' });
    expect(data[0]).toMatchObject({ by: { id: user.id, name: null } });
    await expect(client.session.get()).rejects.toMatchObject({ status: 401 });
    await stage.client.users.create({ ...NEW, login: user.login ?? '' });
  });

  it('and nothing else keeps name or login of who was erased', async () => {
    const made = await stage.client.users.create({ ...NEW, name: 'Erasable Person' });
    await stage.client.users.erase(made.id);
    const tables = await stage.database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await stage.database.pool.query(`select * from "${name}"`);
      expect(JSON.stringify(rows), name).not.toMatch(/Erasable|ana@example/);
    }
    expect((await stage.client.users.list()).data).toMatchObject([{ name: null, login: null, has_password: false }]);
  });
});
