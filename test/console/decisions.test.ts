import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { decisionOf, someTraffic } from './traffic.ts';

const noBrowser = whyNoBrowser();
const PATIENT = { timeout: 20_000 };

describe.skipIf(noBrowser !== null)(noBrowser ? `decisions: skipped, ${noBrowser}` : 'decisions', () => {
  let stage: ConsoleStage;
  let risky: string;
  let disputed: string;

  beforeAll(async () => {
    stage = await openConsole();
    await someTraffic(stage);
    risky = await decisionOf(stage.client, 'iauth_risky');
    disputed = await decisionOf(stage.client, 'iauth_calm_0');
  }, 120_000);

  test.each(VIEWS)(
    'are drawn without a fault, $scheme at $width pixels',
    async (view) => {
      const page = await stage.open('/decisions?outcome=decline', view);
      const faults: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      await page.getByRole('cell', { name: 'webhook declined' }).waitFor();
      await expectAccessible(page);
      await shoot(page, `decisions-${view.scheme}-${view.width}`);
      for (const [name, path] of [
        [
          'risky',
          `/decisions/${risky}?feature=total_authorizations_per_card_daily&profile=maximize-approval&case=true`,
        ],
        ['disputed', `/decisions/${disputed}`],
      ]) {
        await page.goto(path ?? '');
        await page.getByText('Asked', { exact: true }).first().waitFor();
        await page.getByText('fraud risk score', { exact: true }).waitFor();
        if (name === 'risky') await page.getByText('same as was said').or(page.getByText('declined then')).waitFor();
        if (name === 'risky') await page.getByRole('table', { name: /Events behind/ }).waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
        await expectAccessible(page);
        await shoot(page, `decision-${name}-${view.scheme}-${view.width}`);
      }
      expect(faults).toEqual([]);
    },
    90_000,
  );

  test('are found by what the address filters, and a filter is taken away by its chip', async () => {
    const page = await stage.open('/decisions');
    const rows = page.locator('table.decisions tbody tr');
    await rows.nth(9).waitFor();
    await page.getByLabel('Answer').selectOption('decline');
    await expect.poll(() => rows.count(), PATIENT).toBe(1);
    expect(new URL(page.url()).searchParams.get('outcome')).toBe('decline');
    await page.getByRole('button', { name: /outcome: decline/ }).click();
    await expect.poll(() => rows.count(), PATIENT).toBe(10);
    await page.keyboard.press('/');
    await page.keyboard.type('owl elec');
    await expect.poll(() => rows.count(), PATIENT).toBe(2);
    expect(page.url()).toContain('text=owl');
    await page.getByRole('button', { name: 'clear all' }).click();
    await expect.poll(() => rows.count(), PATIENT).toBe(10);
    await page.getByLabel('Rule that matched').fill('fraud_risk_score.decline');
    await expect.poll(() => rows.count(), PATIENT).toBe(1);
    await page.goto('/decisions?card=ic_none');
    await page.getByText('No decision is like that').waitFor();
  });

  test('keep every letter that is written while the address follows, and a blank between words', async () => {
    const page = await stage.open('/decisions');
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.pressSequentially('owl ');
    await page.waitForURL('**/decisions?text=owl');
    await search.pressSequentially('electronics', { delay: 60 });
    await page.waitForURL('**/decisions?text=owl+electronics');
    expect(await search.inputValue()).toBe('owl electronics');
    await page.goto(`/decisions/${risky}`);
    const find = page.getByLabel('Find a rule');
    await find.pressSequentially('card_testing_risk_level.review');
    await page.waitForURL('**?find=card_testing_risk_level.review');
    expect(await find.inputValue()).toBe('card_testing_risk_level.review');
  });

  test('show the time that the address tells, whatever changed it', async () => {
    const page = await stage.open('/decisions?span=24h');
    const when = page.getByLabel('Time');
    await when.selectOption('between');
    await page.getByLabel('From').fill('2026-01-02T03:04');
    const from = new Date('2026-01-02T03:04').toISOString();
    await expect.poll(() => new URL(page.url()).searchParams.get('from'), PATIENT).toContain(from.slice(0, 10));
    await page.getByRole('button', { name: /from: / }).click();
    await expect.poll(() => page.getByLabel('From').inputValue(), PATIENT).toBe('');
    await page.goto('/decisions?from=2026-02-01T00:00:00.000Z');
    await page.getByRole('link', { name: 'Decisions' }).click();
    await expect.poll(() => when.inputValue(), PATIENT).toBe('');
    await page.goBack();
    await expect.poll(() => when.inputValue(), PATIENT).toBe('between');
    expect(await page.getByLabel('From').inputValue()).toContain('2026-0');
  });

  test('are gone through by keyboard, and opened by Enter', async () => {
    const page = await stage.open('/decisions');
    await page.locator('table.decisions tbody tr').nth(9).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/decisions/${risky}`);
    await page.getByRole('heading', { name: 'Decision', exact: true }).waitFor();
    await page.keyboard.press('u');
    await page.waitForURL(/\/decisions$/);
  });

  test('tell what was said and why, with every rule and the comparison that failed', async () => {
    const page = await stage.open(`/decisions/${risky}`);
    await page.getByText(/We declined the purchase of 412.50 USD/).waitFor();
    const rule = page.getByRole('row').filter({ hasText: 'fraud_risk_score.decline' });
    expect(await rule.innerText()).toMatch(/matched[\s\S]*:fraud_risk_score: > 50 \(it was 91\)/);
    await page.getByText('● declines above 50').waitFor();
    await page.getByText('In shadow: looked at, and decided nothing').waitFor();
    await page.getByLabel('Find a rule').fill('card_testing_risk_level.review');
    await expect.poll(() => page.locator('table.findings tbody tr').count(), PATIENT).toBe(1);
    expect(page.url()).toContain('find=card_testing_risk_level.review');
  });

  test('show the events behind a feature, each leading to its own decision', async () => {
    const page = await stage.open(`/decisions/${risky}`);
    const name = 'total_authorizations_per_card_daily';
    await page.getByRole('button', { name: new RegExp(name) }).click();
    const events = page.getByRole('table', { name: `Events behind ${name}` });
    await events.waitFor();
    const [known] = (await stage.client.decisions.features(risky, { feature: name })).behind?.counts ?? [];
    expect([known?.total, await events.locator('tbody tr').count()]).toEqual([9, 9]);
    await events.locator('tbody tr').last().getByRole('link').click();
    await page.waitForURL(`**/decisions/${disputed}`);
  });

  test('tell what became of the authorization: ask, reply, confirmation, capture, dispute', async () => {
    const page = await stage.open(`/decisions/${disputed}`);
    const story = page.locator('.timeline');
    await story.getByText('Dispute').waitFor();
    const words = (await story.locator('li b').allInnerTexts()).map((text) => text.split(':')[0]);
    expect(words).toEqual(expect.arrayContaining(['Asked', 'We said', 'Approved', 'Captured', 'Dispute']));
    expect(words.indexOf('Asked')).toBeLessThan(words.indexOf('Captured'));
  });

  test('tell what another profile would have said, at an address that can be sent on', async () => {
    const page = await stage.open(`/decisions/${risky}`);
    await page.getByLabel('Profile', { exact: true }).selectOption('maximize-approval');
    await page.getByText('= the same as was said').waitFor();
    expect(new URL(page.url()).searchParams.get('profile')).toBe('maximize-approval');
    const calm = await decisionOf(stage.client, 'iauth_calm_7');
    await page.goto(`/decisions/${calm}?profile=minimize-fraud`);
    await page.getByText('under minimize-fraud').waitFor();
  });

  test('are made cases of', async () => {
    const page = await stage.open(`/decisions/${risky}`);
    await page.getByRole('button', { name: 'Show the case' }).click();
    const text = page.getByRole('region', { name: 'The case as YAML' });
    await text.getByText('outcome: decline').waitFor();
    expect(await text.innerText()).toContain('fraud_risk_score.decline');
    const link = page.getByRole('link', { name: 'Open in Policy' });
    expect(await link.getAttribute('href')).toBe(`/policy/edit?case=${risky}`);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download cases/decided.yaml' }).click();
    expect((await saving).suggestedFilename()).toBe('decided.yaml');
  });

  test('lead to a review, which whoever may not review is told of', async () => {
    const calm = await decisionOf(stage.client, 'iauth_calm_3');
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const theirs = await stage.open(`/decisions/${calm}`, { key });
    const button = theirs.getByRole('button', { name: 'Open a review' });
    await button.waitFor();
    expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
      true,
      'This wants the scope review',
    ]);
    await theirs.getByText('This wants the scope decide').waitFor();
    expect(await theirs.getByRole('button', { name: 'Unmask' }).isDisabled()).toBe(true);
    const page = await stage.open(`/decisions/${calm}`);
    await page.getByRole('button', { name: 'Open a review' }).click();
    await page.getByRole('link', { name: 'Its open review' }).waitFor();
    expect((await stage.client.reviews.list({})).data.map(({ authorization }) => authorization)).toContain(
      'iauth_calm_3',
    );
  });

  test('are found by the id of their authorization', async () => {
    const page = await stage.open('/authorizations/iauth_risky');
    await page.waitForURL(`**/decisions/${risky}`);
    await page.goto('/authorizations/iauth_none');
    await page.getByText('nothing is known of an authorization').waitFor();
    await page.goto('/decisions/dec_none');
    await page.getByText('there is no decision dec_none').waitFor();
  });
});
