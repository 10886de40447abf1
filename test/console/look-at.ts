import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, shoot } from '../support/browser.ts';
import { VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';

type View = (typeof VIEWS)[number];

/** A page in both schemes at both widths: as wide as the window, and without what axe finds serious. */
export async function lookAt(page: Page, name: string, views: readonly View[] = VIEWS): Promise<void> {
  for (const { scheme, width } of views) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${width}`).toBe(true);
    await expectAccessible(page);
    await shoot(page, `${name}-${scheme}-${width}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Goes to a page by its two keys, again where a slow machine let too much time go by between them. */
export async function followed(page: Page, key: string, path: string): Promise<void> {
  await until(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    return new URL(page.url()).pathname === path || null;
  });
}
