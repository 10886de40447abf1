import { beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/adapters/http/listen.ts';
import { createStripeApi } from '../../src/simulator/api/create-api.ts';
import { createStripeAccount } from '../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS } from '../../src/simulator/stripe/settings.ts';
import { CARD, HOLDER } from '../simulator/stripe/stage.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole } from '../support/console.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { until } from '../support/serve.ts';
import { replying, TEST_KEY } from '../support/served-stripe.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== null)(noBrowser ? `unmasking: skipped, ${noBrowser}` : 'unmasking', () => {
  let stage: ConsoleStage;
  let cardholder = '';
  let path = '';

  beforeAll(async () => {
    const account = createStripeAccount({
      seed: 'unmask',
      nowMs: () => Date.now(),
      settings: DEFAULT_SETTINGS,
      transport: { ask: replying({ approved: true }), emit: () => {} },
    });
    const limits = { perSecond: 1_000, perSecondAndEndpoint: 1_000 };
    const api = createStripeApi({ account, keys: { secret: TEST_KEY }, nowMs: () => Date.now(), limits });
    const listening = await listen(api, 0, '127.0.0.1');
    const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
    stage = await openConsole({
      ...(postgres && { DATABASE_URL: postgres.url }),
      ...{ STRIPE_SECRET_KEY: TEST_KEY, STRIPE_API_HOST: `http://127.0.0.1:${listening.port}` },
    });
    await stage.serving.ask(freshAsk('shown_1', 10, Date.now()));
    const decision = await until(async () => (await stage.client.decisions.list()).data[0] ?? null);
    cardholder = decision.cardholder ?? '';
    path = `/decisions/${decision.id}`;
    await account.issuer.addCardholder({ ...HOLDER, id: cardholder });
    await account.issuer.addCard({ ...CARD, cardholderId: cardholder });
    return async () => {
      await listening.close();
      await postgres?.drop();
    };
  }, 120_000);

  test('shows whom it was for a minute, and the audit who looked and why', async () => {
    const { key } = await stage.client.keys.create({ name: 'support', scopes: ['read', 'unmask'] });
    const page = await stage.open(path, { key });
    await page.clock.install();
    await page.getByRole('button', { name: 'Unmask', exact: true }).click();
    await page.getByRole('textbox', { name: 'Why' }).fill('ticket 12');
    await page.keyboard.press('Enter');
    const shown = page.getByRole('region', { name: 'Unmasked' });
    await shown.getByText(HOLDER.name).waitFor();
    await shown.getByText('•••• 4242 (active)').waitFor();
    await expectAccessible(page);
    await shoot(page, 'unmasked');
    const { data } = await stage.client.audit.list({ subject: cardholder });
    expect(data).toMatchObject([
      { act: 'cardholder.unmask', by: { name: 'support' }, detail: { reason: 'ticket 12' } },
    ]);
    await page.clock.runFor(61_000);
    await shown.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(HOLDER.name);
  });

  test('is not for who lacks the scope, and says so', async () => {
    const { key } = await stage.client.keys.create({ name: 'looks on', scopes: ['read'] });
    const page = await stage.open(path, { key });
    const button = page.getByRole('button', { name: 'Unmask', exact: true });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await button.getAttribute('title')).toContain('approvers and admins have it');
  });
});
