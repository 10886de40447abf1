import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../server/v1/browser.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const run = (...words: string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);
const tokenOf = (out: string) => /^http.*\/sign-in#token=(csl_[\w-]{43})\n$/.exec(out)?.[1] ?? '';
const signIn = (token: string, more = {}) =>
  openBrowser(stage.url).client.session.link({ token, password: 'a chosen password', ...more });

describe('users from the terminal', () => {
  it('the first one comes in by a link that is made without one', async () => {
    const { code, out, err } = await run('sign-in-link');
    expect([code, err]).toEqual([0, expect.stringMatching(/^It is good once, until .* UTC, and shown this once\.\n$/)]);
    expect(await signIn(tokenOf(out), { name: 'First', login: 'first' })).toMatchObject({ role: 'admin' });
    expect(await run('sign-in-link')).toMatchObject({
      code: 1,
      err: expect.stringContaining('there are users already'),
    });
  });

  it('are invited, listed, changed, reset, disabled and erased', async () => {
    const added = await run('users', 'add', 'Analyst@example.com', '--role', 'analyst', '--name', 'An Analyst');
    expect(added.err).toContain('analyst@example.com is analyst');
    await signIn(tokenOf(added.out));
    expect((await run('users')).out).toMatch(/analyst@example.com +An Analyst +analyst .* can sign in\n/);
    expect((await run('users', 'role', 'analyst@example.com', 'viewer')).out).toBe(
      'analyst@example.com is viewer from now on.\n',
    );
    const link = await run('sign-in-link', 'analyst@example.com', '--json');
    expect(link.json).toMatchObject({ url: expect.stringContaining('#token=csl_') });
    await signIn(tokenOf((await run('users', 'reset', 'ANALYST@example.com')).out));
    expect((await run('users', 'disable', 'analyst@example.com')).out).toContain('is disabled and signed out');
    expect((await run('users', 'list')).out).toMatch(/analyst@example.com .* disabled \d{4}-/);
    expect((await run('users', 'enable', 'analyst@example.com')).out).toContain('can sign in again');
    const [{ id }] = (await run('users', '--json')).json;
    expect((await run('users', 'erase', id)).out).toBe(`${id} is signed out, and who it was is forgotten.\n`);
    expect((await run('users')).out).toContain('(erased)');
  });

  it.each([
    [['users', 'add', 'ben', '--role', 'analist'], 2, 'did you mean "analyst"?'],
    [['users', 'add', 'ben'], 2, '--role is missing'],
    [['users', 'list', '--role', 'viewer'], 2, '--role goes with add'],
    [['users', 'remove', 'ben'], 2, 'it knows no "remove"'],
    [['users', 'disable', 'nobody'], 1, 'there is no user nobody'],
    [['unmask', 'card', 'ic_1', '--reason', 'x'], 2, 'it goes: countersign unmask cardholder ID'],
    [['unmask', 'cardholder', 'ich_1'], 2, '--reason is missing'],
    [['unmask', 'cardholder', 'ich_1', '--reason', 'x'], 1, 'STRIPE_SECRET_KEY is not set'],
  ])('%j says what is wrong', async (words, code, message) => {
    expect(await run(...words)).toMatchObject({ code, err: expect.stringContaining(message) });
  });
});
