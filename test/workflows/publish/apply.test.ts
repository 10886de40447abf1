import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { filesOf, live, openStage, rulesFile, withThreshold } from './stage.ts';

const stage = await openStage();
const { alice, bob } = stage;

describe('apply', () => {
  test('stores the files as a version and makes it live, in its author’s name', async () => {
    const publisher = stage.publisher();
    const activation = live(await publisher.apply({ files: filesOf(), author: alice, note: 'the first' }));
    expect(activation).toMatchObject({ author: alice, note: 'the first', kind: 'apply', expiresAtMs: null });
    expect(await publisher.history(9)).toEqual([activation]);
    const pulled = await publisher.pull();
    expect(pulled?.version).toBe(activation.version);
    expect(pulled?.files.map(({ name, source }) => [name, source.text])).toEqual(
      filesOf().map(({ name, source }) => [name, source.text]),
    );
    expect(await stage.acts()).toEqual([
      `alice policy.store ${activation.version}`,
      `alice policy.apply ${activation.version}`,
    ]);
  });

  test('is refused with every fault where check finds one, and stores nothing', async () => {
    const publisher = stage.publisher();
    const files = filesOf(
      rulesFile({ id: 'a', rule: 'Block if :amont: > 1' }, { id: 'b', rule: 'Block if :amuont: > 1' }),
    );
    const outcome = await publisher.apply({ files, author: alice, note: null });
    expect(outcome).toMatchObject({ kind: 'faulty', message: 'not applied: the policy has 2 errors' });
    expect(outcome.kind === 'faulty' && outcome.diagnostics.map(formatDiagnostic).join('\n')).toContain(
      'policies/rules/all.yaml:1:',
    );
    expect(await publisher.history(9)).toEqual([]);
    expect(await stage.acts()).toEqual([]);
  });

  test('is refused where a case fails, with the difference', async () => {
    const cases = { cases: [{ name: 'a small purchase', expect: { outcome: 'decline' } }] };
    const files = filesOf({ 'cases/a.yaml': JSON.stringify(cases) });
    const outcome = await stage.publisher().apply({ files, author: alice, note: null });
    expect(outcome).toMatchObject({
      kind: 'failing',
      message: 'not applied: 1 of 1 case failed',
      cases: [{ name: 'a small purchase', isPassed: false }],
    });
    expect(await stage.acts()).toEqual([]);
  });

  test('of what is live already changes nothing, whatever its comments and layout', async () => {
    const publisher = stage.publisher();
    const { version } = live(await publisher.apply({ files: filesOf(), author: alice, note: null }));
    const commented = filesOf({ 'profiles/a.yaml': '# fifty\nthresholds:\n  fraud_risk_score: { decline: 50 }\n' });
    expect(await publisher.apply({ files: commented, author: bob, note: null })).toEqual({
      kind: 'unchanged',
      version,
      message: `${version} is live already: nothing to apply`,
    });
    expect(await publisher.history(9)).toHaveLength(1);
  });

  test('made from a version that is not live any more is a conflict that says which one is', async () => {
    const publisher = stage.publisher();
    const first = live(await publisher.apply({ files: filesOf(), author: alice, note: null }));
    const second = live(
      await publisher.apply({ files: withThreshold(60), author: bob, note: null, expectedActive: first.version }),
    );
    const late = { files: withThreshold(70), author: alice, note: null, expectedActive: first.version };
    expect(await publisher.apply(late)).toEqual({
      kind: 'conflict',
      active: second,
      message: `not done: meanwhile ${second.version} is live`,
    });
    expect(await stage.acts()).toHaveLength(4);
  });

  test('by two people at once lets one of them win, and the other one hear of it', async () => {
    const applied = live(await stage.publisher().apply({ files: filesOf(), author: alice, note: null }));
    const outcomes = await Promise.all(
      [60, 70, 80].map((decline) => {
        const files = withThreshold(decline);
        return stage.publisher().apply({ files, author: bob, note: null, expectedActive: applied.version });
      }),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'conflict', 'live']);
    expect(await stage.publisher().history(9)).toHaveLength(2);
  });

  test('for the first time leaves a way back to what the service started with', async () => {
    const plain = stage.publisher();
    const shipped = await plain.shadow({ shadow: { files: filesOf() }, author: alice, note: null });
    if (shipped.kind !== 'shadowed') throw new Error(shipped.message);
    const publisher = stage.publisher({ live: shipped.version });
    const files = withThreshold(60);
    live(await publisher.apply({ files, author: alice, note: null, expectedActive: shipped.version }));
    const back = live(await publisher.rollback({ author: bob, note: null }));
    expect(back).toMatchObject({ version: shipped.version, kind: 'rollback', author: bob });
    expect(await stage.acts()).toContain(`system policy.apply ${shipped.version}`);
  });

  test('by an actor that nobody knows is not done: what can’t be in the audit does not happen', async () => {
    const publisher = stage.publisher();
    await expect(publisher.apply({ files: filesOf(), author: 'key_nobody', note: null })).rejects.toThrow('key_nobody');
    expect(await publisher.history(9)).toEqual([]);
    expect(await publisher.pull()).toBeNull();
  });
});

