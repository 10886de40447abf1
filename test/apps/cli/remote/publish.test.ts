import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { files, openStage, type Stage, stricter } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const countersign = (words: readonly string[], apiKey = stage.admin.key) =>
  countersignAt({ url: stage.url, apiKey }, words);

/** A policy folder of the test's own with these files. */
function folder(texts: readonly { name: string; text: string }[]): string {
  return writeFiles(temporaryFolder(), Object.fromEntries(texts.map(({ name, text }) => [name, text])));
}

const liveVersion = async () => (await stage.client.policy.current()).version;

describe('countersign apply', () => {
  it('puts a folder live and shows what it changes', async () => {
    const before = await liveVersion();
    const { code, out, err } = await countersign(['apply', folder(stricter(60)), '--note', 'a stricter spring']);
    expect([code, err]).toEqual([0, '']);
    const now = await liveVersion();
    expect(out).toMatch(new RegExp(`^${before} → ${now}\n\nProfiles\n  ~ only\n.*75 → 60`));
    expect(out.endsWith(`\n\n${now} is live.\n`)).toBe(true);
    const { data } = await stage.client.policy.activations({ limit: 1 });
    expect(data[0]).toMatchObject({ version: now, note: 'a stricter spring', by: { id: stage.admin.id } });
  });

  it('says that there is nothing to apply', async () => {
    const { code, out } = await countersign(['apply', folder(stricter(60))]);
    expect([code, out]).toEqual([0, `${await liveVersion()} is live already: nothing to apply\n`]);
  });

  it('shows every fault where it stands, underlined as check does, and changes nothing', async () => {
    const before = await liveVersion();
    const broken = folder(files({ 'rules/lists.yaml': "rules:\n  - { id: x, rule: 'Block if :amout: > 5' }\n" }));
    const { code, out, err } = await countersign(['apply', broken]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`${join(broken, 'rules/lists.yaml')}:2:`);
    expect(err).toMatch(/2 \| {3}- \{ id: x, rule: 'Block if :amout: > 5' \}\n +\^{2,}\n {2}hint: .*:amount:/);
    expect(err).toMatch(/\ncountersign apply: not applied: the policy has 1 error\n$/);
    expect(await liveVersion()).toBe(before);
  });

  it('names a fault that only the service can see at its place in the folder', async () => {
    await stage.client.lists.addEntry('blocked', { value: 'm_1' });
    const without = files().filter(({ name }) => !/lists/.test(name));
    const { code, err } = await countersign(['apply', folder(without)]);
    expect(code).toBe(1);
    expect(err).toMatch(/list/);
    expect(err).toMatch(/countersign apply: not applied/);
  });

  it('shows a failing case with what came, and why, as test does', async () => {
    const cases = `cases:
  - name: a calm one is declined
    authorization: { risk_assessment: { fraud_risk: { score: 5 } } }
    expect: { outcome: decline }
`;
    const failing = folder(files({ 'cases/mine.yaml': cases }));
    const { code, err } = await countersign(['apply', failing]);
    expect(code).toBe(1);
    expect(err).toContain(`${join(failing, 'cases/mine.yaml')}:2: a calm one is declined\n`);
    expect(err).toMatch(/outcome.*decline.*approve/);
    expect(err).toContain('  because nothing_matched');
    expect(err).toMatch(/countersign apply: not applied: 1 of 1 case failed\n$/);
  });

  it('rehearses with --dry-run, and stores nothing', async () => {
    const before = await liveVersion();
    const { code, out } = await countersign(['apply', folder(stricter(33)), '--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('60 → 33');
    expect(out).toMatch(/it could be applied; nothing was changed\.\n$/);
    const { json, code: no } = await countersign([
      'apply',
      folder(files({ 'rates.yaml': '5' })),
      '--dry-run',
      '--json',
    ]);
    expect([no, json.sound, json.version]).toEqual([1, false, null]);
    expect(await liveVersion()).toBe(before);
  });

  it('says it all as one JSON object', async () => {
    const { code, json } = await countersign(['apply', folder(stricter(58)), '--json']);
    expect(code).toBe(0);
    expect(json).toMatchObject({ state: 'live', version: await liveVersion(), diff: { to: await liveVersion() } });
    const refused = await countersign(['apply', folder(files({ 'rates.yaml': '5' })), '--json']);
    expect([refused.code, refused.json.code]).toEqual([1, 'faulty_policy']);
  });

  it('breaks the glass for a while, with an end that can be told', async () => {
    const before = await liveVersion();
    const { code, out } = await countersign(['apply', folder(stricter(11)), '--break-glass', '--expires', '4h']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`is live until 20.* UTC; then ${before} is live again. A review of it is due.\n$`));
    const { key } = await stage.keyed(['policy', 'read']);
    const refused = await countersign(['apply', folder(stricter(12)), '--break-glass'], key);
    expect([refused.code, refused.err]).toEqual([
      1,
      'countersign apply: not applied: break-glass wants a key of scope admin\n',
    ]);
    await stage.client.policy.rollback();
  });

  it('takes --expires only for what ends, and only as a time', async () => {
    const stray = await countersign(['apply', '--expires', '4h']);
    expect([stray.code, stray.err]).toEqual([2, expect.stringContaining('--expires says when --break-glass ends')]);
    const wrong = await countersign(['apply', '--break-glass', '--expires', 'tomorrow']);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('such as 2026-06-30')]);
  });

  it('says where there is no policy to send', async () => {
    const { code, err } = await countersign(['apply', '/nowhere']);
    expect([code, err]).toEqual([1, expect.stringContaining('there is no policy folder at /nowhere')]);
    const empty = await countersign(['apply', temporaryFolder()]);
    expect([empty.code, empty.err]).toEqual([1, expect.stringMatching(/countersign apply: .*name another folder/)]);
    const odd = folder(files({ 'rules/a b.yaml': 'rules: []\n' }));
    expect((await countersign(['apply', odd])).err).toMatch(/rules\/a b\.yaml: is the path of a file/);
  });

  it('wants a key that may', async () => {
    const { key } = await stage.keyed(['read']);
    const { code, err } = await countersign(['apply', folder(stricter(41))], key);
    expect([code, err]).toEqual([1, expect.stringMatching(/^countersign apply: .*policy/)]);
  });
});

