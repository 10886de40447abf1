import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { until } from '../support/serve.ts';

const noBrowser = whyNoBrowser();
const PASSWORD = 'a few good words';
const NOBODY = { key: null };

describe.skipIf(noBrowser !== null)(noBrowser ? `access: skipped, ${noBrowser}` : 'access', () => {
  let stage: ConsoleStage;
  let firstLink = '';

  beforeAll(async () => {
    const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
    stage = await openConsole(postgres ? { DATABASE_URL: postgres.url } : {});
    firstLink = await until(async () => {
      const line = stage.serving.log.find((each) => each.includes('/sign-in#token='));
      return line === undefined ? null : (JSON.parse(line) as { url: string }).url;
    });
    return () => postgres?.drop();
  }, 120_000);

  let users = 0;
  beforeEach(() => {
    users += 1;
  });
  /** Somebody who can sign in, by the API. */
  async function userOf(role: 'viewer' | 'analyst' | 'approver' | 'admin') {
    const login = `${role}-${users}@example.com`;
    const { link, id } = await stage.client.users.create({ name: `Some ${role} ${users}`, login, role });
    const token = link.url?.split('#token=')[1] ?? '';
    await createClient({ url: stage.url }).session.link({ token, password: PASSWORD });
    return { id, login };
  }
  /** A window in which somebody of this role has signed in. */
  async function signedIn(role: Parameters<typeof userOf>[0], path = '/') {
    const user = await userOf(role);
    const page = await stage.open(`/sign-in?to=${encodeURIComponent(path)}`, NOBODY);
    await page.getByLabel('Login').fill(user.login);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('banner').waitFor();
    return { page, user };
  }

  test('the link of the first start makes the first admin, who signs out and in again', async () => {
    const page = await stage.open(new URL(firstLink).pathname + new URL(firstLink).hash, NOBODY);
    await page.getByRole('heading', { name: 'The first user' }).waitFor();
    expect(page.url()).toBe(`${stage.url}/sign-in`);
    await expectAccessible(page);
    await shoot(page, 'first-user');
    await page.getByLabel('Name').fill('First Admin');
    await page.getByLabel('Login').fill('admin-of-the-team');
    await page.getByLabel('New password').fill('admin-of-the-team');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('alert').getByText('The password is the login, which others know').waitFor();
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();

    await page.route('**/v1/session', (route) => route.abort());
    await page.getByRole('button', { name: 'First Admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('alert').getByText('You are still signed in').waitFor();
    await page.unroute('**/v1/session');
    await page.getByRole('button', { name: 'First Admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Login').fill('admin-of-the-team');
    await page.getByLabel('Password').fill('not it at all');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no such login').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();

    const again = await stage.open(new URL(firstLink).pathname + new URL(firstLink).hash, NOBODY);
    await again.getByRole('heading', { name: 'This link does not sign anybody in' }).waitFor();
  });

  test.each(VIEWS)('is drawn whole, $scheme at $width pixels', async (view) => {
    await stage.client.keys.create({ name: 'the back end', scopes: ['events', 'read'], livemode: true });
    await userOf('analyst');
    const look = async (path: string, heading: string, name: string, of: object = {}) => {
      const page = await stage.open(path, { ...view, ...of });
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), path).toBe(true);
      await expectAccessible(page);
      await shoot(page, `${name}-${view.scheme}-${view.width}`);
      return page;
    };
    await look('/sign-in', 'Sign in', 'sign-in', NOBODY);
    const inviting = await look('/users', 'Users', 'users');
    await inviting.getByRole('button', { name: 'Invite somebody' }).click();
    await inviting.getByLabel('Name').waitFor();
    await expectAccessible(inviting);
    await shoot(inviting, `invite-${view.scheme}-${view.width}`);
    const making = await look('/keys', 'Keys', 'keys');
    await making.getByRole('button', { name: 'Make a key' }).click();
    await making.getByLabel('Whose it is').waitFor();
    await expectAccessible(making);
    await shoot(making, `new-key-${view.scheme}-${view.width}`);
    await look('/audit', 'Audit', 'audit');
  });

  test('an admin invites somebody by a link that is shown once, and takes their password away', async () => {
    const { page } = await signedIn('admin', '/users');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name').fill('A Colleague');
    await page.getByLabel('Login').fill('Ben@example.com');
    await page.getByLabel('Role').selectOption('analyst');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(link).toMatch(new RegExp(`^${stage.url}/sign-in#token=csl_`));
    await expectAccessible(page);
    await shoot(page, 'told-once');
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.content()).not.toContain('csl_');

    const theirs = await stage.open(new URL(link).pathname + new URL(link).hash, NOBODY);
    await theirs.getByRole('heading', { name: 'Choose a password' }).waitFor();
    await theirs.getByLabel('New password').fill(PASSWORD);
    await theirs.getByRole('button', { name: 'Set the password and sign in' }).click();
    await theirs.getByRole('button', { name: 'A Colleague' }).waitFor();

    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'ben@example.com' });
    await row.getByText('can sign in').waitFor();
    await row.getByRole('button', { name: 'What to do about A Colleague' }).click();
    await page.getByRole('menuitem', { name: 'Take the password away' }).click();
    await page.getByRole('button', { name: 'Take it away' }).click();
    await page.getByLabel('Link', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await row.getByText('invited').waitFor();
    await theirs.reload();
    await theirs.waitForURL('**/sign-in**');
  });

  test('a session that ends while a page is open leads to the sign-in, and back to the same address', async () => {
    const { page, user } = await signedIn('admin', '/audit?act=user.create');
    await page.getByRole('cell').first().waitFor();
    await stage.client.users.endSessions(user.id);
    await page.getByRole('button', { name: 'Show' }).waitFor();
    await page.getByLabel('To what').fill('usr_nobody');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in**');
    await page.getByLabel('Login').fill(user.login);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/audit?act=user.create&subject=usr_nobody');
    await page.getByText('Nothing like that was done.').waitFor();
  });

  test('a filter of the audit keeps the focus, and follows the address', async () => {
    const page = await stage.open('/audit?act=user.create');
    const by = page.getByLabel('By', { exact: true });
    await by.focus();
    await by.selectOption('system');
    await page.waitForURL('**/audit?act=user.create&by=system');
    await page.getByText('Nothing like that was done.').waitFor();
    expect(await page.locator('select:focus').inputValue()).toBe('system');
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await expect.poll(() => page.getByLabel('Act', { exact: true }).inputValue()).toBe('');
  });

  test('what a viewer may not do is not there, and refused all the same', async () => {
    const { page } = await signedIn('viewer', '/keys');
    await page.getByText('This is for admins').waitFor();
    const nav = page.getByRole('navigation', { name: 'Pages' });
    expect(await nav.getByRole('link', { name: 'Users' }).count()).toBe(0);
    expect(await nav.getByRole('link', { name: 'System' }).count()).toBe(1);
    const statusOf = (init: object) =>
      page.evaluate(async (given) => (await fetch('/v1/keys', given as RequestInit)).status, init);
    expect(await statusOf({})).toBe(403);
    const body = JSON.stringify({ name: 'mine', scopes: ['admin'] });
    const act = { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-Countersign-Console': '1' } };
    expect(await statusOf(act)).toBe(403);
  });

  test('another site can do nothing with the session of who is signed in', async () => {
    const { page } = await signedIn('admin');
    const count = async () => (await stage.client.keys.list()).data.length;
    const before = await count();
    const statusOf = (headers: Record<string, string>) =>
      page.evaluate(
        async (given) =>
          (await fetch('/v1/keys', { method: 'POST', body: '{"name":"x","scopes":["read"]}', headers: given })).status,
        headers,
      );
    const json = { 'Content-Type': 'application/json' };
    expect(await statusOf(json)).toBe(403);
    // The same machine under another name is another site.
    await page.route('http://evil.localhost/**', (route) => route.fulfill({ contentType: 'text/html', body: 'hello' }));
    await page.goto('http://evil.localhost/');
    const outcome = await page.evaluate(async (url) => {
      const headers = { 'Content-Type': 'application/json', 'X-Countersign-Console': '1' };
      const body = '{"name":"x","scopes":["read"]}';
      return fetch(`${url}/v1/keys`, { method: 'POST', credentials: 'include', headers, body }).then(
        ({ status }) => String(status),
        () => 'refused by the browser',
      );
    }, stage.url);
    expect(outcome).toBe('refused by the browser');
    expect(await count()).toBe(before);
  });

  test('a key is made, shown once, revoked, and what was done stands in the audit', async () => {
    const { page } = await signedIn('admin', '/keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Whose it is').fill('a nightly job');
    await page.getByRole('checkbox', { name: /^events/ }).check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByLabel('Key', { exact: true }).inputValue();
    expect(await createClient({ url: stage.url, apiKey: key }).session.get()).toMatchObject({
      scopes: ['read', 'events'],
    });
    await page.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('row').filter({ hasText: 'a nightly job' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Show revoked ones' }).click();
    await row.getByText('revoked').first().waitFor();
    await page.goto('/audit?act=key.revoke');
    await page
      .getByRole('row')
      .filter({ hasText: `Some admin ${users}` })
      .waitFor();
  });

  test('somebody changes their password, and is signed out everywhere else', async () => {
    const { page, user } = await signedIn('viewer');
    const elsewhere = await stage.open('/sign-in', NOBODY);
    await elsewhere.getByLabel('Login').fill(user.login);
    await elsewhere.getByLabel('Password').fill(PASSWORD);
    await elsewhere.keyboard.press('Enter');
    await elsewhere.getByRole('banner').waitFor();
    await page.getByRole('button', { name: /^Some viewer/ }).click();
    await page.getByRole('menuitem', { name: 'Change your password' }).click();
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('other few good words');
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await elsewhere.reload();
    await elsewhere.waitForURL('**/sign-in**');
    await page.reload();
    await page.getByRole('button', { name: /^Some viewer/ }).waitFor();
  });
});
