import { describe, expect, test } from 'vitest';
import { addEntry, removeEntry } from '../../../src/adapters/store/database/list-entries.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import type { PolicyFile } from '../../../src/core/policy/files.ts';
import { filesOf, live, openStage, rulesFile } from './stage.ts';

const stage = await openStage();
const { alice } = stage;
const DAY_MS = 86_400_000;
const LIST = { 'lists/risky.yaml': 'type: merchant\n' };
const READING = rulesFile({ id: 'risky', rule: 'Block if :merchant: in @risky' });

async function faults(files: readonly PolicyFile[], aheadMs = 0): Promise<string[]> {
  const { diagnostics } = await stage.publisher({ aheadMs }).check(files);
  return diagnostics.map(formatDiagnostic);
}

async function apply(changes: Readonly<Record<string, string | null>>): Promise<void> {
  live(await stage.publisher().apply({ files: filesOf(changes), author: alice, note: null }));
}

function put(value: string) {
  const scope = { livemode: false, account: null };
  const times = { knownFromMs: Date.now(), knownUntilMs: null };
  return addEntry(stage.pool, { scope, list: 'risky', value, note: null, author: alice, ...times });
}

describe('check', () => {
  test('gives the policy, its warnings and what every case says', async () => {
    const cases = ['approve', 'decline'].map((outcome) => ({ name: `expects ${outcome}`, expect: { outcome } }));
    const files = filesOf({ 'cases/a.yaml': JSON.stringify({ cases }), 'notes.yaml': '{}' });
    const checked = await stage.publisher().check(files);
    expect(checked.policy?.version).toMatch(/^pol_/);
    expect(checked.diagnostics).toMatchObject([{ severity: 'warning', source: { path: 'policies/notes.yaml' } }]);
    expect(checked.cases.map(({ name, isPassed }) => [name, isPassed])).toEqual([
      ['expects approve', true],
      ['expects decline', false],
    ]);
    expect(await stage.acts()).toEqual([]);
  });

  test('gives no policy where there is an error, and runs no case', async () => {
    const checked = await stage.publisher().check(filesOf({ 'profiles/a.yaml': null }));
    expect(checked).toMatchObject({ policy: null, cases: [] });
    expect(checked.diagnostics[0]?.source.path).toBe('policies/portfolios.yaml');
    expect(await faults([])).toContain(
      'policies/portfolios.yaml:1:1: a policy needs this file\n  hint: it says which cards get which profile',
    );
  });
});

describe('a list that is taken away', () => {
  test('while the live version reads it is an error that names the rules', async () => {
    await apply({ ...LIST, ...READING });
    expect(await faults(filesOf())).toEqual([
      "policies/lists/risky.yaml:1:1: @risky can't be removed: the live version reads it, in rule risky\n" +
        '  hint: apply the policy without the rule first',
    ]);
    await apply(LIST);
    expect(await faults(filesOf())).toEqual([]);
  });

  test('while the version in shadow reads it is an error', async () => {
    await apply(LIST);
    const files = filesOf({ ...LIST, ...READING });
    await stage.publisher().shadow({ shadow: { files }, author: alice, note: null });
    expect((await faults(filesOf())).join()).toContain('the shadow version reads it, in rule risky');
    await stage.publisher().shadow({ shadow: null, author: alice, note: null });
    expect(await faults(filesOf())).toEqual([]);
  });

  test('while there are entries on it is an error that counts them', async () => {
    await apply(LIST);
    const [{ entry }] = [await put('m_1'), await put('m_2')];
    expect((await faults(filesOf())).join()).toContain("@risky can't be removed: there are 2 entries on it");
    await removeEntry(stage.pool, entry.id, alice);
    const outcome = await stage.publisher().apply({ files: filesOf(), author: alice, note: null });
    expect(outcome).toMatchObject({ kind: 'faulty' });
    expect((await faults(filesOf())).join()).toContain('there is 1 entry on it');
  });

  test('is no fault when it has neither readers nor entries', async () => {
    await apply(LIST);
    expect(await faults(filesOf())).toEqual([]);
  });
});

test('a list that gets another type keeps the entries that it has: an error at its type', async () => {
  await apply(LIST);
  const files = filesOf({ 'lists/risky.yaml': '# by name\ntype: string\n' });
  expect(await faults(files)).toEqual([]);
  await put('m_1');
  expect(await faults(files)).toEqual([
    'policies/lists/risky.yaml:2:1: @risky was of type merchant and is of type string now, and there is 1 entry on it\n' +
      '  2 | type: string\n      ^^^^^\n  hint: take them off first, or make another list',
  ]);
});

describe('a review rule', () => {
  const review = (text: string, more: object = {}) => rulesFile({ id: 'look', rule: `Review if ${text}`, ...more });

  test('that is live as it was for more than thirty days is warned about, at its text', async () => {
    await apply(review(':amount: > 9'));
    const files = filesOf(review(':amount:   > 9'));
    expect(await faults(files, 29 * DAY_MS)).toEqual([]);
    const [warning] = await faults(files, 31 * DAY_MS);
    expect(warning).toContain('warning: look has asked for reviews for more than 30 days');
    expect(warning).toContain('policies/rules/all.yaml:1:');
  });

  test.each([
    ['says something else by now', review(':amount: > 10')],
    ['is in shadow', review(':amount: > 9', { mode: 'shadow' })],
    ['is a block by now', rulesFile({ id: 'look', rule: 'Block if :amount: > 9' })],
  ])('that %s is not', async (_, now) => {
    await apply(review(':amount: > 9'));
    expect(await faults(filesOf(now), 31 * DAY_MS)).toEqual([]);
  });
});
