import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== null)(noBrowser ? `the console: skipped, ${noBrowser}` : 'the console', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await openConsole();
    for (const score of [10, 90, 30]) await stage.serving.ask(freshAsk(`shell_${score}`, score, Date.now()));
  });

  test.each(VIEWS)('is drawn without a fault, $scheme at $width pixels', async (view) => {
    const page = await stage.open('/', view);
    const faults: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    page.on('pageerror', (error) => void faults.push(error.message));
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('declined').first().waitFor();
    expect(faults).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await expectAccessible(page);
    await shoot(page, `shell-${view.scheme}-${view.width}`);
  });

  test('refuses script that stands in a page, and framing', async () => {
    const { headers } = await fetch(stage.url, { headers: { Accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('is one page at every address but those of programs', async () => {
    const at = async (path: string, accept = 'text/html') => {
      const response = await fetch(`${stage.url}${path}`, { headers: { Accept: accept } });
      return [response.status, response.headers.get('content-type')?.split(';')[0]];
    };
    expect(await at('/decisions/dec_1')).toEqual([200, 'text/html']);
    expect(await at('/assets/none.js')).toEqual([404, 'application/json']);
    expect(await at('/v1/none')).toEqual([404, 'application/problem+json']);
    expect(await at('/decisions', 'application/json')).toEqual([404, 'application/json']);
  });

  test('leads by two keys from page to page, and lists its keys', async () => {
    const page = await stage.open('/');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('go to Now').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL('**/decisions');
  });

  test('keeps the mode in the address, from page to page', async () => {
    const page = await stage.open('/?live=true');
    await page.getByRole('button', { name: 'Live' }).waitFor();
    await page.getByText('Nothing was asked yet').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/decisions\?.*live=true/);
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.waitForURL(/\/\?.*live=true/);
  });

  test('goes to live mode or an account and back by the switch, without the filters of the page', async () => {
    const page = await stage.open('/decisions?outcome=decline');
    const choose = async (shown: RegExp, mode: string) => {
      await page.getByRole('button', { name: shown }).click();
      await page.getByRole('menuitem', { name: mode }).click();
    };
    const goTo = async (shown: RegExp, account: string) => {
      await page.getByRole('button', { name: shown }).click();
      await page.getByLabel('Connected account').fill(account);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
    };
    const address = () => new URL(page.url()).search;
    await choose(/^Test/, 'Live mode');
    await expect.poll(address).toBe('?live=true');
    await goTo(/^Live/, 'acct_1');
    await expect.poll(address).toBe('?live=true&account=acct_1');
    await choose(/^Live acct_1/, 'Test mode');
    await expect.poll(address).toBe('?account=acct_1');
    await page.getByRole('link', { name: 'Reviews' }).click();
    await expect.poll(() => page.url()).toBe(`${stage.url}/reviews?account=acct_1`);
    await goTo(/^Test acct_1/, '');
    await expect.poll(() => page.url()).toBe(`${stage.url}/reviews`);
  });

  test('leads whoever is not signed in to the sign-in, and remembers where they wanted to go', async () => {
    const page = await stage.open('/?live=true', { key: null });
    await page.waitForURL('**/sign-in**');
    expect(new URL(page.url()).searchParams.get('to')).toBe('/?live=true');
  });
});
