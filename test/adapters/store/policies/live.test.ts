import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock/system.ts';
import { addEntry, removeEntry } from '../../../../src/adapters/store/database/list-entries.ts';
import { type Database, openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { activate } from '../../../../src/adapters/store/database/policy-activations.ts';
import { storeVersion } from '../../../../src/adapters/store/database/policy-versions.ts';
import { breakRule } from '../../../../src/adapters/store/database/rule-breaks.ts';
import { keepPolicy, readKeptEntries } from '../../../../src/adapters/store/policies/kept.ts';
import { startLivePolicy } from '../../../../src/adapters/store/policies/live.ts';
import { type LoadedPolicy, loadPolicy } from '../../../../src/adapters/store/policies/load.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { listsAt } from '../../../../src/core/policy/listed.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { createManualClock } from '../../../support/clock.ts';
import { createTemporaryDir, temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { policyOf } from '../../../support/policy.ts';
import { until } from '../../../support/serve.ts';

const files = (decline: number) => ({
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: ${decline} } }\n`,
  'lists/bad.yaml': 'type: string\n',
  'rules/a.yaml': 'rules: [{ id: odd, rule: "Block if :amount: > 1" }]\n',
});
const TEST_MODE = { livemode: false, account: null };

let database: Database;
const folder = createTemporaryDir();
beforeAll(async () => {
  database = openDatabase({ url: null, dataDir: folder.dir, alarms: createTestAlarms(), clock: systemClock });
  await database.ready();
}, 60_000);
afterAll(async () => {
  await database.close();
  folder.remove();
});

async function store(decline: number): Promise<string> {
  const { version } = policyOf(files(decline));
  const stored = Object.entries(files(decline)).map(([name, text]) => ({ name, text }));
  await storeVersion(database.pool, { version, files: stored, author: 'a test', note: null });
  return version;
}

async function apply(decline: number): Promise<string> {
  const version = await store(decline);
  await activate(database.pool, { version, author: 'a test', note: null, kind: 'apply', expiresAtMs: null });
  return version;
}

async function setUp(decline = 50, dataDir = temporaryFolder()) {
  const alarms = createTestAlarms();
  const clock = createManualClock(Date.now());
  const loaded: LoadedPolicy = await loadPolicy(writeFiles(temporaryFolder(), files(decline)), dataDir, alarms);
  const keptEntries = await readKeptEntries(dataDir);
  const live = startLivePolicy({ loaded, keptEntries, dataDir, pool: database.pool, alarms, clock });
  onTestFinished(() => live.close());
  const has = (value: string, scope = TEST_MODE) =>
    listsAt(live.current(), live.entries(scope), Date.now() + 1_000).has('bad', value);
  return { live, alarms, clock, dataDir, loaded, has };
}

test('the folder counts until something is applied; what is applied takes its place whole, and is kept', async () => {
  const { live, dataDir, loaded } = await setUp();
  await live.refresh();
  expect(live.status()).toMatchObject({ version: loaded.policy.version, from: 'folder', differingFolder: null });
  const version = await apply(60);
  await live.refresh();
  expect(live.current().version).toBe(version);
  expect(live.status()).toMatchObject({ from: 'applied', differingFolder: loaded.policy.version });
  expect(JSON.parse(readFileSync(join(dataDir, 'policy.json'), 'utf8')).from).toBe('applied');

  const again = await loadPolicy(writeFiles(temporaryFolder(), files(10)), dataDir, createTestAlarms());
  expect([again.policy.version, again.from]).toEqual([version, 'applied']);
});

test('it looks by itself, four times within the two seconds that it has', async () => {
  const { live, clock } = await setUp();
  await live.refresh();
  const version = await apply(61);
  await clock.advance(limits.policyPollMs);
  await until(async () => live.current().version === version);
  expect(limits.policyPollMs * 4).toBeLessThanOrEqual(2_000);
});

test('an entry counts for its own mode and account, until it is removed, and is known again without the database', async () => {
  const { live, has, dataDir } = await setUp();
  const knownFromMs = Date.now() - 1_000;
  const given = { list: 'bad', value: 'x', note: null, author: 'a test', knownFromMs, knownUntilMs: null };
  const { entry } = await addEntry(database.pool, { ...given, scope: TEST_MODE });
  await live.refresh();
  expect([has('x'), has('y'), has('x', { livemode: true, account: null })]).toEqual([true, false, false]);

  const restarted = await setUp(50, dataDir);
  expect(restarted.has('x')).toBe(true);
  await removeEntry(database.pool, entry.id, 'a test');
  await live.refresh();
  expect(has('x')).toBe(false);
});

test('a rule that the circuit breaker broke is in shadow, in this version alone', async () => {
  const { live } = await setUp();
  const version = await apply(62);
  await breakRule(database.pool, { version, rule: 'odd', reason: 'it declined all', author: 'a test' });
  await live.refresh();
  expect(live.current().rules.map(({ mode }) => mode)).toEqual(['shadow']);
  expect(live.status().broken).toEqual(['odd']);
  await apply(63);
  await live.refresh();
  expect(live.current().rules.map(({ mode }) => mode)).toEqual(['live']);
});

test('a version that can not be read here raises an alarm, and the one before stays', async () => {
  const { live, alarms } = await setUp();
  const before = await apply(64);
  await live.refresh();
  const unreadable = { version: 'pol_later', files: [{ name: 'a.yaml', text: 'x' }], author: 'a test', note: null };
  await storeVersion(database.pool, unreadable);
  const expiresAtMs = null;
  await activate(database.pool, { version: 'pol_later', author: 'a test', note: null, kind: 'apply', expiresAtMs });
  await live.refresh();
  expect(live.current().version).toBe(before);
  expect(alarms.standing.get('policy_version_unusable')).toMatchObject({ version: 'pol_later' });
  // The one that stayed in force ends it, when it is made live again.
  await apply(64);
  await live.refresh();
  expect(alarms.standing.has('policy_version_unusable')).toBe(false);
});

test('what is kept is whole or not at all', async () => {
  expect(await keepPolicy(join(temporaryFolder(), 'gone'), { from: 'folder', files: [] })).toBe(false);
  expect(await readKeptEntries(temporaryFolder())).toEqual([]);
});
