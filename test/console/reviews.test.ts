import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARD, HOLDER } from '../simulator/stripe/stage.ts';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { replying, type ServedStripe, serveStripe, TEST_KEY } from '../support/served-stripe.ts';
import { askEvent, authorizationObject, freshAsk, merge } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== null)(noBrowser ? `reviews: skipped, ${noBrowser}` : 'reviews', () => {
  let stage: ConsoleStage;
  let stripe: ServedStripe;

  const toEnd: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of toEnd) await end();
  });

  beforeAll(async () => {
    const onEnd = (end: () => Promise<void>) => void toEnd.push(end);
    stripe = await serveStripe(replying({ approved: true }), { onEnd });
    await stripe.account.issuer.addCardholder(HOLDER);
    await stripe.account.issuer.addCard(CARD);
    stage = await openConsole({ STRIPE_SECRET_KEY: TEST_KEY, STRIPE_API_HOST: stripe.apiHost });
  });

  /** Asks about purchases that a threshold wants to be looked at, the most pressing first, and gives their reviews. */
  async function opened(...merchants: readonly string[]): Promise<string[]> {
    for (const [index, name] of merchants.entries()) {
      const looked = {
        risk_assessment: { card_testing_risk: { level: 'elevated' } },
        merchant_data: { name, network_id: idOf(merchants[0] ?? '') },
        pending_request: { amount: 90_000 - index * 1_000 },
      };
      await stage.serving.ask(freshAsk(idOf(name), 40, Date.now(), merge({}, looked)));
    }
    return Promise.all(merchants.map((name) => until(async () => (await reviewOf(name))?.id ?? null)));
  }
  const idOf = (name: string) => name.toLowerCase().replaceAll(' ', '_');
  const reviewOf = async (name: string) =>
    (await stage.client.reviews.list({ authorization: `iauth_${idOf(name)}` })).data[0];
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const said = (page: Page, text: string | RegExp) => page.locator('.said').getByText(text).waitFor();

  test('are decided by keys alone, from the queue to the next one, with what follows', async () => {
    const [first = '', second = ''] = await opened('Key Books', 'Key Wine', 'Key Lamps');
    const page = await stage.open('/reviews?merchant=key_books');
    await page.getByRole('link', { name: 'Key Lamps' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await heading(page, '900.00 USD at Key Books');
    await page.keyboard.press('a');
    await said(page, 'It is yours.');
    await page.keyboard.press('n');
    await page.keyboard.type('ask erika@example.com');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/The note looks as if it held personal data/).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('the third one today');
    await page.keyboard.press('Control+Enter');
    await page.locator('blockquote', { hasText: 'the third one today' }).waitFor();

    await page.keyboard.press('f');
    await page.getByRole('dialog', { name: 'Close as fraud' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await stage.client.reviews.get(first)).toMatchObject({ status: 'open' });
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: 'Close as fraud' });
    await dialog.getByLabel('Merchant on @blocked_merchants').waitFor();
    await shoot(page, 'review-dialog-light-1280');
    await page.keyboard.press('1');
    const offer = dialog.locator('.reviews-offer', { hasText: '@blocked_merchants' });
    await page.keyboard.press((await offer.locator('kbd').textContent()) ?? '');
    await page.keyboard.press('Enter');

    await heading(page, '890.00 USD at Key Wine');
    await said(
      page,
      /^Closed as fraud; freeze of ic_1 queued; merchant on @blocked_merchants for good\. \d+ are left\.$/,
    );
    await page.keyboard.press('l');
    await page.getByRole('dialog', { name: 'Close as legitimate' }).waitFor();
    await page.keyboard.press('Enter');
    await heading(page, '880.00 USD at Key Lamps');
    await said(page, /^Closed as legitimate\./);

    const verdicts = await Promise.all(
      ['Key Books', 'Key Wine'].map(async (name) => {
        const { data } = await stage.client.labels.list({ authorization: `iauth_${idOf(name)}` });
        return data.map(({ verdict, source }) => [verdict, source]);
      }),
    );
    expect(verdicts).toEqual([[['fraud', 'review']], [['legitimate', 'review']]]);
    await until(async () => stripe.account.objects.cards.get('ic_1')?.status === 'inactive');
    const { data: listed } = await stage.client.lists.entries('blocked_merchants');
    expect(listed).toMatchObject([{ value: 'key_books', note: `review ${first}` }]);
    expect(await stage.client.reviews.get(second)).toMatchObject({ status: 'closed', verdict: 'legitimate' });

    await page.goto(`/reviews/${first}`);
    await page.getByText('Freeze of ic_1 done').waitFor();
    await page.getByText('fraud, by review').waitFor();
  }, 90_000);

  test('are gone through by keys, from one to the next, and end at both ends', async () => {
    await opened('Walk One', 'Walk Two');
    const page = await stage.open('/reviews?merchant=walk_one');
    await page.getByRole('link', { name: 'Walk One' }).click();
    await heading(page, '900.00 USD at Walk One');
    await page.keyboard.press('j');
    await heading(page, '890.00 USD at Walk Two');
    await page.keyboard.press('[');
    await heading(page, '900.00 USD at Walk One');
    await page.keyboard.press('k');
    await said(page, 'That is the first one of the queue.');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('close it as fraud').waitFor();
  });

  test('tell who was first where two people decide at once', async () => {
    const [id = ''] = await opened('Race Cars');
    const page = await stage.open(`/reviews/${id}`);
    await heading(page, '900.00 USD at Race Cars');
    await page.keyboard.press('f');
    await page.getByRole('dialog', { name: 'Close as fraud' }).waitFor();
    const other = await stage.client.keys.create({ name: 'Bob', scopes: ['review'] });
    const decided = await fetch(`${stage.url}/v1/reviews/${id}/decide`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${other.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ verdict: 'legitimate' }),
    });
    expect(decided.status).toBe(200);
    await page.keyboard.press('Enter');
    await page.getByText('It was closed by Bob as legitimate').waitFor();
    await page
      .getByText(/closed as.*legitimate.*by Bob/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /^Fraud/ }).count()).toBe(0);
    expect(await stage.client.reviews.get(id)).toMatchObject({ verdict: 'legitimate', closed_by: { name: 'Bob' } });
  });

  test('are filtered by what stands in the address, which back and forward follow', async () => {
    await opened('Filter Inn');
    const page = await stage.open('/reviews?merchant=filter_inn');
    await page.getByLabel('Assigned to').selectOption('me');
    await page.waitForURL('**assigned=me**');
    await page.getByText('No review is like that.').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Filter Inn' }).waitFor();
    await page.getByLabel('Card, cardholder or merchant').fill('ic_other');
    await page.keyboard.press('Enter');
    await page.waitForURL('**card=ic_other**');
    await page.getByText('No review is like that.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Because of').selectOption('kind rule');
    await page.getByRole('link', { name: 'Filter Inn' }).waitFor();
    await page.getByRole('link', { name: 'Closed' }).click();
    await page.waitForURL('**show=closed**');
    expect(await page.locator('.link-tabs [aria-current]').allTextContents()).toEqual(['Closed']);
  });

  test('are shown to nobody who may not review', async () => {
    const [id = ''] = await opened('Closed Doors');
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const page = await stage.open('/reviews', { key });
    await page.getByText("Reviews want the scope review, which you don't have.").waitFor();
    expect(await page.getByRole('link', { name: 'Reviews' }).count()).toBe(0);
    await page.goto(`/reviews/${id}`);
    await page.getByText(/scope review/).waitFor();
    expect(await page.getByRole('button', { name: /^Fraud/ }).count()).toBe(0);
  });

  test('show an outage as one entry, with the asks to look at first, each of which can be opened', async () => {
    const created = Math.floor(Date.now() / 1000);
    for (let ask = 0; ask < 12; ask += 1) {
      const late = { approved: ask % 2 === 0, reason: 'webhook_timeout', created, amount: 5_000, currency: 'usd' };
      const authorization = authorizationObject({ id: `iauth_late_${ask}`, created, request_history: [late] });
      await stage.serving.send(
        askEvent(authorization, { id: `evt_late_${ask}`, type: 'issuing_authorization.created', created }),
      );
    }
    await until(async () => (await stage.client.reviews.list({ kind: 'incident' })).data[0] ?? null);
    const page = await stage.open('/reviews?kind=incident');
    await page.getByRole('link', { name: 'Outage' }).click();
    await heading(page, 'Outage: webhook_timeout');
    await page.getByText(/1\d asks went without a full answer of ours/).waitFor();
    await expectAccessible(page);
    await shoot(page, 'review-incident-light-1280');
    await page.getByRole('button', { name: 'Open one' }).first().click();
    await page.getByRole('link', { name: 'its review' }).click();
    await page.getByText('You opened it by hand').waitFor();
  });

  test.each(VIEWS)('are drawn without a fault, $scheme at $width pixels', async (view) => {
    const closed = `Shut ${view.scheme} ${view.width}`;
    const [id = '', done = ''] = await opened(`Drawn ${view.scheme} ${view.width}`, closed);
    await stage.client.reviews.decide(done, { verdict: 'legitimate' });
    for (const [path, name, wait] of [
      ['/reviews', 'reviews', 'Drawn'],
      [`/reviews/${id}`, 'review', 'Of this card'],
      ['/reviews?show=closed', 'reviews-closed', closed],
    ] as const) {
      const page = await stage.open(path, view);
      const faults: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText(wait).first().waitFor();
      expect(faults).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await expectAccessible(page);
      await shoot(page, `${name}-${view.scheme}-${view.width}`);
    }
  });
});