describe('countersign versions, rollback and activate', () => {
  it('lists what was stored, and what it is now', async () => {
    await countersign(['apply', folder(stricter(50)), '--note', '\u001b[31mred']);
    const { code, out } = await countersign(['versions']);
    expect(code).toBe(0);
    const live = await liveVersion();
    const [head = '', ...rows] = out.split('\n');
    expect(head).toMatch(/^VERSION +STORED \(UTC\) +BY +STATE +NOTE$/);
    expect(rows.find((row) => row.startsWith(live))).toMatch(/someone with admin +live since 20.*�\[31mred/);
    expect(out).toMatch(/folder/);
    expect(out).toContain('was live from');
    const few = await countersign(['versions', '--limit', '1', '--json']);
    expect(few.json.versions).toHaveLength(1);
    expect(few.json.live).toBe(live);
    expect((await countersign(['versions', '--limit', '1'])).err).toMatch(
      /^there are more: --limit N\nwarning: the service's policy folder holds another version, pol_\w+\n$/,
    );
  });

  it('goes back by one step, and says what that changes', async () => {
    const before = await liveVersion();
    const { code, out } = await countersign(['rollback', '--note', 'too strict']);
    expect(code).toBe(0);
    expect(out).toContain(`${before} → ${await liveVersion()}`);
    expect(out).toMatch(/50 → \d+/);
    const unknown = await countersign(['rollback', '--to', 'pol_0000000000000000']);
    expect([unknown.code, unknown.err]).toEqual([
      1,
      'countersign rollback: there is no version pol_0000000000000000\n',
    ]);
    const wrong = await countersign(['rollback', '--to', 'yesterday']);
    expect([wrong.code, wrong.err]).toEqual([
      1,
      'countersign rollback: to: is a version: pol_ and 16 hexadecimal digits\n',
    ]);
  });

  it('makes a stored version live', async () => {
    const before = await liveVersion();
    const { data } = await stage.client.policy.activations({ limit: 2 });
    const other = data.find(({ version }) => version !== before)?.version ?? '';
    const { code, out } = await countersign(['activate', other]);
    expect([code, await liveVersion()]).toEqual([0, other]);
    expect(out).toMatch(new RegExp(`${other} is live\\.\n$`));
    const none = await countersign(['activate', 'pol_0000000000000000', '--json']);
    expect([none.code, none.json.code]).toEqual([1, 'not_found']);
    expect((await countersign(['activate'])).code).toBe(2);
  });
});

describe('countersign diff', () => {
  it('shows what a folder would change, against the live version or another', async () => {
    const { code, out } = await countersign(['diff', folder(stricter(20))]);
    expect(code).toBe(0);
    expect(out).toMatch(/Profiles\n {2}~ only\n.*→ 20/);
    const { data } = await stage.client.policy.versions({ limit: 2 });
    const [first, second] = data;
    const two = await countersign([
      'diff',
      '--from',
      String(second?.version),
      '--to',
      String(first?.version),
      '--json',
    ]);
    expect(two.json).toMatchObject({ from: second?.version, to: first?.version, history: null });
  });

  it('says what it would have changed in what was decided', async () => {
    const { out } = await countersign(['diff', folder(stricter(20)), '--history', '7']);
    expect(out).toMatch(/\n\nIn the last 7 days nothing was decided\.\n$/);
    const { json } = await countersign(['diff', '--to', await liveVersion(), '--history', '1', '--json']);
    expect(json.history).toMatchObject({ decisions: 0, changed: 0 });
  });

  it('shows the faults of a folder that can not be compared', async () => {
    const { code, err } = await countersign(['diff', folder(files({ 'profiles/only.yaml': 'thresholds: 5\n' }))]);
    expect([code, err]).toEqual([1, expect.stringMatching(/profiles\/only\.yaml:1:\d+: [\s\S]*can't be compared/)]);
  });

  it('takes a folder or a version, and days that can be', async () => {
    expect((await countersign(['diff', 'policies', '--to', 'pol_0000000000000000'])).code).toBe(2);
    expect((await countersign(['diff', '--history', 'ever'])).code).toBe(2);
  });
});

describe('countersign shadow', () => {
  it('puts a folder beside the live version, shows it and ends it', async () => {
    expect((await countersign(['shadow'])).out).toBe('No version is in shadow.\n');
    const { code, out } = await countersign(['shadow', folder(stricter(5)), '--note', 'looking']);
    const { shadow } = await stage.client.policy.current();
    expect([code, out]).toEqual([0, `${shadow} is in shadow; countersign shadow shows it.\n`]);
    const shown = await countersign(['shadow']);
    expect(shown.out).toMatch(new RegExp(`^${shadow} is in shadow since 20.* UTC, by someone with admin\\.\n`));
    expect(shown.out).toContain('as the live version did');
    expect((await countersign(['shadow', '--json'])).json).toMatchObject({ differences: { total: 0 } });
    expect((await countersign(['versions'])).out).toMatch(new RegExp(`${shadow} .* in shadow`));
    expect((await countersign(['shadow', 'off'])).out).toBe(`${shadow} is in shadow no more.\n`);
    expect((await countersign(['shadow', 'off'])).out).toBe('No version was in shadow.\n');
  });

  it('refuses the live version, and what is none', async () => {
    const { code, err } = await countersign(['shadow', await liveVersion()]);
    expect([code, err]).toEqual([1, expect.stringContaining('is the live version')]);
    expect((await countersign(['shadow', folder(files({ 'rates.yaml': '5' }))])).err).toMatch(/rates\.yaml:1:1: /);
    expect((await countersign(['shadow', '--note', 'why'])).code).toBe(2);
  });
});

describe('countersign pull', () => {
  it('writes the files of the policy in force, and finds them as they are the next time', async () => {
    const target = join(temporaryFolder(), 'new');
    const { code, out } = await countersign(['pull', target]);
    expect([code, out]).toEqual([0, `${target}: ${await liveVersion()}, 4 files written, 0 as they were\n`]);
    expect((await countersign(['diff', target])).out).toMatch(/the same version\n$/);
    expect((await countersign(['pull', target])).out).toContain('0 files written, 4 as they were');
  });

  it('writes nothing over what differs, unless forced, and leaves what is not of the version', async () => {
    const target = folder([
      { name: 'rates.yaml', text: '# mine\n' },
      { name: 'portfolios.yaml', text: '# mine too\n' },
    ]);
    const { code, out, err } = await countersign(['pull', target]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/nothing is written:\n {2}portfolios\.yaml\n/);
    expect(readFileSync(join(target, 'portfolios.yaml'), 'utf8')).toBe('# mine too\n');
    const forced = await countersign(['pull', target, '--force', '--json']);
    expect(forced.code).toBe(0);
    expect(forced.json).toMatchObject({ differing: ['portfolios.yaml'], others: ['rates.yaml'], same: [] });
    expect(readFileSync(join(target, 'portfolios.yaml'), 'utf8')).toContain('everyone');
    expect(readFileSync(join(target, 'rates.yaml'), 'utf8')).toBe('# mine\n');
  });

  it('says what it can not read or write', async () => {
    const target = join(temporaryFolder(), 'file');
    writeFileSync(target, '');
    const { code, err } = await countersign(['pull', target]);
    expect([code, err]).toEqual([1, expect.stringMatching(/^countersign pull: .*ENOTDIR/)]);
    const { code: none } = await countersign(['pull', temporaryFolder(), '--version', 'pol_0000000000000000']);
    expect(none).toBe(1);
  });
});
