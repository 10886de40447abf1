import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { freePort } from '../support/proxy.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();
const SHOPS = ['Sample Coffee', 'Sample Groceries of the North', 'Sample Fuel 4471', 'Sample Games', 'Sample Hotel'];

let asks = 0;
let stage: ConsoleStage;
let port: number;

/** Asks once, with this fraud score, at this shop. */
async function ask(score: number, name = SHOPS[asks % SHOPS.length], post = stage.serving.ask): Promise<void> {
  asks += 1;
  const amount = 350 + 977 * (asks % 23);
  await post(freshAsk(`now_${asks}`, score, Date.now(), { pending_request: { amount }, merchant_data: { name } }));
}

const rows = (page: Page) => page.getByRole('region', { name: 'Decisions as they fall' }).locator('tbody tr');
const isLive = (page: Page) => page.locator('.now-line[data-tone=approve]').waitFor({ timeout: 60_000 });
const firstRow = (page: Page) => rows(page).first();
const tile = async (page: Page, name: string) =>
  Number(
    (await page
      .getByRole('region', { name: 'Answers a minute' })
      .locator('dt', { hasText: name })
      .locator('xpath=..')
      .locator('.now-figure')
      .textContent()) ?? Number.NaN,
  );

describe.skipIf(noBrowser !== null)(noBrowser ? `the page Now: skipped, ${noBrowser}` : 'the page Now', () => {
  beforeAll(async () => {
    port = await freePort();
    stage = await openConsole({ PORT: String(port) });
    for (let number = 0; number < 40; number += 1) await ask(number % 7 === 0 ? 95 : 12);
    await until(async () => (await stage.client.traffic.get()).totals.asked === 40, 60_000);
  });

  test.each(VIEWS)(
    'is drawn without a fault, $scheme at $width pixels',
    async (view) => {
      const page = await stage.open('/', view);
      const faults: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      await page.reload();
      await firstRow(page).waitFor();
      await page.getByRole('img', { name: /^Answers a minute, last hour: 4\d asked/ }).waitFor();
      await page.getByRole('region', { name: 'What waits' }).getByText('stripe').waitFor();
      await page.getByRole('region', { name: 'Who had the last word' }).getByText('Not confirmed yet').waitFor();
      expect(faults).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await shoot(page, `now-${view.scheme}-${view.width}`);
      await expectAccessible(page);
    },
    60_000,
  );

  test('shows decisions as they fall, without anybody asking for them', async () => {
    const page = await stage.open('/');
    await isLive(page);
    await firstRow(page).waitFor();
    await ask(12, 'A Shop That Is New');
    await firstRow(page).getByText('A Shop That Is New').waitFor({ timeout: 10_000 });
    expect(await firstRow(page).textContent()).toContain('approved');
  });

  test('shows an attack: rows, the tile and the list of declines alone, which the address holds', async () => {
    const page = await stage.open('/');
    await firstRow(page).waitFor();
    for (let number = 0; number < 12; number += 1) await ask(97, 'Gift Cards Now');
    await firstRow(page).getByText('Gift Cards Now').waitFor();
    await page.getByRole('button', { name: 'Declined' }).click();
    await page.waitForURL('**/?outcome=decline');
    await page.mouse.move(0, 0);
    await until(async () => (await rows(page).count()) >= 12);
    const said = await rows(page).allTextContents();
    expect(said.every((text) => text.includes('declined'))).toBe(true);
    expect(said[0]).toContain('fraud_risk_score');
    // The tile is of the last whole minute, or of this one where it is the first.
    await until(async () => (await tile(page, 'Declined')) >= 5, 90_000);
    await page.goBack();
    await page.waitForURL(`${stage.url}/`);
    await until(async () => (await rows(page).count()) > 40);
  }, 150_000);

  test('leads from a row to why, by the mouse and by the keyboard', async () => {
    const page = await stage.open('/');
    await firstRow(page).locator('td').nth(3).click();
    await page.waitForURL('**/decisions/dec_*');
    await page.goBack();
    await firstRow(page).waitFor();
    await firstRow(page).getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/decisions/dec_*');
  });

  test('moves no row under the pointer, and lets go of what waited when it leaves', async () => {
    const page = await stage.open('/');
    await firstRow(page).waitFor();
    await firstRow(page).hover();
    const before = await firstRow(page).textContent();
    await ask(12, 'While Hovered');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await firstRow(page).textContent()).toBe(before);
    await page.mouse.move(2, 2);
    await firstRow(page).getByText('While Hovered').waitFor();
  });

  test('moves no row under the focus when the pointer leaves', async () => {
    const page = await stage.open('/');
    await firstRow(page).waitFor();
    await firstRow(page).hover();
    await firstRow(page).getByRole('link').focus();
    await page.mouse.move(2, 2);
    const before = await firstRow(page).textContent();
    await ask(12, 'While Focused');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await firstRow(page).textContent()).toBe(before);
    await page.getByRole('button', { name: 'Pause' }).focus();
    await firstRow(page).getByText('While Focused').waitFor();
  });

  test('is paused by a key, and says how many wait', async () => {
    const page = await stage.open('/');
    await firstRow(page).waitFor();
    await page.keyboard.press('p');
    await ask(12, 'While Paused');
    await page.getByRole('button', { name: '1 new, paused' }).click();
    await firstRow(page).getByText('While Paused').waitFor();
    await ask(12, 'Paused Still');
    await page.getByRole('button', { name: '1 new, paused' }).waitFor();
    await page.mouse.move(2, 2);
    await page.keyboard.press('p');
    await firstRow(page).getByText('Paused Still').waitFor();
  });

  test('gives the charts as a table, and the funnel of another time, by the address', async () => {
    const page = await stage.open('/');
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.waitForURL('**/?table=true');
    await page.getByRole('region', { name: 'Minutes of the last hour' }).getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: '7d' }).click();
    await page.waitForURL('**/?window=7d&table=true');
    await page.reload();
    await expectAccessible(page);
    const declined = page.getByRole('link', { name: 'We declined' });
    expect(await declined.getAttribute('href')).toBe('/decisions?outcome=decline&span=7d');
    expect(await page.getByRole('button', { name: '7d' }).getAttribute('aria-pressed')).toBe('true');
    await page.goto('/?window=century&outcome=none&table=7');
    await firstRow(page).waitFor();
  });

  test('tells who sees nothing how to see something, and in which mode there is none', async () => {
    const page = await stage.open('/?live=true');
    await page.getByText('Nothing was asked yet in live mode').waitFor();
    await page.getByText('npx countersign demo').waitFor();
    await expectAccessible(page);
    await shoot(page, 'now-nothing-light-1280');
  });

  test('says what is degraded, and why, to whoever may only read', async () => {
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const page = await stage.open('/', { key });
    const degraded = page.getByRole('region', { name: 'What is degraded' });
    await degraded.getByText('STRIPE_SECRET_KEY is not set').waitFor();
    await page.getByRole('region', { name: 'What waits' }).getByText('notify').waitFor();
    await degraded.getByRole('link', { name: 'stripe' }).click();
    await page.waitForURL('**/system');
  });

  test('says that it is old while the service is away, and goes on where it was when it is back', async () => {
    const page = await stage.open('/');
    await firstRow(page).waitFor();
    await isLive(page);
    const before = await rows(page).count();
    await stage.serving.kill();
    await page.getByText("The service can't be reached since").waitFor({ timeout: 20_000 });
    await page.locator('.now-line', { hasText: 'line broken' }).waitFor();
    expect(await rows(page).count()).toBe(before);
    await expectAccessible(page);
    await shoot(page, 'now-stale-light-1280');
    const again = await serve(stage.dataDir, { PORT: String(port) });
    await until(async () => (await again.ready()).database.state === 'open', 90_000);
    await ask(12, 'Back Again', again.ask);
    await isLive(page);
    await firstRow(page).getByText('Back Again').waitFor({ timeout: 30_000 });
    await page.getByText("The service can't be reached since").waitFor({ state: 'hidden' });
    const ids: string[] = await page.evaluate(
      `[...document.querySelectorAll('.now-feed a')].map((link) => link.getAttribute('href'))`,
    );
    expect(new Set(ids).size).toBe(ids.length);
  }, 240_000);
});
