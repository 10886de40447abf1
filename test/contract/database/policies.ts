import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import {
  type Activation,
  activate,
  activeVersion,
  currentShadow,
  listActivations,
  setShadow,
} from '../../../src/adapters/store/database/policy-activations.ts';
import { policyState } from '../../../src/adapters/store/database/policy-state.ts';
import {
  findVersion,
  listVersions,
  listWaiting,
  storeVersion,
} from '../../../src/adapters/store/database/policy-versions.ts';
import { breakRule } from '../../../src/adapters/store/database/rule-breaks.ts';
import {
  countDifferences,
  listDifferences,
  recordDifference,
  type ShadowDifference,
} from '../../../src/adapters/store/database/shadow-differences.ts';

const MISSING_VERSION = { name: 'SqlError', code: '23503' };

/** Versions of the policy are immutable; what is in force is the latest activation, and nobody overwrites anybody. */
export function policiesContract(database: () => Database): void {
  beforeEach(async () => {
    await database().pool.query(`truncate policy_versions, policy_activations, policy_shadows, rule_breaks,
      shadow_differences restart identity cascade`);
  });

  const store = (...versions: string[]) =>
    Promise.all(versions.map((version) => storeVersion(database().pool, { ...VERSION, version })));
  const make = (version: string, expected?: { activeSeq: number | null }) =>
    activate(database().pool, { version, author: 'key_1', note: null, kind: 'apply', expiresAtMs: null }, expected);

  describe('policy versions', () => {
    it('are found as they were stored, to the byte', async () => {
      const files = [
        { name: 'rules/a.yaml', text: 'rules: []\r\n\t# \u0000 \ud83d "é" \\u0000\n' },
        { name: 'portfolios.yaml', text: '' },
      ];
      const version = { version: 'v1', files, author: 'key_1', note: 'first' };
      expect(await storeVersion(database().pool, version)).toEqual({ isNew: true });
      expect(await findVersion(database().pool, 'v1')).toEqual({ ...version, createdAtMs: expect.any(Number) });
      expect(await findVersion(database().pool, 'v2')).toBeNull();
    });

    it('that are stored again stay as they were', async () => {
      await store('v1');
      const before = await findVersion(database().pool, 'v1');
      const again = { version: 'v1', files: [], author: 'key_2', note: 'mine' };
      expect(await storeVersion(database().pool, again)).toEqual({ isNew: false });
      expect(await findVersion(database().pool, 'v1')).toEqual(before);
    });

    it('are listed newest first, each on one page only, though many were stored at once', async () => {
      const names = Array.from({ length: 7 }, (_, index) => `v${index}`);
      await store(...names);
      const seen: string[] = [];
      for (let before: number | undefined; ; ) {
        const page = await listVersions(database().pool, { limit: 3, ...(before !== undefined && { before }) });
        seen.push(...page.map(({ version }) => version));
        before = page.at(-1)?.createdAtMs;
        if (page.length < 3) break;
      }
      expect(seen.toSorted()).toEqual(names);
      const [newest] = await listVersions(database().pool, { limit: 1 });
      await store('v7');
      const [later] = await listVersions(database().pool, { limit: 1 });
      expect(later).toEqual({ version: 'v7', author: 'key_1', note: null, createdAtMs: expect.any(Number) });
      expect(later?.createdAtMs).toBeGreaterThan(newest?.createdAtMs ?? 0);
    });
  });

  describe('versions that wait', () => {
    it('are those stored since the last activation that were never live and are in no shadow', async () => {
      const { pool } = database();
      const waiting = async (live = 'v0') =>
        (await listWaiting(pool, { live, limit: 2 })).map(({ version }) => version);
      await store('v1');
      expect([await waiting(), await waiting('v1')]).toEqual([['v1'], []]);
      await make('v1');
      expect(await waiting('v1')).toEqual([]);
      for (const version of ['v2', 'v3', 'v4']) await store(version);
      expect(await waiting('v1')).toEqual(['v4', 'v3']);
      await setShadow(pool, 'v4', 'key_1');
      expect(await waiting('v1')).toEqual(['v3', 'v2']);
      await make('v2');
      expect(await waiting('v2')).toEqual([]);
    });
  });

  describe('activations', () => {
    it('put the latest one in force, and remember all before it', async () => {
      await store('v1', 'v2');
      expect(await activeVersion(database().pool)).toBeNull();
      await make('v1');
      const breakGlass = {
        version: 'v2',
        author: 'key_2',
        note: 'attack',
        kind: 'break_glass',
        expiresAtMs: 5,
      } as const;
      const second = await activate(database().pool, breakGlass);
      expect(second).toEqual({ ...breakGlass, seq: 2, atMs: expect.any(Number) });
      expect(await activeVersion(database().pool)).toEqual(second);
      await make('v1');
      const versions = (await listActivations(database().pool, 10)).map(({ version }) => version);
      expect(versions).toEqual(['v1', 'v2', 'v1']);
      expect(await listActivations(database().pool, 2)).toHaveLength(2);
    });

    it('change nothing where another one than expected is in force, and say which', async () => {
      await store('v1', 'v2');
      const first = (await make('v1', { activeSeq: null })) as Activation;
      expect(await make('v2', { activeSeq: null })).toEqual({ conflict: first });
      expect(await activeVersion(database().pool)).toEqual(first);
      expect(await make('v2', { activeSeq: first.seq })).toMatchObject({ version: 'v2' });
    });

    it('name the lack of any where one was expected', async () => {
      await store('v1');
      expect(await make('v1', { activeSeq: 1 })).toEqual({ conflict: null });
    });

    it('expecting the same at the same time let one through', async () => {
      await store('v1');
      const results = await Promise.all(Array.from({ length: 5 }, () => make('v1', { activeSeq: null })));
      expect(results.filter((result) => 'seq' in result)).toHaveLength(1);
      expect(await listActivations(database().pool, 10)).toHaveLength(1);
    });

    it('of a version that was never stored are refused', async () => {
      await expect(make('nowhere')).rejects.toMatchObject(MISSING_VERSION);
      expect(await activeVersion(database().pool)).toBeNull();
    });
  });

  describe('the shadow', () => {
    it('is the version that was set last, until it is ended', async () => {
      await store('v1', 'v2');
      expect(await currentShadow(database().pool)).toBeNull();
      await setShadow(database().pool, 'v1', 'key_1');
      await setShadow(database().pool, 'v2', 'key_2');
      const sinceMs = expect.any(Number);
      expect(await currentShadow(database().pool)).toEqual({ version: 'v2', author: 'key_2', sinceMs });
      await setShadow(database().pool, null, 'key_1');
      expect(await currentShadow(database().pool)).toBeNull();
      await expect(setShadow(database().pool, 'nowhere', 'key_1')).rejects.toMatchObject(MISSING_VERSION);
    });

    it('keeps each difference once, counts them, and lists the latest first, page by page', async () => {
      const outcomes = ['decline', 'challenge', 'decline'] as const;
      const differences = outcomes.map((shadowOutcome, index) => {
        return { ...DIFFERENCE, decisionId: `dec_${index}`, shadowOutcome };
      });
      for (const difference of [...differences, ...differences]) await recordDifference(database().pool, difference);
      await recordDifference(database().pool, { ...DIFFERENCE, shadowVersion: 'v3' });
      const latest = await listDifferences(database().pool, 'v2', { limit: 2 });
      expect(latest.map(({ seq: _, ...difference }) => difference)).toEqual([differences[2], differences[1]]);
      const after = latest[1]?.seq ?? 0;
      expect(await listDifferences(database().pool, 'v2', { limit: 2, after })).toMatchObject([differences[0] ?? {}]);
      const declines = { outcome: 'approve', shadowOutcome: 'decline', limit: 9 } as const;
      expect(await listDifferences(database().pool, 'v2', declines)).toMatchObject([differences[2], differences[0]]);
      expect(await listDifferences(database().pool, 'v2', { outcome: 'decline', limit: 9 })).toEqual([]);
      expect(await countDifferences(database().pool, 'v2')).toEqual({
        total: 3,
        outcomes: [
          { outcome: 'approve', shadowOutcome: 'decline', count: 2 },
          { outcome: 'approve', shadowOutcome: 'challenge', count: 1 },
        ],
      });
    });

    it('tells the differences of one scope from those of another', async () => {
      const scope = { livemode: true, account: 'acct_1' };
      await recordDifference(database().pool, { ...DIFFERENCE, decisionId: 'dec_1', ...scope });
      await recordDifference(database().pool, { ...DIFFERENCE, decisionId: 'dec_2', ...scope, account: null });
      const found = await listDifferences(database().pool, 'v2', { scope, limit: 9 });
      expect(found).toMatchObject([{ decisionId: 'dec_1', ...scope }]);
      expect(await countDifferences(database().pool, 'v2', scope)).toMatchObject({ total: 1 });
      expect(await countDifferences(database().pool, 'v2')).toMatchObject({ total: 2 });
    });
  });

  describe('the state that processes follow', () => {
    it('is empty at first', async () => {
      const nothing = { activation: null, shadow: null, listSeq: expect.any(Number), breaks: [] };
      expect(await policyState(database().pool)).toEqual(nothing);
    });

    it('tells the activation, the shadow and the broken rules of the active version', async () => {
      await store('v1', 'v2');
      const activation = await make('v2');
      await setShadow(database().pool, 'v1', 'key_1');
      const fault = { reason: 'declines 9 % instead of 1 %', author: 'system' };
      await breakRule(database().pool, { ...fault, version: 'v2', rule: 'velocity' });
      await breakRule(database().pool, { ...fault, version: 'v2', rule: 'country' });
      await breakRule(database().pool, { ...fault, version: 'v2', rule: 'country', reason: 'again' });
      await breakRule(database().pool, { ...fault, version: 'v1', rule: 'other' });
      const state = { activation, shadow: 'v1', breaks: ['country', 'velocity'] };
      expect(await policyState(database().pool)).toMatchObject(state);
      await make('v1');
      expect(await policyState(database().pool)).toMatchObject({ activation: { version: 'v1' }, breaks: ['other'] });
    });
  });
}

const VERSION = { files: [{ name: 'portfolios.yaml', text: 'portfolios: []' }], author: 'key_1', note: null };

const DIFFERENCE: ShadowDifference = {
  decisionId: 'dec_0',
  livemode: false,
  account: null,
  askedAtMs: 1_763_000_000_123,
  version: 'v1',
  shadowVersion: 'v2',
  outcome: 'approve',
  shadowOutcome: 'decline',
  reasons: ['nothing_matched'],
  shadowReasons: ['a, "b"', '{}'],
};
