// Takes docs/console-now.png and docs/console-decision.png: a demo of its own, looked at in a browser as its newcomers
// do. Takes about two minutes, and wants Chromium (CHROMIUM names another one than Debian's).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright-core';

/** Long enough for an attack, for charts to have a form, and for counters to have a past. */
const WATCHED_MS = 75_000;
const VIEW = { width: 1280, height: 840 };

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-'));
const demo = spawn(process.execPath, ['src/main.ts', 'demo', '--no-open', '--plain'], {
  env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => demo.once('close', resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: VIEW, colorScheme: 'light' });
  await page.goto(await linkOf());
  await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor({ timeout: 180_000 });
  await page.waitForTimeout(WATCHED_MS);
  await take(page, 'now');
  await page.locator('tr[data-outcome="decline"] a').first().click();
  await page.getByText(/We declined /).waitFor();
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  await take(page, 'decision');
} finally {
  await browser.close();
  demo.kill('SIGINT');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}

/** Where the demo says that its console is. */
function linkOf(): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: demo.stdout }).on('line', (line) => {
      const [link] = /http:\S+\/demo\/\S+$/.exec(line) ?? [];
      if (link) resolve(link);
    });
    void ended.then((code) => reject(new Error(`the demo ended with ${code}`)));
  });
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `docs/console-${name}.png` });
}
