import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, shoot, whyNoBrowser } from '../support/browser.ts';
import { type ConsoleStage, openConsole } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const noBrowser = whyNoBrowser();
const EDIT = '/policy/edit';
const RULE = `rules:
  - id: large_and_online
    rule: "Block if :amout: > 1000 and :fraud_risk_level: = 'elevated'"
`;
const FEATURE = 'seen_before_today := Count(by card last 1 day exclusive)';

/** Puts this text into the editor in place of what it holds. */
async function write(page: Page, text: string): Promise<void> {
  const content = page.locator('.cm-content').first();
  await content.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** A new file of a kind, which is then open. */
async function newFile(page: Page, kind: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New file…' }).click();
  await page.getByRole('menuitem', { name: kind, exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

async function apply(page: Page, why: string): Promise<string> {
  await page.getByRole('button', { name: 'Apply…' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill(why);
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  const note = page.locator('.note[data-tone="good"]', { hasText: 'Live in' });
  await note.waitFor({ timeout: 60_000 });
  return (await note.locator('.identifier').getAttribute('title'))?.split(' ')[0] ?? '';
}

/** The text that is underlined as wrong. */
function underlined(page: Page): Promise<string[]> {
  return page.locator('.cm-lintRange-error').allTextContents();
}

describe.skipIf(noBrowser !== null)(noBrowser ? `the editor: skipped, ${noBrowser}` : 'the editor', () => {
  let stage: ConsoleStage;
  let asked = 0;

  beforeAll(async () => {
    stage = await openConsole();
    await ask();
  });

  /** A signed ask, and the decision on it once it can be read. */
  async function ask(card = 'ic_of_the_editor') {
    asked += 1;
    const id = `edit_${asked}`;
    const answer = await stage.serving.ask(freshAsk(id, 5, Date.now(), { card: { id: card } }));
    expect(answer?.status).toBe(200);
    return until(async () => {
      const { data } = await stage.client.decisions.list({ text: `iauth_${id}` });
      return data.find(({ authorization }) => authorization === `iauth_${id}`) ?? null;
    });
  }

  async function open(path = EDIT, view = {}): Promise<Page> {
    const page = await stage.open(path, view);
    await page.locator('.cm-content').waitFor();
    return page;
  }

  test('tells a mistake in place, and what was corrected decides from then on, with its case', async () => {
    const page = await open();
    await newFile(page, 'Rule', 'large');
    await write(page, RULE);
    await until(async () => (await underlined(page)).join() === ':amout:');
    const problem = page.getByRole('tabpanel').getByRole('button', { name: /there is no :amout:|amout/ });
    await problem.waitFor();
    expect(await problem.textContent()).toContain('rules/large.yaml:3:');
    expect(await page.getByRole('button', { name: 'Apply…' }).isDisabled()).toBe(true);
    await shoot(page, 'mistake-light-1280');

    await write(page, RULE.replace('amout', 'amount'));
    await page.getByText(/^no error · pol_/).waitFor();
    expect(await underlined(page)).toEqual([]);

    await newFile(page, 'Case', 'large');
    await write(
      page,
      `cases:
  - name: a large purchase at elevated risk is declined
    amount: 2000
    authorization: { risk_assessment: { fraud_risk: { level: elevated, score: 60 } } }
    expect: { outcome: approve }
`,
    );
    await page.getByText(/^no error · pol_/).waitFor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText('a large purchase at elevated risk is declined').last().waitFor();
    await page.getByText(/1 of \d+ failed/).waitFor();
    await shoot(page, 'case-failed-light-1280');
    const text = await page.locator('.cm-content').innerText();
    await write(page, text.replace('outcome: approve', 'outcome: decline, reasons: [large_and_online]'));
    await page.getByText(/^no error · pol_/).waitFor();
    await page.getByRole('button', { name: 'Run all cases' }).click();
    await page.getByText(/All \d+ passed\./).waitFor();

    const version = await apply(page, 'decline large purchases at elevated risk');
    expect(version).toMatch(/^pol_/);
    expect((await stage.client.policy.current()).version).toBe(version);
    expect((await ask()).policy_version).toBe(version);
    await page.getByRole('button', { name: 'Apply…', disabled: true }).waitFor();
    expect(
      await page.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("countersign.draft"))'),
    ).toEqual([]);
    await shoot(page, 'applied-light-1280');
  });

  test('counts a feature that was pasted and applied', async () => {
    await ask('ic_pasted');
    const page = await open();
    await page.getByRole('button', { name: 'Paste a feature…' }).click();
    await page.getByRole('textbox', { name: 'In Scowl' }).fill(FEATURE);
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText(/^no error · pol_/).waitFor();
    const version = await apply(page, 'count what was seen before');
    // The first one was before it was there: it is counted from what happened before.
    const second = await ask('ic_pasted');
    expect(second).toMatchObject({ policy_version: version, features: { seen_before_today: 1 } });
    const third = await ask('ic_pasted');
    expect(third.features?.seen_before_today).toBe(2);
    await page.getByRole('region', { name: 'New features, as they count' }).getByText('2', { exact: true }).waitFor();
    await shoot(page, 'feature-light-1280');
    await page.getByRole('region', { name: 'New features, as they count' }).waitFor();
  });

  test('offers what can be written, with its type and meaning', async () => {
    const page = await open(`${EDIT}?file=rules%2Fstarter.yaml`);
    await write(page, 'rules:\n  - id: a\n    rule: "Block if ');
    await page.keyboard.type(':fraud_risk_l');
    const list = page.locator('.cm-tooltip-autocomplete');
    await list.getByText(':fraud_risk_level:').waitFor();
    await page
      .locator('.cm-completionInfo')
      .getByText(/level for fraud/)
      .waitFor();
    await shoot(page, 'completion-light-1280');
    // A list takes nothing for a moment after it changed, so that nobody chooses what they did not see.
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    const written = () => page.locator('.cm-content').innerText();
    await expect.poll(written).toContain('Block if :fraud_risk_level:');
    await page.keyboard.type(" = 'e", { delay: 50 });
    await list.getByText("'elevated'").waitFor();
    await page.waitForTimeout(500);
    await list.getByText("'elevated'").click();
    await expect.poll(written).toContain(":fraud_risk_level: = 'elevated'");
  });

  test('keeps the draft over a reload, shows what it changes, and takes it back', async () => {
    const page = await open(`${EDIT}?file=lists%2Fblocked_merchants.yaml`);
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('\n# looked at\n');
    await page.getByText('1 file changed').waitFor();
    await page.reload();
    await page.locator('.cm-content').getByText('# looked at').waitFor();
    await page.getByText('1 file changed').waitFor();
    await page.getByRole('tab', { name: /Changes/ }).click();
    await page.locator('.editor-diff').getByText('# looked at').waitFor();
    await page.getByText(/both say the same|the same version/).waitFor();
    await shoot(page, 'changes-light-1280');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Nothing is changed.').waitFor();
  });

  /** Types a line at the end of the open file. */
  async function add(page: Page, line: string): Promise<void> {
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText(`\n${line}\n`);
  }
  const kept = (page: Page) =>
    page.evaluate('Object.entries(localStorage).filter(([key]) => key.startsWith("countersign.draft")).join()');

  test('keeps what was typed while the draft was being applied', async () => {
    const page = await open(`${EDIT}?file=rules%2Fstarter.yaml`);
    await newFile(page, 'Rule', 'typed_meanwhile');
    await page.getByText(/^no error · pol_/).waitFor();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/v1/policy/apply', async (route) => {
      await released;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Apply…' }).click();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('It is checked, and its cases run.').waitFor();
    await add(page, '# typed meanwhile');
    release();
    await page.getByText(/^Live in/).waitFor();
    await page.locator('.cm-content').getByText('# typed meanwhile').waitFor();
    await page.getByText('1 file changed').waitFor();
    await page.reload();
    await page.locator('.cm-content').getByText('# typed meanwhile').waitFor();
    await page.getByRole('tab', { name: /Changes/ }).click();
    await page.getByRole('combobox', { name: 'File' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'File' }).locator('option').allTextContents()).toEqual([
      'rules/typed_meanwhile.yaml (changed)',
    ]);
  });

  test('keeps the draft of one tab whatever another one does, and when a link is followed at once', async () => {
    const page = await open(`${EDIT}?file=portfolios.yaml`);
    const other = await page.context().newPage();
    await other.goto(`${stage.url}${EDIT}?file=portfolios.yaml`);
    await other.locator('.cm-content').waitFor();
    await add(page, '# of the first tab');
    await page.getByRole('link', { name: 'Now', exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith(EDIT));
    await expect.poll(() => kept(page)).toContain('# of the first tab');
    await other.close({ runBeforeUnload: true });
    await page.goto(`${stage.url}${EDIT}?file=portfolios.yaml`);
    await page.locator('.cm-content').getByText('# of the first tab').waitFor();
  });

  test('keeps the draft while its version can not be had, and lets go of it only when told to', async () => {
    const page = await open(`${EDIT}?file=portfolios.yaml`);
    const { id } = await stage.client.session.get();
    const draft = JSON.stringify({ base: 'pol_gone', changed: { 'portfolios.yaml': '# mine' } });
    await page.evaluate(`localStorage.setItem('countersign.draft.${id}', ${JSON.stringify(draft)})`);
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This could not be loaded').waitFor();
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('button', { name: 'Start from the live version' }).click();
    expect(await kept(page)).toContain('pol_gone');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Start from the live version' }).click();
    await page.locator('.cm-content').waitFor();
    expect(await kept(page)).toBe('');
  });

  test('warns when another version is live, and brings the draft over it', async () => {
    const page = await open(`${EDIT}?file=portfolios.yaml`);
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('\n# mine\n');
    const { version } = await stage.client.policy.current();
    const { files } = await stage.client.policy.version(version);
    const theirs = files.map(({ name, text }) => {
      return {
        name,
        text: name === 'profiles/balanced.yaml' ? text.replace(/deadline_ms: \d+/, 'deadline_ms: 1100') : text,
      };
    });
    const published = await stage.client.policy.apply({ files: theirs });
    expect(published.state).toBe('live');
    await page.getByText('Another version is live').waitFor({ timeout: 20_000 });
    await shoot(page, 'behind-light-1280');
    await page.getByRole('button', { name: 'Bring the draft over it' }).click();
    await page.getByText('Another version is live').waitFor({ state: 'hidden' });
    await page.getByText('1 file changed').waitFor();
    expect(await page.getByRole('button', { name: 'Throw away' }).isEnabled()).toBe(true);
  });

  test('decides the last days again, and evaluates in shadow', async () => {
    const page = await open(`${EDIT}?panel=history`);
    await newFile(page, 'Rule', 'everything');
    await write(page, 'rules:\n  - id: everything\n    rule: "Block if :amount: > 0"\n');
    await page.getByText(/^no error · pol_/).waitFor();
    await page.getByRole('button', { name: 'Decide them again' }).click();
    await page.getByText(/would have come out otherwise: \d+ approve → decline/).waitFor();
    await shoot(page, 'history-light-1280');
    await page.getByRole('button', { name: 'Evaluate in shadow' }).click();
    await page.getByText(/is in shadow/).waitFor();
    expect((await stage.client.policy.shadow()).shadow).not.toBeNull();
  });

  test('makes a case of a decision that the address names', async () => {
    const { id } = await ask('ic_case');
    const page = await open(`${EDIT}?case=${id}`);
    await page.getByText('A case was added').waitFor();
    expect(new URL(page.url()).searchParams.get('case')).toBeNull();
    expect(await page.locator('.cm-content').innerText()).toContain(`as in ${id}`);
    await page.getByText(/^no error · pol_/).waitFor();

    await add(page, '# mine');
    await page.goto(`${stage.url}${EDIT}?case=${id}`);
    await page.getByText(/It stands in cases\/.+-2\.yaml/).waitFor();
    await page.locator('.cm-content[aria-label*="-2.yaml"]').waitFor();
    expect(new URL(page.url()).searchParams.get('file')).toMatch(/-2\.yaml$/);
    expect(await page.locator('.cm-content').innerText()).not.toContain('# mine');
  });

  test('is left by the keyboard: Escape, then Tab', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest(".cm-editor") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest(".cm-editor") !== null')).toBe(false);
  });

  test.each(['light', 'dark'] as const)('is drawn without a fault, %s', async (scheme) => {
    const page = await open(`${EDIT}?file=rules%2Fstarter.yaml`, { scheme });
    const faults: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    page.on('pageerror', (error) => void faults.push(error.message));
    await page.reload();
    await page.locator('.cm-attribute').first().waitFor();
    await page.getByText(/^no error · pol_/).waitFor();
    expect(faults).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await expectAccessible(page);
    await shoot(page, `edit-${scheme}-1280`);
    await page.getByRole('button', { name: 'habits.scowl', exact: true }).click();
    await page.locator('.cm-call').first().waitFor();
    await shoot(page, `scowl-${scheme}-1280`);
  });

  test.each(['light', 'dark'] as const)('says in a narrow window that it wants a wider one, %s', async (scheme) => {
    const page = await stage.open(EDIT, { scheme, width: 390 });
    await page.getByText('The editor wants a wider window').waitFor();
    await expectAccessible(page);
    await shoot(page, `edit-${scheme}-390`);
  });

  test('tells who may not change the policy so', async () => {
    const reader = await stage.client.keys.create({ name: 'reader', scopes: ['read'] });
    const page = await stage.open(EDIT, { key: reader.key });
    await page.getByText('You may look, and change nothing').waitFor();
  });
});
