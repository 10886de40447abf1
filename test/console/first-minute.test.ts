import { describe, expect, onTestFinished, test } from 'vitest';
import { openBrowser, shoot, whyNoBrowser } from '../support/browser.ts';
import { demo } from '../support/demo.ts';
import { temporaryFolder } from '../support/folder.ts';

const noBrowser = whyNoBrowser();
const MINUTE_MS = 60_000;

describe.skipIf(noBrowser !== null)(noBrowser ? `the first minute: skipped, ${noBrowser}` : 'the first minute', () => {
  test(
    'shows a newcomer traffic, an attack and declines, and leads by a click to why',
    async () => {
      const browser = await openBrowser();
      onTestFinished(() => browser.close());
      const beganMs = performance.now();
      const running = demo(temporaryFolder(), ['--no-open'], { PORT: '0' });
      const [link = ''] = /http:\S+$/.exec(await running.line(/The console, /)) ?? [];

      // The link signs in, and does not stay in the address.
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(link);
      await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/');

      // Rows fall by themselves.
      const rows = page.locator('tr[data-outcome]');
      await rows.first().waitFor();
      const first = await rows.first().innerText();
      await expect.poll(() => rows.first().innerText(), { timeout: 20_000 }).not.toBe(first);

      // The attack is declined before one's eyes.
      await running.line(/ATTACK/);
      const declined = page.locator('tr[data-outcome="decline"]').first();
      await declined.waitFor({ timeout: MINUTE_MS });
      // Held still, as a hand would before it points at a row.
      await page.getByRole('button', { name: 'Pause' }).click();
      await shoot(page, 'first-minute-now');
      const reason = await declined.locator('.now-because').innerText();
      await declined.getByRole('link').click();
      await page.waitForURL('**/decisions/dec_**');
      const why = page.getByRole('region', { name: 'What was said, and why' });
      await why.getByText(/We declined /).waitFor();
      expect(await page.getByRole('main').innerText()).toContain(reason.split(',')[0]);
      await shoot(page, 'first-minute-decision');
      const tookMs = performance.now() - beganMs;
      expect(tookMs).toBeLessThan(2 * MINUTE_MS);
    },
    3 * MINUTE_MS,
  );
});
