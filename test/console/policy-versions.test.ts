import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

// Four looks at a page, each with axe, take seconds where other tests run.
vi.setConfig({ testTimeout: 90_000 });

const noBrowser = whyNoBrowser();

const BIG = `
  - id: big_purchase
    rule: "Review if :amount_in_usd: > 5000 and not :is_card_present:"
    mode: shadow
    note: Somebody looks before it is shipped.
`;

/** A version with another threshold for its fraud scores, the cases that say so, and one rule more. */
async function stricterThan({ client }: ConsoleStage, version: string, limit: number) {
  const { files } = await client.policy.version(version);
  return files.map(({ name, text }) => {
    if (name === 'profiles/balanced.yaml') return { name, text: text.replace('decline: 50', `decline: ${limit}`) };
    if (name === 'rules/starter.yaml') return { name, text: `${text}${BIG}` };
    if (name !== 'cases/thresholds.yaml') return { name, text };
    return {
      name,
      text: text.replace('score: 50 }', `score: ${limit} }`).replace('score: 50.01', `score: ${limit}.01`),
    };
  });
}

describe.skipIf(noBrowser !== null)(noBrowser ? `policy versions: skipped, ${noBrowser}` : 'policy versions', () => {
  let stage: ConsoleStage;
  let first: string;
  let second: string;
  let viewer: string;
  let asks = 0;

  /** What is said of an authorization with this fraud score, and by which version. */
  async function decided(score: number) {
    asks += 1;
    const name = `versions_${asks}`;
    await stage.serving.ask(freshAsk(name, score, Date.now()));
    return until(async () => {
      const { data } = await stage.client.decisions.list({ limit: 10 });
      return data.find(({ authorization }) => authorization === `iauth_${name}`) ?? null;
    });
  }

  beforeAll(async () => {
    stage = await openConsole();
    ({ version: first } = await stage.client.policy.current());
    viewer = (await stage.client.keys.create({ name: 'viewer', scopes: ['read'] })).key ?? '';
    const files = await stricterThan(stage, first, 45);
    ({ version: second } = await stage.client.policy.apply({ files, note: 'a stricter spring' }));
  }, 120_000);

  const PLACES = [
    ['in-force', '/policy', 'compromised_card'],
    ['profiles', '/policy?tab=profiles', 'above 45'],
    ['features', '/policy?tab=features&text=per_card_hourly', 'All of them have their past'],
    ['lists', '/policy?tab=lists', '@blocked_merchants'],
    ['cases', '/policy?tab=cases', 'account-takeover.yaml'],
    ['files', '/policy?tab=files&file=profiles/balanced.yaml', 'Between the two'],
    ['versions', '/policy/versions', 'a stricter spring'],
    ['shadow-none', '/policy/shadow', 'It decides nothing'],
  ] as const;

  test.each(PLACES)('%s is drawn without a fault, in both schemes and at both widths', async (name, path, text) => {
    const page = await stage.open(path);
    await page.getByText(text).first().waitFor();
    await lookAt(page, name);
  });

  test('two versions are compared, in words and line by line', async () => {
    const page = await stage.open(`/policy/versions?from=${first}&to=${second}`);
    const profiles = page.getByRole('region', { name: 'Profiles', exact: true });
    await profiles.getByText('thresholds.fraud_risk_score.decline').waitFor();
    expect(await profiles.textContent()).toMatch(/balanced changed.*was 50.*is 45/);
    await page.getByText('big_purchase').first().waitFor();
    await page.getByText('The files, line by line').click();
    await page.getByRole('region', { name: 'profiles/balanced.yaml' }).getByText('45').first().waitFor();
    await lookAt(page, 'compare');
  });

  test('are chosen from and to, and the address says which', async () => {
    const page = await stage.open('/policy/versions');
    await page.getByRole('radio', { name: `From ${second}` }).check();
    await page.getByRole('radio', { name: `To ${first}` }).check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'What changes' }).getByText('removed').first().waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('from'), searchParams.get('to')]).toEqual([second, first]);
    await page.goBack();
    await page.getByRole('region', { name: 'What changes' }).waitFor({ state: 'detached' });
  });

  test('rules are found by what they say, and the address keeps it', async () => {
    const page = await stage.open('/policy');
    await page.getByRole('textbox', { name: 'Within ids, texts and notes' }).fill('compromised');
    await page.getByRole('heading', { name: /^1 of \d+ rules$/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('text')).toBe('compromised');
    const decisions = page.getByRole('link', { name: 'Decisions by compromised_card' });
    expect(await decisions.getAttribute('href')).toBe('/decisions?rule=compromised_card');
  });

  test('the version before is live again by a press and a confirmation, and decides the next ask', async () => {
    expect(await decided(48)).toMatchObject({ outcome: 'decline', policy_version: second });
    const page = await stage.open('/policy');
    const button = page.getByRole('button', { name: 'Roll back…' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Roll back' });
    await dialog.getByText('thresholds.fraud_risk_score.decline').waitFor();
    await page.keyboard.type('too strict');
    await lookAt(page, 'roll-back', [VIEWS[1], VIEWS[2]]);
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(`${first} is live again`).waitFor();
    await page.getByRole('link', { name: first }).waitFor();
    expect(await page.getByText('too strict').count()).toBe(1);
    expect(await decided(48)).toMatchObject({ outcome: 'approve', policy_version: first });
    await page.goto('/policy/versions');
    await page.getByText('; rolled back by').first().waitFor();
    await shoot(page, 'versions-rolled-back');
  });

  test('a stored version is made live from its page, after what it changes was shown', async () => {
    // Never live before: its features are filled first, where it has new ones.
    const files = await stricterThan(stage, first, 46);
    const { shadow } = await stage.client.policy.setShadow({ files, note: 'to be tried' });
    await stage.client.policy.endShadow();
    const third = shadow?.version ?? '';
    const page = await stage.open(`/policy/versions/${third}`);
    await page.getByText('What it would change of').waitFor();
    await page.getByText('to be tried').waitFor();
    await lookAt(page, 'version');
    await page.getByRole('button', { name: 'Make it live…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make it live' }).click();
    await page.getByText(`${third} is live.`).waitFor();
    expect((await stage.client.policy.current()).version).toBe(third);
    expect(await decided(47)).toMatchObject({ outcome: 'decline', policy_version: third });
    await stage.client.policy.rollback({ to: first });
  });

  test('a version whose cases fail is refused with the cases in words', async () => {
    const { files } = await stage.client.policy.version(first);
    const wrong = files.map(({ name, text }) => ({ name, text: text.replace('decline: 50', 'decline: 49') }));
    const { shadow } = await stage.client.policy.setShadow({ files: wrong });
    await stage.client.policy.endShadow();
    const page = await stage.open(`/policy/versions/${shadow?.version}`);
    await page.getByRole('button', { name: 'Make it live…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('balanced approves a fraud score of 50').waitFor();
    await shoot(page, 'refused');
    expect((await stage.client.policy.current()).version).toBe(first);
  });

  test('a version in shadow tells what it would have answered otherwise, until it is ended', async () => {
    const page = await stage.open(`/policy/shadow?start=${second}`);
    await page.getByRole('button', { name: 'Put it in shadow' }).click();
    await page.getByText('Nothing was decided while it was in shadow').waitFor();
    for (const score of [10, 47, 48, 49, 90]) await decided(score);
    await until(async () => (await stage.client.policy.shadowDifferences({ version: second })).total === 3);
    await page.getByText('3 of 5 (−3 approved, +3 declined)').waitFor();
    await page.getByRole('link', { name: 'Show those that were approved and would have been declined' }).click();
    expect(new URL(page.url()).search).toBe('?was=approve&would=decline');
    const rows = page.getByRole('region', { name: 'Decisions, filtered' }).getByRole('row');
    expect(await rows.count()).toBe(4);
    expect(await rows.nth(1).getByRole('link').getAttribute('href')).toMatch(/^\/decisions\/dec_/);
    await page.getByRole('link', { name: 'All of them' }).click();
    await lookAt(page, 'shadow');
    await page.getByRole('button', { name: 'End it…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await page.getByRole('heading', { name: 'No version is in shadow' }).waitFor();
    await page.getByText('is in shadow no more').waitFor();
    expect((await stage.client.policy.shadow()).shadow).toBeNull();
  });

  test('somebody who may only read sees all of it, and no button that would be refused', async () => {
    const paths = [
      ['/policy', 'compromised_card'],
      ['/policy/versions', 'a stricter spring'],
      [`/policy/versions/${second}`, 'a stricter spring'],
      ['/policy/shadow', 'It decides nothing'],
    ] as const;
    for (const [path, text] of paths) {
      const page = await stage.open(path, { key: viewer });
      await page.getByText(text).first().waitFor();
      for (const name of [/^Roll back/, /^Make it live/, /^Put it in shadow/, /^End it/, /^Edit/]) {
        expect(await page.getByRole('button', { name }).count(), `${path} ${name}`).toBe(0);
        expect(await page.getByRole('link', { name }).count(), `${path} ${name}`).toBe(0);
      }
    }
    const page = await stage.open(`/policy/versions/${second}`, { key: viewer });
    await page.getByText('that wants the scope policy').waitFor();
    await shoot(page, 'policy-viewer');
  });

  test('what does not exist is said so, with a way on', async () => {
    const page = await stage.open('/policy/versions/pol_0000000000000000');
    await page.getByText('no version pol_0000000000000000 is stored').waitFor();
    await expectAccessible(page);
  });
});

/** In both schemes and at both widths nothing reaches beyond the page, and axe finds nothing serious. */
async function lookAt(page: Page, name: string, views: readonly (typeof VIEWS)[number][] = VIEWS): Promise<void> {
  for (const { scheme, width } of views) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${width}`).toBe(true);
    await expectAccessible(page);
    await shoot(page, `policy-${name}-${scheme}-${width}`);
  }
}
