import { describe, expect, test } from 'vitest';
import { filesOf, live, openStage, rulesFile, withThreshold } from './stage.ts';

const stage = await openStage();
const { alice, bob } = stage;
const HOUR_MS = 3_600_000;

async function apply(decline: number, breakGlassMs: number | null = null) {
  const breakGlass = breakGlassMs === null ? null : { isAdmin: true, expiresMs: Date.now() + breakGlassMs };
  return live(await stage.publisher().apply({ files: withThreshold(decline), author: alice, note: null, breakGlass }));
}

describe('rollback', () => {
  test('goes one step back, then another, then says that there is none', async () => {
    const [first, second] = [await apply(50), await apply(60)];
    await apply(70);
    const publisher = stage.publisher();
    for (const { version } of [second, first]) {
      const outcome = await publisher.rollback({ author: bob, note: 'too many declines' });
      expect(live(outcome)).toMatchObject({ version, author: bob, kind: 'rollback', note: 'too many declines' });
    }
    const outcome = await publisher.rollback({ author: bob, note: null });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'nothing_before' });
    expect((await stage.acts()).slice(-2)).toEqual([
      `bob policy.rollback ${second.version}`,
      `bob policy.rollback ${first.version}`,
    ]);
  });

  test('goes to any version that was live, even past four eyes', async () => {
    const first = await apply(50);
    await apply(60);
    await apply(70);
    const publisher = stage.publisher({ isFourEyes: true });
    expect(live(await publisher.rollback({ to: first.version, author: alice, note: null })).version).toBe(
      first.version,
    );
    const again = await publisher.rollback({ to: first.version, author: alice, note: null });
    expect(again).toMatchObject({ kind: 'unchanged' });
  });

  test('goes to no version that was never live, nor to one whose time is over', async () => {
    await apply(50);
    const publisher = stage.publisher();
    const shadow = await publisher.shadow({ shadow: { files: withThreshold(99) }, author: alice, note: null });
    if (shadow.kind !== 'shadowed') throw new Error(shadow.message);
    const short = await apply(60, HOUR_MS);
    await apply(70);
    const to = (version: string, aheadMs = 0) =>
      stage.publisher({ aheadMs }).rollback({ to: version, author: alice, note: null });
    expect(await to('pol_nothing')).toMatchObject({ kind: 'unknown' });
    expect(await to(shadow.version)).toMatchObject({ kind: 'refused', reason: 'never_live' });
    expect(await to(short.version, 2 * HOUR_MS)).toMatchObject({ kind: 'refused', reason: 'ended' });
    expect(live(await to(short.version))).toMatchObject({ kind: 'rollback', expiresAtMs: short.expiresAtMs });
  });
});

describe('a sweep', () => {
  test('leaves a break-glass version live until its end, and then makes the one before live again', async () => {
    const before = await apply(50);
    await apply(60, HOUR_MS);
    const last = await apply(70, 2 * HOUR_MS);
    const publisher = stage.publisher();
    const nothing = { restored: null, reviewsDue: [] };
    expect(await publisher.sweep(Date.now() + 1.9 * HOUR_MS)).toEqual(nothing);
    const { restored } = await publisher.sweep(Date.now() + 2.1 * HOUR_MS);
    expect(restored).toMatchObject({ version: before.version, kind: 'expiry', author: 'system', expiresAtMs: null });
    expect(restored?.note).toBe(`${last.version} was live until now`);
    expect(await publisher.sweep(Date.now() + 2.2 * HOUR_MS)).toEqual(nothing);
    expect((await stage.acts()).at(-1)).toBe(`system policy.expiry ${before.version}`);
  });

  test('by several processes at once ends a version once', async () => {
    await apply(50);
    await apply(60, HOUR_MS);
    const later = Date.now() + 2 * HOUR_MS;
    const swept = await Promise.all([1, 2, 3, 4].map(() => stage.publisher().sweep(later)));
    expect(swept.filter(({ restored }) => restored !== null)).toHaveLength(1);
    expect(await stage.publisher().history(9)).toHaveLength(3);
  });

  test('leaves what has ended live where there is nothing to go back to', async () => {
    const only = await apply(50, HOUR_MS);
    expect(await stage.publisher().sweep(Date.now() + 2 * HOUR_MS)).toMatchObject({ restored: null });
    expect((await stage.publisher().history(1))[0]?.version).toBe(only.version);
  });

  test('asks once for a review of each rule of the live version that has ended', async () => {
    const rule = (id: string, more: object) => ({ id, rule: 'Block if :amount: > 9', ...more });
    const ended = { expires: '2026-02-03' };
    const rules = rulesFile(rule('over', ended), rule('lasting', {}), rule('off', { ...ended, mode: 'off' }));
    const applying = { author: alice, note: null };
    const { version } = live(await stage.publisher().apply({ files: filesOf(rules), ...applying }));

    const nowMs = Date.parse('2026-02-04');
    const processes = Array.from({ length: 6 }, () => stage.publisher());
    for (const each of processes) {
      expect(await each.sweep(Date.parse('2026-02-02'))).toMatchObject({ reviewsDue: [] });
    }
    // The version is known to all of them by now: nothing but the database keeps them apart.
    const swept = await Promise.all(processes.map((each) => each.sweep(nowMs)));
    expect(swept.flatMap(({ reviewsDue }) => reviewsDue)).toEqual(['over']);
    const row = (await stage.audit()).at(-1);
    expect(row).toMatchObject({ actor: 'system', act: 'review_due', subject: version });
    expect(row?.detail).toEqual({ cause: 'rule_expired', rule: 'over', expired_at: '2026-02-03T00:00:00.000Z' });

    const next = filesOf({ ...rules, 'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 60 } }' });
    live(await stage.publisher().apply({ files: next, ...applying }));
    expect(await stage.publisher().sweep(nowMs)).toMatchObject({ reviewsDue: [] });
  });
});
