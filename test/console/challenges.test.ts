import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole, VIEWS } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { freshAsk, merge } from '../support/stripe.ts';
import { inDatabaseOf, someQuestions } from './questions.ts';
import { decisionOf, reportOf } from './traffic.ts';

const noBrowser = whyNoBrowser();
const QUESTIONS = '/challenges?tab=questions';
const PATIENT = { timeout: 20_000 };

describe.skipIf(noBrowser !== null)(noBrowser ? `challenges: skipped, ${noBrowser}` : 'challenges', () => {
  let stage: ConsoleStage;

  beforeAll(async () => {
    stage = await openConsole({}, (dataDir) => inDatabaseOf(dataDir, someQuestions));
  }, 120_000);

  const rows = (page: Page) => page.locator('table.challenges-questions tbody tr');
  const search = (page: Page) => new URL(page.url()).searchParams;
  const figures = (page: Page, panel: string, row: string) =>
    page
      .getByRole('region', { name: panel, exact: true })
      .getByRole('row')
      .filter({ has: page.getByText(row, { exact: true }) })
      .locator('td.number')
      .allInnerTexts();

  test.each(VIEWS)(
    'are drawn without a fault, $scheme at $width pixels',
    async (view) => {
      const page = await stage.open('/challenges', view);
      const faults: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      for (const [name, path, wait] of [
        ['funnel', '/challenges', 'good customer saved'],
        ['rules', '/challenges?by=rule&window=30d', 'first_day'],
        ['questions', QUESTIONS, 'Night Owl Electronics'],
        ['allowances', '/challenges?tab=allowances', 'Shoes & Co'],
        ['ended', '/challenges?tab=allowances&ended=true', 'Old Inn'],
        ['yes', '/challenges/chl_yes', 'read as YES'],
        ['no', '/challenges/chl_no', 'Take the NO back'],
        ['own', '/challenges/chl_own', 'Stripe declined by itself'],
      ]) {
        await page.goto(path ?? '');
        await page
          .getByText(wait ?? '')
          .first()
          .waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), name).toBe(true);
        await expectAccessible(page);
        await shoot(page, `challenges-${name}-${view.scheme}-${view.width}`);
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );

  test('are told from asked to approved, and whom that saved', async () => {
    const page = await stage.open('/challenges');
    await page.getByText('1 good customer saved, with 42.00 USD').waitFor();
    expect(await figures(page, 'From asked to approved', 'Asked')).toEqual(['10', '']);
    expect(await figures(page, 'From asked to approved', 'YES')).toEqual(['2', '67 %']);
    expect(await figures(page, 'From asked to approved', 'Tried again')).toEqual(['1', '50 %']);
    expect(await figures(page, 'What became of the others', 'NO')).toEqual(['1', '10 %']);
    await page.getByRole('button', { name: 'Rule' }).click();
    await page.waitForURL('**/challenges?by=rule');
    await page.getByRole('region', { name: 'By rule' }).getByRole('link', { name: 'first_day' }).click();
    await page.waitForURL('**/challenges?tab=questions&rule=first_day');
    await expect.poll(() => rows(page).count(), PATIENT).toBe(1);
    await page.goBack();
    await page.getByRole('button', { name: '24h' }).click();
    await page.waitForURL('**/challenges?by=rule&window=24h');
    await expect.poll(() => figures(page, 'From asked to approved', 'Asked'), PATIENT).toEqual(['7', '']);
    await page.getByRole('link', { name: 'Not answered in time' }).click();
    await page.waitForURL('**/challenges?tab=questions&state=expired&window=24h');
    await expect.poll(() => rows(page).count(), PATIENT).toBe(1);
  });

  test('are found by what the address filters', async () => {
    const page = await stage.open(QUESTIONS);
    await expect.poll(() => rows(page).count(), PATIENT).toBe(10);
    await page.getByLabel('State').selectOption('open');
    await expect.poll(() => rows(page).count(), PATIENT).toBe(2);
    await page.getByLabel('State').selectOption('');
    await page.getByLabel('Asked by').selectOption('own');
    await expect.poll(() => rows(page).allInnerTexts(), PATIENT).toHaveLength(1);
    expect(search(page).get('channel')).toBe('own');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Profile').selectOption('minimize-fraud');
    await expect.poll(() => rows(page).count(), PATIENT).toBe(1);
    await page.goto(`${QUESTIONS}&card=ic_stop`);
    await expect.poll(() => rows(page).count(), PATIENT).toBe(1);
    expect(await rows(page).innerText()).toContain('US •• 34');
    await page.getByLabel('Merchant').fill('no such merchant');
    await page.getByText('No question is like that').waitFor();
  });

  test('are gone through by keyboard, and opened by Enter', async () => {
    const page = await stage.open('/');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/challenges');
    await page.getByRole('link', { name: 'Questions', exact: true }).click();
    await rows(page).nth(9).waitFor();
    for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    await page.waitForURL('**/challenges/chl_asked');
    await page.getByText('the text arrived, and its answer is awaited', { exact: false }).waitFor();
    await page.keyboard.press('u');
    await page.waitForURL('**/challenges?tab=questions');
  });

  test('tell what happened, how replies were read, and what the YES allows', async () => {
    const page = await stage.open('/challenges/chl_yes');
    const course = page.getByRole('region', { name: 'What happened' });
    await course.getByText('Tried again').waitFor();
    const words = await course.locator('li b').allInnerTexts();
    expect(words).toEqual([
      'Declined, and asked about',
      ...['Taken up, to be sent once', 'Sent', 'Delivered', 'Reply'],
      ...['Reply', 'Answered YES', 'Purchases there are allowed', 'Tried again'],
    ]);
    await course.getByText('read as unclear; asked once more').waitFor();
    const allowed = page.getByRole('region', { name: 'What the YES allows' });
    expect(await allowed.innerText()).toMatch(/42.00 USD\s+of 100.00 USD, in 1 purchase/);
    await page.getByRole('region', { name: 'By which terms' }).getByText('2 × the amount, 5 a day').waitFor();
  });

  test('show allowances with what is used of them, and why others ended', async () => {
    const page = await stage.open('/challenges?tab=allowances');
    const row = page.locator('tr[data-allowance=alw_yes]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/Shoes & Co[\s\S]*42.00 USD[\s\S]*100.00 USD[\s\S]*5 a day[\s\S]*in 6 days/);
    await page.getByRole('button', { name: 'Ended' }).click();
    await page.waitForURL('**/challenges?tab=allowances&ended=true');
    await page.locator('tr[data-allowance=alw_old]').getByText('a warning of fraud about the card').waitFor();
    await page.getByLabel('Card').fill('ic_none');
    await page.getByText('No allowance is like that').waitFor();
  });

  test('are led to from what a NO declined, and from what an allowance approved', async () => {
    // From then on the gateway knows of both.
    await until(async () => {
      const { challenges } = await stage.serving.ready();
      const { rejections, allowances } = challenges as { rejections: number; allowances: number };
      return rejections > 0 && allowances > 0;
    });
    await stage.serving.ask(freshAsk('refused', 5, Date.now(), { card: { id: 'ic_no' } }));
    const page = await stage.open(`/decisions/${await decisionOf(stage.client, 'iauth_refused')}`);
    const asked = page.getByRole('region', { name: 'What was asked' });
    await page.getByText('challenge_rejected: the cardholder said').waitFor();
    await asked.getByRole('link', { name: 'the answer' }).click();
    await page.waitForURL('**/challenges?tab=questions&state=rejected&card=ic_no&merchant=**');
    await expect.poll(() => rows(page).count(), PATIENT).toBe(1);

    await stage.serving.ask(freshAsk('allowed', 91, Date.now(), { pending_request: { amount: 1_000 } }));
    await page.goto(`/decisions/${await decisionOf(stage.client, 'iauth_allowed')}`);
    await page.getByText('allowance: the cardholder confirmed').waitFor();
    await asked.getByRole('link', { name: 'the allowance' }).click();
    await page.waitForURL('**/challenges/chl_yes');
    await page.getByText('of 100.00 USD, in 2 purchases').waitFor(PATIENT);
  });

  test('have a NO taken back by who may, once that is meant', async () => {
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const theirs = await stage.open('/challenges/chl_no', { key });
    const button = theirs.getByRole('button', { name: 'Take the NO back' });
    await button.waitFor();
    expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
      true,
      'This wants the scope review',
    ]);
    const page = await stage.open('/challenges/chl_no');
    await page.getByRole('button', { name: 'Take the NO back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take the NO back' });
    await dialog.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect((await stage.client.challenges.get('chl_no')).lifted_by).toBeNull();
    await page.getByRole('button', { name: 'Take the NO back' }).click();
    await dialog.getByLabel('Why').fill('call erika@example.com');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await dialog.getByText(/^The note looks as if it held personal data/).waitFor();
    expect(await dialog.getByText('It was not done').count()).toBe(0);
    await shoot(page, 'challenges-lift-light-1280');
    await dialog.getByLabel('Why').fill('they called, and know the code word');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('The NO was taken back by').waitFor();
    await theirs.getByText('The NO was taken back by').waitFor(PATIENT);
    expect((await stage.client.challenges.get('chl_no')).lifted_by).not.toBeNull();
  });

  test('have an allowance revoked by who may, once that is meant', async () => {
    const { key } = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const theirs = await stage.open('/challenges?tab=allowances', { key });
    await theirs.locator('tr[data-allowance=alw_yes]').waitFor();
    expect(await theirs.getByRole('button', { name: /Revoke/ }).count()).toBe(0);
    const page = await stage.open('/challenges?tab=allowances');
    await page.getByRole('button', { name: 'Revoke… what ic_1 may at Shoes & Co' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke the allowance' });
    await dialog.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('Nothing is allowed at the moment').waitFor();
    await page.locator('.said').getByText('ic_1 is allowed nothing more at Shoes & Co.').waitFor();
    await page.getByRole('button', { name: 'Ended' }).click();
    await page.locator('tr[data-allowance=alw_yes]').getByText('somebody revoked it').waitFor();
  });

  test('say that a channel is off, and what to do, until somebody resumes it', async () => {
    const page = await stage.open('/challenges');
    const note = page.getByRole('alert').filter({ hasText: 'The channel stripe is switched off' });
    await note.getByText('See that fraud challenges are enabled').waitFor();
    await note.getByRole('button', { name: 'Resume stripe' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume it' }).click();
    await note.waitFor({ state: 'detached' });
    await page.locator('.said').getByText('The channel stripe is on again.').waitFor();
  });

  test('have a channel paused by who may, and tell who did', async () => {
    const { key } = await stage.client.keys.create({ name: 'an analyst', scopes: ['read', 'policy'] });
    const page = await stage.open('/challenges', { key });
    await page.getByRole('button', { name: 'Pause… twilio' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause the channel twilio' });
    await dialog.getByRole('button', { name: 'Pause it' }).click();
    const note = page.getByRole('alert').filter({ hasText: 'The channel twilio is switched off' });
    await note.getByText('by an analyst').waitFor();
    const reader = await stage.client.keys.create({ name: 'a viewer', scopes: ['read'] });
    const theirs = await stage.open('/challenges', { key: reader.key });
    const button = theirs.getByRole('button', { name: 'Resume twilio' });
    await button.waitFor();
    expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([
      true,
      'This wants the scope policy',
    ]);
    await page.getByRole('button', { name: 'Resume… twilio' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume it' }).click();
    await page.getByRole('button', { name: 'Pause… twilio' }).waitFor();
    await note.waitFor({ state: 'detached' });
  });

  test('that are asked for what is not there say so', async () => {
    const page = await stage.open('/challenges/chl_none');
    await page.getByText('there is no challenge chl_none').waitFor();
    await page.goto(`${QUESTIONS}&live=true`);
    await page.getByText('No cardholder was asked yet').waitFor();
    await page.goto('/challenges?live=true');
    await page.getByText('Nobody was asked in the last 7 days').waitFor();
  });

  test('are marked as old while the service can not be reached, and go on when it can', async () => {
    const page = await stage.open(QUESTIONS);
    await rows(page).nth(9).waitFor();
    await page.route('**/v1/challenges?**', (route) => route.abort());
    await page.getByText('This is old.').waitFor({ timeout: 40_000 });
    expect(await rows(page).count()).toBe(10);
    await page.unroute('**/v1/challenges?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This is old.').waitFor({ state: 'detached' });
  }, 90_000);

  test('stand in the story of the authorization and its decision', async () => {
    await stage.serving.ask(freshAsk('asked', 91, Date.now()));
    const decision = await decisionOf(stage.client, 'iauth_asked');
    const page = await stage.open(`/decisions/${decision}`);
    const story = page.locator('.timeline');
    await story.getByText('by us, through Twilio, at GB •• 23; delivered, and not answered yet').waitFor();
    await story.getByRole('link', { name: 'the question' }).click();
    await page.waitForURL('**/challenges/chl_asked');
  });

  /** Has the profile of all cards ask in the place of declining above 30, and says this of challenges, too. */
  async function askingAbove30(challenge: string): Promise<void> {
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const changed = files.map(({ name, text }) => {
      if (name !== 'profiles/balanced.yaml') return { name, text };
      const asking = text.replace('{ decline: 50 }', '{ challenge: 30, decline: 50 }');
      return { name, text: asking.replace(/^challenge: .*$/m, `challenge: ${challenge}`) };
    });
    await stage.client.policy.apply({ files: changed.filter(({ name }) => !name.startsWith('cases/')) });
  }

  test('that could not be put say why, on the decision and in all', async () => {
    await askingAbove30('{ otherwise: decline }');
    await stage.serving.ask(freshAsk('unasked', 40, Date.now(), { card: { id: 'ic_unasked' } }));
    const decision = await decisionOf(stage.client, 'iauth_unasked');
    const page = await stage.open(`/decisions/${decision}`);
    const why = 'the cardholder could not be asked: the profile has nobody asked';
    await page.getByRole('region', { name: 'What was asked' }).getByText(why).waitFor();
    await page.goto('/challenges');
    const unasked = page.getByRole('region', { name: 'Could not be asked: 1' });
    await unasked.waitFor(PATIENT);
    expect(await figures(page, 'Could not be asked: 1', 'The profile has nobody asked')).toEqual(['1', '0']);
    await shoot(page, 'challenges-unasked-light-1280');
  });

  test('are seen from the purchase to the answer, without a reload', async () => {
    await askingAbove30('{ channel: stripe }');
    const cardholder = { id: 'ich_live', phone_number: '+12025550187' };
    const ask = freshAsk('live', 40, Date.now(), { card: { id: 'ic_live', cardholder }, cardholder: 'ich_live' });
    const answer = await stage.serving.ask(ask);
    expect(JSON.parse(answer?.text ?? '')).toMatchObject({ approved: false, send_fraud_challenges: ['sms'] });
    const page = await stage.open(`/decisions/${await decisionOf(stage.client, 'iauth_live')}`);
    const story = page.locator('.timeline');
    await story.getByText('by Stripe, for us, at US •• 87').waitFor(PATIENT);
    const told = reportOf(ask, { approved: false, reason: 'webhook_declined' });
    await stage.serving.send(told);
    const answered = { data: { object: { fraud_challenges: [{ channel: 'sms', status: 'verified' }] } } };
    const type = 'issuing_authorization.updated';
    await stage.serving.send(merge(told, { ...answered, id: 'evt_live_answered', type }));
    await story.getByText('The cardholder said YES').waitFor({ timeout: 40_000 });
    await page.getByText(/was asked by Stripe's text and answered YES/).waitFor(PATIENT);
    await expectAccessible(page);
    await shoot(page, 'challenges-decision-light-1280');
    await story.getByRole('link', { name: 'the question' }).last().click();
    await page.getByText('The cardholder says that the purchase was theirs.').waitFor();
    await page.goto('/policy?tab=profiles');
    await page.getByText('by a text of Stripe’s').waitFor();
    await shoot(page, 'challenges-profiles-light-1280');
  }, 120_000);
});
