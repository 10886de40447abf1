import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPolicy, loadPolicyFolder } from '../../../../src/adapters/store/policies/load.ts';
import { createCatalogue } from '../../../../src/core/rules/attributes.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'deadline_ms: 900\n',
};

function setUp() {
  const folder = temporaryFolder();
  const dataDir = temporaryFolder();
  const alarms = createTestAlarms();
  return { folder, dataDir, alarms, load: () => loadPolicy(folder, dataDir, alarms) };
}

describe('the policy at start', () => {
  test("is the folder's, which is kept for the next start", async () => {
    const { folder, load, alarms } = setUp();
    writeFiles(folder, SOUND);
    const loaded = await load();
    expect(loaded.from).toBe('folder');
    rmSync(join(folder, 'profiles'), { recursive: true });
    const kept = await load();
    expect(kept).toMatchObject({ from: 'kept', policy: { version: loaded.policy.version } });
    expect(alarms.standing.get('policy_kept_in_use')?.faults).toContain('a policy needs at least one profile');
  });

  test('is the kept one while the folder has an error, and the folder is not kept then', async () => {
    const { folder, load } = setUp();
    writeFiles(folder, SOUND);
    const { policy } = await load();
    writeFileSync(join(folder, 'profiles/a.yaml'), 'deadline_ms: soon\n');
    expect((await load()).policy.version).toBe(policy.version);
    expect((await load()).policy.version).toBe(policy.version);
  });

  test('that is nowhere refuses with every fault of the folder', async () => {
    const { folder, load } = setUp();
    await expect(load()).rejects.toThrow(/portfolios\.yaml:1:1: a policy needs this file[\s\S]*profiles:1:1/);
    rmSync(folder, { recursive: true });
    await expect(load()).rejects.toThrow(`there is no policy folder at ${folder}`);
  });

  test('is not taken from a damaged copy', async () => {
    const { dataDir, load } = setUp();
    writeFileSync(join(dataDir, 'policy.json'), '[{"name":');
    await expect(load()).rejects.toThrow('a policy needs this file');
  });
});

describe('a policy folder', () => {
  test('that is a file says so', async () => {
    const file = join(temporaryFolder(), 'x');
    writeFileSync(file, '');
    expect((await loadPolicyFolder(file)).diagnostics[0]?.message).toBe(`${file} is a file; a policy is a folder`);
  });

  test('is read by another catalogue where one is given', async () => {
    const folder = writeFiles(temporaryFolder(), {
      ...SOUND,
      'rules/a.yaml': 'rules: [{ id: big, rule: "Block if :amount: > 10" }]\n',
    });
    const nothingKnown = () => ({ ...createCatalogue(), get: () => null });
    expect((await loadPolicyFolder(folder)).policy).not.toBeNull();
    expect(await loadPolicyFolder(folder, { catalogueOf: nothingKnown })).toMatchObject({ policy: null });
  });
});
