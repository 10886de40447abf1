import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { BacktestRequest, BacktestResult } from '../../src/sdk/index.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { followed, lookAt } from './look-at.ts';
import { askNow, somePast } from './past.ts';

// Four looks at a page, each with axe, take seconds where other tests run.
vi.setConfig({ testTimeout: 240_000 });

const noBrowser = whyNoBrowser();
const PATIENT = { timeout: 150_000 };

describe.skipIf(noBrowser !== null)(noBrowser ? `backtests: skipped, ${noBrowser}` : 'backtests', () => {
  let stage: ConsoleStage;
  let id: string;
  let result: BacktestResult;

  beforeAll(async () => {
    stage = await openConsole({}, somePast);
    await askNow(stage);
  }, 180_000);

  /** Has something run, and gives it once it is done. */
  async function ran(body: BacktestRequest) {
    const run = await stage.client.backtests.run(body);
    return until(async () => {
      const now = await stage.client.backtests.get(run.id);
      if (now.state === 'failed') throw new Error(now.error ?? 'it failed');
      return now.kind === 'backtest' && now.result ? { id: now.id, result: now.result } : null;
    }, 60_000);
  }
  const runs = (page: Page) => page.locator('tr[data-run]');
  const search = (page: Page) => new URL(page.url()).searchParams;

  test('are none at first, and that is said', async () => {
    const page = await stage.open('/');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await followed(page, 'b', '/backtests');
    await page.waitForURL('**/backtests');
    await page.getByText('Nothing was tried yet').waitFor();
    await lookAt(page, 'backtests-none');
  });

  test('are started by keyboard, followed until they are done, and then in the list', async () => {
    const page = await stage.open('/backtests');
    await page.getByRole('button', { name: 'Run it' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/backtests/*');
    await page.getByRole('region', { name: 'Against what really happened' }).waitFor(PATIENT);
    id = page.url().split('/').at(-1) ?? '';
    const run = await stage.client.backtests.get(id);
    if (run.kind !== 'backtest' || !run.result) throw new Error('there is no result');
    result = run.result;
    expect(result.window.rows).toBeGreaterThan(500);
    expect(result.confusion.tp).toBeGreaterThan(5);
    await page.keyboard.press('u');
    await page.waitForURL('**/backtests');
    await runs(page).first().getByText('done').waitFor();
    expect(await runs(page).first().innerText()).toMatch(/the last 90 days that are mature\s+admin/);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/backtests/${id}`);
  });

  test('tell what came of them, in both schemes and at both widths', async () => {
    const page = await stage.open(`/backtests/${id}`);
    const against = page.getByRole('region', { name: 'Against what really happened' });
    await against.waitFor();
    const counts = await against.locator('.backtest-count').allInnerTexts();
    const { tp, fp, fn, tn } = result.confusion;
    expect(counts).toEqual([tp, fp, fn, tn].map((count) => count.toLocaleString('en-US')));
    expect(await against.innerText()).toContain(`${(100 * (result.precision.value ?? 0)).toFixed(1)} %`);
    const apart = page.getByRole('region', { name: 'Apart: never scored' });
    expect(await apart.innerText()).toContain(`${result.apart.unknowable.count}`);
    await page.locator('.uplot').nth(1).waitFor();
    await lookAt(page, 'backtests-result');
  });

  test('count purchases instead of authorizations, and the address keeps it', async () => {
    const page = await stage.open(`/backtests/${id}`);
    await page.getByRole('button', { name: 'Purchases', exact: true }).click();
    await page.waitForURL('**?by=purchases');
    const counts = await page.locator('.backtest-count').allInnerTexts();
    expect(counts[0]).toBe(result.purchases.confusion.tp.toLocaleString('en-US'));
    await page.reload();
    await page.getByText(`${result.purchases.count.toLocaleString('en-US')} purchases`).waitFor();
  });

  test('sort their rules by any column, and open one to its weeks', async () => {
    const page = await stage.open(`/backtests/${id}`);
    const rules = page.getByRole('region', { name: 'Rules and thresholds', exact: true }).first();
    const names = () => rules.locator('tr[data-rule]').evaluateAll((rows) => rows.map((row) => row.dataset.rule));
    await rules.locator('tr[data-rule]').first().waitFor();
    await rules.getByRole('button', { name: 'Rule', exact: true }).click();
    await page.waitForURL('**?sort=id');
    expect(await names()).toEqual((await names()).toSorted());
    expect(await rules.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await rules.getByRole('button', { name: 'Rule', exact: true }).click();
    await page.waitForURL('**?sort=id&reverse=true');
    expect(await rules.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    expect((await names()).length).toBe(result.rules.length);

    const decline = rules.getByRole('button', { name: 'fraud_risk_score.decline' });
    await decline.focus();
    await page.keyboard.press('Enter');
    await rules.getByRole('heading', { name: 'Week by week' }).waitFor();
    expect(await decline.getAttribute('aria-expanded')).toBe('true');
    expect(search(page).get('rule')).toBe('fraud_risk_score.decline@balanced');
    await lookAt(page, 'backtests-rule', [VIEWS[0], VIEWS[3]]);
  });

  test('have their rules saved as CSV', async () => {
    const page = await stage.open(`/backtests/${id}`);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe(`${id}.csv`);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines.length).toBe(result.rules.length + 1);
    expect(lines.some((line) => line.startsWith('fraud_risk_score.decline,balanced,block,threshold,live,'))).toBe(true);
  });

  test('tell their weeks in figures as well', async () => {
    const page = await stage.open(`/backtests/${id}`);
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.waitForURL('**?table=true');
    const weeks = page.getByRole('region', { name: 'Weeks of the window' }).locator('tbody tr');
    expect(await weeks.count()).toBe(result.weeks.length);
    await expectAccessible(page);
  });

  test('lead from a cell to authorizations, and on to the decision', async () => {
    const page = await stage.open(`/backtests/${id}`);
    const tp = page.locator('[data-cell=tp] a');
    await tp.click();
    await page.waitForURL('**?cell=tp#authorizations');
    const rows = page.getByRole('region', { name: 'Authorizations of the run' }).locator('tbody tr');
    await rows.first().waitFor();
    // Those of before stand there until these have come.
    const cells = () => rows.evaluateAll((all) => [...new Set(all.map((row) => row.dataset.cell))]);
    await expect.poll(cells, PATIENT).toEqual(['tp']);
    await page.getByLabel('Matched by').selectOption('fraud_risk_score.decline');
    await page.waitForURL('**matched=fraud_risk_score.decline**');
    await expect.poll(() => rows.first().innerText(), PATIENT).toContain('fraud_risk_score.decline');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    // As a decision's page stands for its authorization.
    await page.waitForURL(/\/(decisions|authorizations)\//);
    await page.getByText('approved').first().waitFor();
    await page.goBack();
    await rows.first().waitFor();
    await expect.poll(() => search(page).get('cell'), PATIENT).toBe('tp');
  });

  test('hold two policies side by side', async () => {
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const lenient = files.map(({ name, text }) => ({ name, text: text.replace('decline: 50', 'decline: 75') }));
    const compared = await ran({ against: lenient });
    const page = await stage.open(`/backtests/${compared.id}`);
    const panel = page.getByRole('region', { name: 'Against the other policy' });
    const changed = compared.result.against?.changed.reduce((sum, { count }) => sum + count, 0) ?? 0;
    expect(changed).toBeGreaterThan(0);
    await panel.getByText(`${changed} authorizations come out otherwise`).waitFor();
    await panel.getByText('a draft,').waitFor();
    await panel.getByRole('link', { name: 'Look at some of them' }).click();
    await page.waitForURL('**?changed=true#authorizations');
    const rows = page.getByRole('region', { name: 'Authorizations of the run' }).locator('tbody tr');
    await rows.first().waitFor();
    for (const row of await rows.allInnerTexts()) expect(row).toMatch(/declined[\s\S]*approved/);
    await lookAt(page, 'backtests-compared', [VIEWS[1], VIEWS[2]]);
  });

  test('are begun from the page of a stored version, against what is in force', async () => {
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const stricter = files.map(({ name, text }) => ({ name, text: text.replace('decline: 50', 'decline: 45') }));
    const { shadow } = await stage.client.policy.setShadow({ files: stricter });
    await stage.client.policy.endShadow();
    const page = await stage.open(`/policy/versions/${shadow?.version}`);
    await page.getByRole('link', { name: 'Backtest…' }).click();
    await page.waitForURL(`**/backtests?policy=live&against=${shadow?.version}`);
    expect(await page.getByLabel('Against').inputValue()).toBe(shadow?.version);
    expect(await page.getByLabel('Policy', { exact: true }).inputValue()).toBe('live');
  });

  test('say which window each was asked for, and begin another with all of its settings', async () => {
    const [from, to] = ['2026-03-01T00:00:00.000Z', '2026-09-01T12:30:00.000Z'];
    await stage.client.backtests.run({ from, maturity_days: 30 });
    await stage.client.backtests.run({ to: from });
    const page = await stage.open('/backtests');
    await runs(page).getByText('from Mar 1, 2026 on, as far as it is mature').waitFor();
    await runs(page).getByText('the 90 days before Mar 1, 2026').waitFor();
    const whole = await ran({
      from,
      to,
      labels: 'known',
      velocity: 'counterfactual',
      recount: true,
      maturity_days: 30,
    });
    await page.goto(`/backtests/${whole.id}`);
    await page.getByRole('link', { name: 'Another like it' }).click();
    await page.waitForURL('**/backtests?**');
    expect(await page.getByLabel('From (UTC)').inputValue()).toBe('2026-03-01');
    expect(await page.getByLabel('Before (UTC)').inputValue()).toBe('2026-09-01T12:30');
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.waitForURL(/\/backtests\/bt_/);
    expect(await stage.client.backtests.get(page.url().split('/').at(-1) ?? '')).toMatchObject({
      ...{ from, to, labels: 'known', velocity: 'counterfactual', recount: true, maturity_days: 30 },
    });
  });

  test('that wait are cancelled once that is meant, and thrown away when they are over', async () => {
    const [, last] = await Promise.all([
      stage.client.backtests.run({ recount: true }),
      stage.client.backtests.run({ recount: true }).then(() => stage.client.backtests.run({ recount: true })),
    ]);
    const page = await stage.open(`/backtests/${last.id}`);
    await page.getByRole('region', { name: 'Under way' }).waitFor();
    await page.getByRole('button', { name: 'Cancel it…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel the run' });
    await dialog.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel it…' }).click();
    await dialog.getByRole('button', { name: 'Give it up' }).click();
    await page.getByText('It was cancelled').waitFor();
    await page.getByRole('button', { name: 'Throw it away…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Throw it away' }).click();
    await page.waitForURL('**/backtests');
    await page.locator('.said').getByText('The run was thrown away.').waitFor();
    await page.goto(`/backtests/${last.id}`);
    await page.getByText(`no run is called ${last.id} here`).waitFor();
  });

  test('say how far they are while they are under way', async () => {
    const page = await stage.open('/backtests');
    await page.route(`**/v1/backtests/${id}*`, async (route) => {
      const answer = await route.fetch();
      const progress = { stage: 'deciding', rows: 1_234, share: 0.42 };
      await route.fulfill({ json: { ...(await answer.json()), state: 'running', result: null, progress } });
    });
    await page.goto(`/backtests/${id}`);
    await page.getByText('42 %, deciding: 1,234 asks were read').waitFor();
    await lookAt(page, 'backtests-under-way', [VIEWS[1], VIEWS[2]]);
    await page.unroute(`**/v1/backtests/${id}*`);
    await page.getByRole('region', { name: 'Against what really happened' }).waitFor();
  });

  test('are only looked at by who may not write the policy', async () => {
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const page = await stage.open('/backtests', { key });
    await page.getByText('to run something wants the scope policy').waitFor();
    await runs(page).first().waitFor();
    expect(await page.getByRole('button', { name: 'Run it' }).count()).toBe(0);
    await page.goto(`/backtests/${id}`);
    await page.getByRole('region', { name: 'Rules and thresholds', exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Throw it away…' }).count()).toBe(0);
  });

  test('that can not be begun say why, and where', async () => {
    const page = await stage.open('/backtests');
    await page.getByLabel('From (UTC)').fill('2026-03-01');
    await page.getByLabel('Before').fill('2026-02-01');
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.getByText('It must be before `to`.').waitFor();
    await page.goto('/backtests?profile=none_of_that_name');
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.getByText('has no profile "none_of_that_name"').waitFor();
    await expectAccessible(page);
    await shoot(page, 'backtests-refused-light-1280');
  });

  test('are marked as old while the service can not be reached, and go on when it can', async () => {
    const page = await stage.open('/backtests');
    await runs(page).first().waitFor();
    await page.route('**/v1/backtests?**', (route) => route.abort());
    await page.getByText('This is old.').waitFor({ timeout: 60_000 });
    expect(await runs(page).count()).toBeGreaterThan(0);
    await page.unroute('**/v1/backtests?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This is old.').waitFor({ state: 'detached' });
  }, 120_000);
});
