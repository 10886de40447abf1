import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();
const LIST = '/lists/blocked_merchants';

describe.skipIf(noBrowser !== null)(noBrowser ? `lists: skipped, ${noBrowser}` : 'lists', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await openConsole();
    // The rule that reads the list decides from now on; one of the cases is about its being in shadow.
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const live = files.map(({ name, text }) => ({
      name,
      text: name === 'rules/starter.yaml' ? text.replace(/(@blocked_merchants"\n) +mode: shadow\n/, '$1') : text,
    }));
    await stage.client.policy.apply({ files: live.filter(({ name }) => !name.startsWith('cases/')) });
  });

  /** How a purchase at this merchant is answered now, and why. */
  async function asked(id: string, merchant: string): Promise<string> {
    // Stripe says when in whole seconds, and lists are looked at as of then.
    const askedMs = Date.now() + 1_000;
    await stage.serving.ask(freshAsk(id, 10, askedMs, { merchant_data: { network_id: merchant } }));
    const decision = await until(async () => {
      const { data } = await stage.client.decisions.list({ merchant, text: `iauth_${id}` });
      return data[0] ?? null;
    });
    return [decision.outcome, ...decision.reasons].join(' ');
  }
  const standing = (page: Page, value: string) => page.locator(`tr[data-entry="${value}"]`);
  const ended = (page: Page, value: string) => page.locator(`tr[data-ended="${value}"]`);

  test('take an entry, which the next ask hits, until it is taken off', async () => {
    expect(await asked('lists_before', 'm_bad')).toMatch(/^approve/);
    const page = await stage.open('/lists');
    await page.getByRole('link', { name: '@blocked_merchants' }).click();
    await page.getByText('blocked_merchant', { exact: true }).waitFor();
    await page.getByLabel('Value', { exact: true }).fill(' m_bad ');
    await page.getByLabel('Note', { exact: true }).fill('nothing good came from there');
    await page.getByLabel('How long').selectOption('day');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Add' }).click();
    await standing(page, 'm_bad').getByText('in 23 hours').waitFor();
    await standing(page, 'm_bad').getByText('nothing good came from there').waitFor();
    expect(await asked('lists_hit', 'm_bad')).toBe('decline blocked_merchant');

    await page.getByRole('button', { name: 'Note or end of m_bad' }).click();
    await page.getByLabel('Note', { exact: true }).fill('still nothing');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await standing(page, 'm_bad').getByText('still nothing').waitFor();
    await standing(page, 'm_bad').getByText('in 23 hours').waitFor();

    await page.getByRole('button', { name: 'Note or end of m_bad' }).click();
    await page.getByLabel('Note', { exact: true }).fill('nor will it');
    await page.getByLabel('How long').selectOption('good');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await standing(page, 'm_bad').getByText('never').waitFor();

    await page.getByRole('button', { name: 'Take off m_bad' }).click();
    await page.getByRole('dialog', { name: 'Take it off the list' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await standing(page, 'm_bad').count()).toBe(1);
    await page.getByRole('button', { name: 'Take off m_bad' }).click();
    await page.getByRole('dialog', { name: 'Take it off the list' }).waitFor();
    await page.keyboard.press('Enter');
    await standing(page, 'm_bad').waitFor({ state: 'detached' });
    await ended(page, 'm_bad').filter({ hasText: 'nor will it' }).waitFor();
    expect(await asked('lists_off', 'm_bad')).toMatch(/^approve/);
  });

  test('keep an entry that is to come as one to come when its note is changed', async () => {
    const known_from = new Date(Date.now() + 86_400_000).toISOString();
    const known_until = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await stage.client.lists.addEntry('blocked_merchants', { value: 'm_coming', known_from, known_until });
    const page = await stage.open(LIST);
    await page.getByRole('button', { name: 'Note or end of m_coming' }).click();
    await page.getByLabel('Note', { exact: true }).fill('from tomorrow on');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await standing(page, 'm_coming').getByText('from tomorrow on').waitFor();
    const { data } = await stage.client.lists.entries('blocked_merchants', { state: 'standing', value: 'm_coming' });
    expect(data).toMatchObject([{ note: 'from tomorrow on', known_from, known_until }]);
  });

  test('lose an entry that expires, on the page and in the next decision', async () => {
    const page = await stage.open(LIST);
    await page.getByRole('heading', { name: '@blocked_merchants' }).waitFor();
    const known_until = new Date(Date.now() + 25_000).toISOString();
    await stage.client.lists.addEntry('blocked_merchants', { value: 'm_brief', known_until });
    expect(await asked('lists_brief', 'm_brief')).toBe('decline blocked_merchant');
    await page.reload();
    await standing(page, 'm_brief')
      .getByText(/^in \d+ seconds?$/)
      .waitFor();
    await ended(page, 'm_brief').getByText('expired').waitFor({ timeout: 45_000 });
    expect(await standing(page, 'm_brief').count()).toBe(0);
    expect(await asked('lists_over', 'm_brief')).toMatch(/^approve/);
  }, 90_000);

  test('say in place what can not be on them', async () => {
    const page = await stage.open('/lists/blocked_countries');
    await page.getByLabel('Value', { exact: true }).fill('USA');
    await page.keyboard.press('Enter');
    await page.getByText('It is no country: write ISO 3166-1 alpha-2, e.g. US.').waitFor();
    await page.getByLabel('Value', { exact: true }).fill('KP');
    await page.keyboard.press('Enter');
    await standing(page, 'kp').waitFor();
  });

  test('are searched by value, in the address, with what the policy itself puts on them', async () => {
    const page = await stage.open('/lists/risky_categories');
    await page.getByText('betting_casino_gambling').waitFor();
    await page.getByLabel('Search by value').fill('JEWEL');
    await page.waitForURL('**text=JEWEL**');
    await page.getByText('betting_casino_gambling').waitFor({ state: 'detached' });
    await page.getByText('jewelry_stores_watches_clocks_and_silverware_stores').waitFor();
    expect(await page.getByRole('button', { name: /Take off/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Edit the policy' }).waitFor();
  });

  test('are only read by whoever may not change the policy', async () => {
    await stage.client.lists.addEntry('blocked_merchants', { value: 'm_seen' });
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const page = await stage.open(LIST, { key });
    await standing(page, 'm_seen').waitFor();
    expect(await page.getByRole('button', { name: /Add|Take off|Note or end/ }).count()).toBe(0);
  });

  test.each(VIEWS)('are drawn without a fault, $scheme at $width pixels', async (view) => {
    const known_until = new Date(Date.now() + 3 * 3_600_000 + 60_000).toISOString();
    const drawn = { value: '174030075991', note: 'tests cards since Tuesday', known_until };
    await stage.client.lists.addEntry('blocked_merchants', drawn);
    for (const [path, name, wait] of [
      ['/lists', 'lists', '@trusted_merchants'],
      [LIST, 'list', '174030075991'],
      ['/lists/risky_categories', 'list-policy', 'betting_casino_gambling'],
    ] as const) {
      const page = await stage.open(path, view);
      const faults: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      await page.reload();
      await page.getByText(wait).first().waitFor();
      expect(faults).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await expectAccessible(page);
      await shoot(page, `${name}-${view.scheme}-${view.width}`);
    }
  });
});
