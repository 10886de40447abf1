import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { type CountersignClient, createClient } from '../../src/sdk/index.ts';
import { openBrowser } from './browser.ts';
import { createTemporaryDir } from './folder.ts';
import { type Readyz, type Serving, serveForAll, until } from './serve.ts';

/** A real service with its console, and a browser to look at it. */
export interface ConsoleStage {
  readonly serving: Serving;
  readonly dataDir: string;
  readonly url: string;
  /** The API by the key that the first start made, which may do everything. */
  readonly client: CountersignClient;
  readonly adminKey: string;
  readonly browser: Browser;
  /** A new window at this address, gone when the test is, of somebody who may do everything; see `View`. */
  open(path: string, view?: View): Promise<Page>;
}

export interface View {
  readonly scheme?: 'light' | 'dark';
  /** In pixels; 1280 without it. */
  readonly width?: number;
  /** The key by which the page is signed in; null: nobody is. */
  readonly key?: string | null;
}

// Here and not in `openConsole`: a hook that is set while another one runs is never called.
const toEnd: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of toEnd.splice(0).reverse()) await end();
});

/** Both schemes at both widths, as pages are looked at. */
export const VIEWS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const satisfies readonly View[];

/** Opens it for the tests of a file: call it in `beforeAll`. `prepare` fills its data folder before it starts. */
export async function openConsole(
  environment: Readonly<Record<string, string>> = {},
  prepare: (dataDir: string) => Promise<void> = async () => {},
): Promise<ConsoleStage> {
  const { dir: dataDir, remove } = createTemporaryDir();
  toEnd.push(async () => remove());
  await prepare(dataDir);
  const serving = await serveForAll(dataDir, environment, (end) => void toEnd.push(end));
  const keyFile = join(dataDir, 'admin.key');
  await until(async () => existsSync(keyFile) && readFileSync(keyFile, 'utf8').trim() !== '', 60_000);
  const adminKey = readFileSync(keyFile, 'utf8').trim();
  // From then on features have values: before that rules read that they are missing.
  await until(async () => {
    const { cold, counters } = (await serving.ready()) as Readyz & { readonly counters: { readonly cold: boolean } };
    return !cold && !counters.cold;
  }, 60_000);
  const url = `http://127.0.0.1:${serving.port}`;
  const browser = await openBrowser();
  toEnd.push(() => browser.close());
  return {
    serving,
    dataDir,
    url,
    client: createClient({ url, apiKey: adminKey }),
    adminKey,
    browser,
    async open(path, { scheme = 'light', width = 1280, key = adminKey } = {}) {
      const options: BrowserContextOptions = {
        baseURL: url,
        colorScheme: scheme,
        viewport: { width, height: 800 },
        ...(key !== null && { extraHTTPHeaders: { Authorization: `Bearer ${key}` } }),
      };
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
  };
}
