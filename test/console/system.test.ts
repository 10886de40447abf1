import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();
const TABS = ['overview', 'alarms', 'jobs', 'limits'] as const;
const SECRET_VALUE = 'a hash key that nobody may see';

describe.skipIf(noBrowser !== null)(noBrowser ? `the page System: skipped, ${noBrowser}` : 'the page System', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await openConsole({ HASH_KEY: SECRET_VALUE });
    await stage.serving.ask(freshAsk('system_1', 10, Date.now()));
    // A signed ask that can't be read raises an alarm that stands for ten minutes.
    await stage.serving.ask({ ...freshAsk('system_2', 10, Date.now()), data: { object: { id: 'iauth_odd' } } });
    await until(async () => (await stage.client.alarms.list({ state: 'standing' })).data.length > 0);
  });

  test.each(VIEWS)('is drawn whole, $scheme at $width pixels', async (view) => {
    for (const tab of TABS) {
      const page = await stage.open(`/system?tab=${tab}`, view);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), tab).toBe(true);
      await expectAccessible(page);
      await shoot(page, `system-${tab}-${view.scheme}-${view.width}`);
    }
  });

  test('tells versions, and this gateway among the processes', async () => {
    const page = await stage.open('/system');
    const { program, policy, processes } = await stage.client.system.get();
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByText(program, { exact: true }).waitFor();
    await versions.getByTitle(policy.live).waitFor();
    const row = page.getByRole('row').filter({ hasText: processes[0]?.name ?? 'nobody' });
    expect(await row.getByText('up', { exact: true }).count()).toBe(1);
  });

  test('tells what an alarm says and what to do, and takes it that somebody knows', async () => {
    const page = await stage.open('/system?tab=alarms');
    const row = page.getByRole('row').filter({ hasText: 'authorization_unreadable' });
    await row.getByText("Compare the event with Stripe's API version").waitFor();
    await row.getByRole('button', { name: /^I know of/ }).click();
    await page.getByLabel('Note for the others').fill('an old endpoint');
    await page.getByRole('dialog').getByRole('button', { name: 'I know of it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await row.getByText('an old endpoint').waitFor();
  });

  test('keeps the tab and the filters of alarms in the address', async () => {
    const page = await stage.open('/system?tab=alarms&alarm=answer_refused');
    await page.getByText('None of answer_refused.').waitFor();
    await page.getByRole('link', { name: 'Over', exact: true }).click();
    await page.waitForURL('**/system?tab=alarms&alarm=answer_refused&state=past');
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.waitForURL('**/system?tab=jobs');
    await page.goBack();
    await page.getByText('None of answer_refused.').waitFor();
  });

  test('counts the past again only when that is meant', async () => {
    const page = await stage.open('/system');
    await page.getByRole('button', { name: 'Count the past again' }).click();
    await page.getByRole('dialog').getByText('features are missing').waitFor();
    await page.getByRole('button', { name: 'Count again' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('All features have their past.').waitFor();
    const rebuilt = (await stage.client.audit.list({ act: 'counters.rebuild' })).data;
    expect(rebuilt).toHaveLength(1);
  });

  test('shows whoever may only read what waits, and neither dead letters nor what they may not do', async () => {
    const { key } = await stage.client.keys.create({ name: 'looks on', scopes: ['read'] });
    const page = await stage.open('/system?tab=jobs', { key });
    await page.getByRole('cell', { name: 'stripe', exact: true }).first().waitFor();
    await page.getByText('An admin sees what they are about').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    expect(await page.getByRole('button', { name: 'Count the past again' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Alarms' }).click();
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await page.getByRole('cell').first().waitFor();
    expect(await page.getByRole('button', { name: /^I know of/, disabled: false }).count()).toBe(0);
  });

  test('names the settings that are made, and no value of them', async () => {
    const page = await stage.open('/system?tab=limits');
    const row = page.getByRole('row').filter({ hasText: 'HASH_KEY' });
    await row.getByText('set', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(SECRET_VALUE);
  });

  test('marks what it shows as old when the service is away', async () => {
    const page = await stage.open('/system');
    await page.getByRole('region', { name: 'Versions' }).waitFor();
    await page.route('**/v1/**', (route) => route.abort());
    await page.getByText('This is old').waitFor({ timeout: 30_000 });
    expect(await page.getByRole('region', { name: 'Versions' }).isVisible()).toBe(true);
  });
});