describe('with four eyes', () => {
  test('a version waits until somebody other than its author makes it live', async () => {
    const publisher = stage.publisher({ isFourEyes: true });
    const waiting = await publisher.apply({ files: filesOf(), author: alice, note: 'please look' });
    if (waiting.kind !== 'waiting') throw new Error(waiting.message);
    expect(waiting).toMatchObject({ author: alice, warnings: [] });
    expect(await publisher.history(9)).toEqual([]);
    const { version } = waiting;

    const again = { version, author: alice, note: null };
    expect(await publisher.activate(again)).toMatchObject({ kind: 'refused', reason: 'own_version' });
    expect(await publisher.apply({ files: filesOf(), author: alice, note: null })).toMatchObject({ kind: 'waiting' });
    const second = { version, author: bob, note: 'looked' };
    expect(await publisher.activate(second)).toMatchObject({ kind: 'refused', reason: 'not_approver' });
    expect(await publisher.apply({ files: filesOf(), author: bob, note: null })).toMatchObject({ kind: 'waiting' });
    expect(live(await publisher.activate({ ...second, mayApprove: true }))).toMatchObject({ author: bob });
    expect(await stage.acts()).toEqual([`alice policy.store ${version}`, `bob policy.apply ${version}`]);
  });

  test('break-glass makes a version of one’s own live at once, for a while, and demands a review', async () => {
    const publisher = stage.publisher({ isFourEyes: true });
    const breakGlass = { isAdmin: true, expiresMs: null };
    const before = Date.now();
    const activation = live(await publisher.apply({ files: filesOf(), author: alice, note: 'attack', breakGlass }));
    expect(activation.kind).toBe('break_glass');
    expect(activation.expiresAtMs).toBeGreaterThanOrEqual(before + limits.breakGlassMs);
    const { version } = activation;
    expect(await stage.acts()).toEqual([
      `alice policy.store ${version}`,
      `alice policy.break_glass ${version}`,
      `alice review_due ${version}`,
    ]);
    const due = (await stage.audit()).at(-1);
    const expires = new Date(activation.expiresAtMs ?? 0).toISOString();
    expect(due?.detail).toEqual({ cause: 'break_glass', expires_at: expires });

    const stays = await publisher.apply({ files: filesOf(), author: bob, mayApprove: true, note: null });
    expect(live(stays)).toMatchObject({ kind: 'apply', expiresAtMs: null });
  });

  test.each([
    ['by somebody who is no admin', { isAdmin: false, expiresMs: null }, 'not_admin'],
    ['that ended before it began', { isAdmin: true, expiresMs: 1 }, 'expiry'],
    ['without an end in sight', { isAdmin: true, expiresMs: Date.now() + 2 * limits.maxBreakGlassMs }, 'expiry'],
  ])('break-glass %s is refused', async (_, breakGlass, reason) => {
    const outcome = await stage.publisher().apply({ files: filesOf(), author: alice, note: null, breakGlass });
    expect(outcome).toMatchObject({ kind: 'refused', reason });
    expect(await stage.acts()).toEqual([]);
  });
});

describe('activate', () => {
  test('of a version that is not stored says so', async () => {
    const outcome = await stage.publisher().activate({ version: 'pol_nothing', author: alice, note: null });
    expect(outcome).toEqual({ kind: 'unknown', version: 'pol_nothing', message: 'there is no version pol_nothing' });
  });

  test('of a version in shadow ends the shadow', async () => {
    const publisher = stage.publisher();
    live(await publisher.apply({ files: filesOf(), author: alice, note: null }));
    const shadow = await publisher.shadow({ shadow: { files: withThreshold(60) }, author: alice, note: null });
    if (shadow.kind !== 'shadowed') throw new Error(shadow.message);
    live(await publisher.activate({ version: shadow.version, author: alice, note: null }));
    expect(await publisher.shadow({ shadow: null, author: alice, note: null })).toMatchObject({ version: null });
  });
});
