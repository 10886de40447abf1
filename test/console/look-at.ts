import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, shoot } from '../support/browser.ts';
import { VIEWS } from '../support/console.ts';

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
