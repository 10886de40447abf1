import { expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../apps/server/v1/browser.ts';
import { temporaryFolder } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { type Serving, serve, until } from '../support/serve.ts';

const linkOf = ({ log }: Serving) => {
  const line = log.find((each) => each.includes('this link can'));
  return line === undefined ? null : (JSON.parse(line) as { level: string; url: string });
};
const tokenOf = (url: string) => url.split('#token=')[1] ?? '';
const chosen = { password: 'a chosen password', name: 'Ana', login: 'ana' };

test('a start without users logs a link, the next start another one, and a session holds through a restart', async () => {
  const dir = temporaryFolder();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  onTestFinished(() => postgres?.drop());
  const where = postgres ? { DATABASE_URL: postgres.url } : {};
  const first = await serve(dir, where);
  const { url, level } = await until(async () => linkOf(first), 60_000);
  expect([url.startsWith(`http://127.0.0.1:${first.port}/sign-in#token=csl_`), level]).toEqual([true, 'info']);
  await first.stop();

  const second = await serve(dir, { ...where, PUBLIC_URL: 'https://countersign.example.com' });
  const next = await until(async () => linkOf(second), 60_000);
  expect(next.url).toMatch(/^https:\/\/countersign\.example\.com\/sign-in#token=csl_/);
  const browser = openBrowser(`http://127.0.0.1:${second.port}`);
  await expect(browser.client.session.link({ token: tokenOf(url), ...chosen })).rejects.toMatchObject({ status: 401 });
  await browser.client.session.link({ token: tokenOf(next.url), ...chosen });
  expect(browser.lastSet()).toContain('; Secure');
  await second.stop();

  const third = await serve(dir, where);
  const again = openBrowser(`http://127.0.0.1:${third.port}`, browser.cookie());
  expect(await until(() => again.client.session.get(), 60_000)).toMatchObject({ name: 'Ana', role: 'admin' });
  expect(linkOf(third)).toBeNull();
}, 240_000);
