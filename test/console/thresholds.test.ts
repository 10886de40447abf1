import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { whatIf } from '../../src/core/history/what-if.ts';
import type { TuneResult } from '../../src/sdk/index.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { followed, lookAt } from './look-at.ts';
import { askNow, somePast } from './past.ts';

// Four looks at a page, each with axe, take seconds where other tests run.
vi.setConfig({ testTimeout: 240_000 });

const noBrowser = whyNoBrowser();
const PATIENT = { timeout: 150_000 };

describe.skipIf(noBrowser !== null)(noBrowser ? `thresholds: skipped, ${noBrowser}` : 'thresholds', () => {
  let stage: ConsoleStage;
  let run: string;
  let result: TuneResult;

  beforeAll(async () => {
    stage = await openConsole({}, somePast);
    await askNow(stage);
  }, 180_000);

  const said = (page: Page) => page.locator('.thresholds-said');
  const slider = (page: Page, word: string, signal = 'Fraud risk score') =>
    page.getByRole('group', { name: signal, exact: true }).getByRole('slider', { name: word });
  const search = (page: Page) => new URL(page.url()).searchParams;

  async function opened(more = ''): Promise<Page> {
    const page = await stage.open(`/thresholds?run=${run}${more}`);
    await said(page).waitFor(PATIENT);
    return page;
  }

  /** The figures of a line of the table, as it stands: today, as chosen, and the difference. */
  async function figures(page: Page, line: string): Promise<string[]> {
    const row = page.locator('.thresholds-figures tr').filter({ has: page.getByRole('rowheader', { name: line }) });
    return (await row.locator('td').allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
  }

  test('of whom nobody started a run before are looked for at once, and the address keeps the run', async () => {
    const page = await stage.open('/');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await followed(page, 't', '/thresholds');
    await page.waitForURL('**/thresholds?**run=**', PATIENT);
    await said(page).waitFor(PATIENT);
    run = search(page).get('run') ?? '';
    expect(search(page).get('portfolio')).toBe('everything');
    const found = await stage.client.backtests.get(run);
    if (found.kind !== 'tune' || !found.result) throw new Error('there is no result');
    result = found.result;
    expect(result.truths.fraud).toBeGreaterThan(10);
    await page.locator('.uplot').nth(2).waitFor();
    await lookAt(page, 'thresholds');
  });

  test('are looked at again without another run', async () => {
    const page = await stage.open('/thresholds');
    await page.waitForURL(`**run=${run}**`, PATIENT);
    await said(page).waitFor();
    expect((await stage.client.backtests.list({ kind: 'tune' })).data.length).toBe(1);
  });

  test('are moved by keyboard, and what that comes to is told without asking the service', async () => {
    const page = await opened();
    await page.locator('.uplot').first().waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (/\/v1\/(backtests|decide|policy\/history)/.test(request.url())) asked += 1;
    });
    await slider(page, 'Decline').focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    const { settings, cells, window } = result;
    if (!settings) throw new Error('there are no settings');
    const at = Number(await slider(page, 'Decline').inputValue());
    expect(at).toBeLessThan(50);
    const then = whatIf(
      cells,
      { ...settings, thresholds: { ...settings.thresholds, fraud_risk_score: { decline: at } } },
      window.days,
    );
    const [today, chosen] = await figures(page, 'Fraud, stopped');
    expect([today, chosen]).toEqual([result.current?.confusion.tp, then.confusion.tp].map(String));
    expect((await figures(page, 'Good, stopped'))[1]).toBe(String(then.confusion.fp));
    expect(await slider(page, 'Decline').getAttribute('aria-valuetext')).toBe(`above ${at}; today above 50`);
    expect(await said(page).innerText()).toMatch(/^In \d+ days, against today: /);
    await page.waitForURL(`**at=fraud_risk_score.decline%3A${at}**`);
    expect(asked).toBe(0);
    await page.reload();
    await expect.poll(() => slider(page, 'Decline').inputValue(), PATIENT).toBe(String(at));
    await page.getByRole('button', { name: 'As they are today' }).click();
    await said(page).getByText('This is what the thresholds of today come to').waitFor();
    await expect.poll(() => search(page).get('at')).toBeNull();
  });

  test('say the sum of several that were moved, in words and figures', async () => {
    const page = await opened('&at=fraud_risk_score.challenge:20,card_testing_risk_level.review:never');
    await page.locator('.uplot').nth(2).waitFor();
    expect(await slider(page, 'Challenge').inputValue()).toBe('20');
    expect(await slider(page, 'Review', 'Card testing risk level').getAttribute('aria-valuetext')).toMatch(/^never/);
    await lookAt(page, 'thresholds-moved', [VIEWS[1], VIEWS[2]]);
  });

  test('go to an aim by a press, and to a place on a curve', async () => {
    const page = await opened();
    const aim = result.aims.find(({ threshold }) => threshold !== null && threshold !== 50);
    if (!aim) throw new Error('no aim is met');
    await page
      .getByRole('group', { name: 'Decline at an aim' })
      .getByRole('button', { name: String(aim.threshold) })
      .first()
      .click();
    expect(await slider(page, 'Decline').inputValue()).toBe(String(aim.threshold));
    const curve = page.locator('.u-over').first();
    const box = await curve.boundingBox();
    await curve.click({ position: { x: (box?.width ?? 0) * 0.25, y: 40 } });
    await expect.poll(() => slider(page, 'Decline').inputValue()).toMatch(/^2[3-7]$/);
    await page.getByRole('button', { name: 'Challenge', exact: true }).click();
    await page.waitForURL('**curve=challenge**');
    await curve.click({ position: { x: (box?.width ?? 0) * 0.6, y: 40 } });
    await expect.poll(() => slider(page, 'Challenge').inputValue()).toMatch(/^(5[7-9]|6[0-3])$/);
    await page.getByText('changes nothing: above').waitFor();
  });

  test('rank the signals, the best first', async () => {
    const page = await opened();
    const rows = page.getByRole('region', { name: 'Signals by how well they predict' }).locator('tbody tr');
    expect(await rows.count()).toBe(result.signals.length);
    expect(await rows.first().innerText()).toContain(result.signals[0]?.auc?.toFixed(3));
  });

  test('are put into the draft of the editor, which links there, and nowhere else', async () => {
    const page = await opened('&at=fraud_risk_score.decline:61,fraud_risk_score.review:35');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('It is in the draft').waitFor();
    await expectAccessible(page);
    await shoot(page, 'thresholds-saved-light-1280');
    const before = (await stage.client.policy.current()).version;
    await page.getByRole('link', { name: 'Look at it in the editor' }).click();
    await page.waitForURL('**/policy/edit?**file=profiles%2Fbalanced.yaml**');
    const panel = page.getByRole('region', { name: 'What the draft changes' }).or(page.locator('.workspace'));
    await panel.getByText('fraud_risk_score: { decline: 61, review: 35 }').first().waitFor(PATIENT);
    await shoot(page, 'thresholds-in-the-editor-light-1280');
    expect((await stage.client.policy.current()).version).toBe(before);
    await page.goto(`/thresholds?run=${run}&at=fraud_risk_score.decline:61`);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('link', { name: 'try it against what is in force' }).click();
    await page.waitForURL('**/backtests?policy=live&against=draft');
    expect(await page.getByLabel('Against').inputValue()).toBe('draft');
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.getByRole('region', { name: 'Against the other policy' }).waitFor(PATIENT);
  });

  test('are only looked at by who may not write the policy', async () => {
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const page = await stage.open('/thresholds', { key });
    await said(page).waitFor(PATIENT);
    await page.getByText('To save thresholds wants the scope policy').waitFor();
    expect(await page.getByRole('button', { name: 'Save as draft' }).count()).toBe(0);
    await page.goto('/thresholds?portfolio=none_of_that_name');
    await page.getByText('Nobody looked for thresholds of this portfolio lately').waitFor();
    await expectAccessible(page);
  });

  test('of a run that is not there say so, and can be looked for anew', async () => {
    const page = await stage.open('/thresholds?run=bt_none');
    await page.getByText('no run is called bt_none here').waitFor();
    await page.getByLabel('Portfolio').selectOption('everything');
    await said(page).waitFor(PATIENT);
  });

  test('of another version than the one in force say so', async () => {
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const changed = files.map(({ name, text }) => ({ name, text: text.replace('decline: 50', 'decline: 51') }));
    await stage.client.policy.apply({ files: changed.filter(({ name }) => !name.startsWith('cases/')) });
    const page = await opened();
    await page.getByText('Another version is in force by now').waitFor();
    await page.getByRole('button', { name: 'Look anew' }).click();
    await expect.poll(() => slider(page, 'Decline').inputValue(), PATIENT).toBe('51');
    expect(search(page).get('run')).not.toBe(run);
    await page.getByText('Another version is in force by now').waitFor({ state: 'detached' });
  });
});
