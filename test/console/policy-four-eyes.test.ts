import { beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole } from '../support/console.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== null)(
  noBrowser ? `four eyes: skipped, ${noBrowser}` : 'the editor with four eyes',
  () => {
    let stage: ConsoleStage;
    beforeAll(async () => {
      stage = await openConsole({ FOUR_EYES: 'on' });
    });

    test('tells that a version is stored and waits, until somebody else makes it live', async () => {
      const page = await stage.open('/policy/edit?file=lists%2Fblocked_merchants.yaml');
      await page.locator('.cm-content').click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText('type: merchant\nnote: Whom we do not pay.\n');
      await page.getByText(/^no error · pol_/).waitFor();
      await page.getByRole('button', { name: 'Apply…' }).click();
      await page.getByText('until somebody other than you makes it live').waitFor();
      await page.getByRole('textbox', { name: 'Why' }).fill('in our own words');
      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      await page.locator('.note[data-tone="good"]', { hasText: 'Stored.' }).waitFor({ timeout: 60_000 });
      const waiting = page.getByText('Waiting for a second pair of eyes').locator('..');
      await waiting.waitFor();
      expect(await waiting.textContent()).toContain('in our own words');
      await expectAccessible(page);
      await shoot(page, 'four-eyes-light-1280');

      const { waiting: stored } = await stage.client.policy.current();
      const { key: apiKey } = await stage.client.keys.create({
        name: 'the second pair',
        scopes: ['policy', 'approve'],
      });
      const other = createClient({ url: stage.url, apiKey: apiKey ?? '' });
      await other.policy.activate(stored[0]?.version ?? '');
      await page.getByText('Another version is live').waitFor({ timeout: 20_000 });
      await waiting.waitFor({ state: 'hidden' });
    });
  },
);
