import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Route } from '../../../../src/apps/server/v1/route.ts';
import { ROUTES } from '../../../../src/apps/server/v1/routes.ts';
import { KEY_SCOPES, type KeyScope } from '../../../../src/sdk/schema/key-scopes.ts';
import { files, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Routes that somebody must be known for. */
const KNOWN = ROUTES.filter(({ id }) => !['session.create', 'session.look', 'session.link'].includes(id));
const as = (key: string) => ({ Authorization: `Bearer ${key}` });
const pathOf = ({ path }: Route) => `/v1${path.replace(/:\w+/g, 'nothing')}`;
/** A body that no route takes: who gets as far as that was let in. */
const call = (route: Route, headers: Record<string, string>) =>
  stage.send(route.method.toUpperCase(), pathOf(route), route.body ? { unknown: true } : undefined, headers);

describe('who may what', () => {
  test.each(KEY_SCOPES)('a key with the scope %s passes exactly the doors that want it', async (scope: KeyScope) => {
    const { key } = await stage.keyed([scope]);
    const wrong: string[] = [];
    for (const route of KNOWN) {
      const { status, json } = await call(route, as(key));
      const isIn = scope === 'admin' || route.wants === 'any' || route.wants === scope;
      if (isIn === (status === 403)) wrong.push(`${route.id}: ${status}`);
      if (!isIn && !String(json.detail).includes(`lacks the scope ${route.wants}`)) wrong.push(`${route.id} unnamed`);
      if (status === 401 || status >= 500) wrong.push(`${route.id}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('every door but those to sign in by wants a key, and a scope that can be given', async () => {
    for (const { wants, id } of KNOWN) expect([...KEY_SCOPES, 'any'], id).toContain(wants);
    for (const route of KNOWN.slice(0, 5)) expect((await call(route, { Authorization: '' })).status).toBe(401);
  });

  test.each([
    ['none', ''],
    ['another scheme', 'Basic csk_x'],
    ['a key that nobody made', `Bearer csk_${'x'.repeat(43)}`],
    ['an endless one', `Bearer csk_${'x'.repeat(5_000)}`],
    ['one with SQL in it', "Bearer csk_' or 1=1 --"],
  ])('401 for %s', async (_name, Authorization) => {
    const { status, headers, json } = await stage.send('GET', '/v1/policy', undefined, { Authorization });
    expect([status, headers.get('www-authenticate'), json.code]).toEqual([401, 'Bearer', 'unauthorized']);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it('a key is told who it is and all that it may do', async () => {
    const { id, client } = await stage.keyed(['read', 'review'], { account: 'acct_ours' });
    expect(await client.session.get()).toEqual({
      ...{ kind: 'key', id, name: 'someone with read, review', role: null, scopes: ['read', 'review'] },
      ...{ livemode: null, account: 'acct_ours', expires_at: null },
    });
    expect((await stage.client.session.get()).scopes).toEqual(KEY_SCOPES);
  });

  it('a revoked key is refused from that moment on', async () => {
    const { id, client } = await stage.keyed(['read']);
    await client.policy.current();
    await stage.client.keys.revoke(id);
    await expect(client.policy.current()).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('what an unauthorized sender sends is never read', async () => {
    const { status } = await stage.send('POST', '/v1/policy/check', '{ this is no JSON', as('csk_no'));
    expect(status).toBe(401);
  });

  it('no key, whole or hashed, is ever logged', async () => {
    const { key } = await stage.client.keys.create({ name: 'a program', scopes: ['read'] });
    await stage.send('GET', '/v1/policy', undefined, as(String(key)));
    expect(stage.log.join('')).not.toMatch(/csk_|[0-9a-f]{64}/);
  });
});

describe('a key that is bound to a mode or an account', () => {
  it('may not do what counts for all of them', async () => {
    const { key } = await stage.keyed(['admin'], { livemode: false });
    for (const route of ROUTES.filter(({ reach }) => reach === 'all')) {
      const { status, json } = await call(route, as(key));
      expect([status, json.detail], route.id).toEqual([403, expect.stringContaining('bound to test mode')]);
    }
  });

  it('sees and changes the entries of its own world alone, and those of no other by their id', async () => {
    const theirs = await stage.client.lists.addEntry('blocked', { value: 'theirs' }, { account: 'acct_theirs' });
    const { client } = await stage.keyed(['read', 'policy'], { livemode: false, account: 'acct_ours' });
    const ours = await client.lists.addEntry('blocked', { value: 'ours' });
    expect(ours).toMatchObject({ livemode: false, account: 'acct_ours' });
    expect((await client.lists.entries('blocked')).data.map(({ value }) => value)).toEqual(['ours']);
    await expect(client.lists.removeEntry('blocked', theirs.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.lists.entries('blocked', {}, { livemode: true })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.lists.entries('blocked', {}, { account: 'acct_theirs' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await stage.client.lists.removeEntry('blocked', theirs.id, { account: 'acct_theirs' });
  });

  it('an unbound key chooses, and means test mode of the platform where it says nothing', async () => {
    const said = await stage.client.lists.addEntry('blocked', { value: 'live one' }, { livemode: true });
    expect(said).toMatchObject({ livemode: true, account: null });
    const values = async (livemode?: boolean) =>
      (await stage.client.lists.entries('blocked', {}, { livemode })).data.map(({ value }) => value);
    expect(await values(true)).toEqual(['live one']);
    expect(await values()).toEqual([]);
  });
});

describe('how much anybody may ask', () => {
  it('a key that asks too much is told when to come again', async () => {
    const { key } = await stage.keyed(['read']);
    const { headers } = await stage.send('GET', '/v1/rules', undefined, as(key));
    expect(headers.get('ratelimit')).toMatch(/r=599/);
  });

  it('who tries keys is held up, and a key that held before is not', async () => {
    await stage.send('POST', '/v1/policy/check', { files: files() });
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        stage.send('GET', '/v1/policy', undefined, as(`csk_${'x'.repeat(30)}${index}`)),
      ),
    );
    const refused = tries.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.json).toMatchObject({ code: 'rate_limited', type: '/docs#problem-rate_limited' });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await stage.send('GET', '/v1/policy')).status).toBe(200);
  });
});
