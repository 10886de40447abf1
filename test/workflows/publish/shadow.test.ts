import { describe, expect, test } from 'vitest';
import { filesOf, live, openStage, withThreshold } from './stage.ts';

const stage = await openStage();
const { alice, bob } = stage;

async function apply(decline: number): Promise<string> {
  const request = { files: withThreshold(decline), author: alice, note: null };
  return live(await stage.publisher().apply(request)).version;
}

describe('shadow', () => {
  test('takes files, also such whose cases fail, and ends', async () => {
    const cases = { cases: [{ name: 'a small purchase', expect: { outcome: 'decline' } }] };
    const files = filesOf({ 'cases/a.yaml': JSON.stringify(cases) });
    const publisher = stage.publisher({ isFourEyes: true });
    const outcome = await publisher.shadow({ shadow: { files }, author: alice, note: 'try it' });
    if (outcome.kind !== 'shadowed') throw new Error(outcome.message);
    const ended = await publisher.shadow({ shadow: null, author: bob, note: null });
    expect(ended).toMatchObject({ kind: 'ended', version: outcome.version });
    expect(await stage.acts()).toEqual([
      `alice policy.store ${outcome.version}`,
      `alice policy.shadow ${outcome.version}`,
      `bob policy.shadow_end ${outcome.version}`,
    ]);
    expect(await publisher.shadow({ shadow: null, author: bob, note: null })).toMatchObject({ version: null });
    expect(await publisher.history(9)).toEqual([]);
  });

  test('takes a stored version, and refuses one that is not there, is live, or has errors', async () => {
    const [first, second] = [await apply(50), await apply(60)];
    const shadow = (shadow: Parameters<typeof publisher.shadow>[0]['shadow']) =>
      publisher.shadow({ shadow, author: alice, note: null });
    const publisher = stage.publisher();
    expect(await shadow({ version: first })).toMatchObject({ kind: 'shadowed', version: first });
    expect(await shadow({ version: 'pol_nothing' })).toMatchObject({ kind: 'unknown' });
    expect(await shadow({ version: second })).toMatchObject({ kind: 'refused', reason: 'is_live' });
    expect(await shadow({ files: filesOf({ 'profiles/a.yaml': 'x' }) })).toMatchObject({ kind: 'faulty' });
  });
});

describe('diff and pull', () => {
  test('compare versions, files and what is live', async () => {
    const [first, second] = [await apply(50), await apply(60)];
    const publisher = stage.publisher();
    const compared = await publisher.diff({ version: first }, 'active');
    expect(compared).toMatchObject({
      kind: 'diff',
      diff: { before: first, after: second },
      text: `${first} → ${second}\n\nProfiles\n  ~ a\n      thresholds.fraud_risk_score.decline: 50 → 60`,
    });
    const same = await publisher.diff('active', { files: withThreshold(60) });
    expect(same).toMatchObject({ kind: 'diff', text: `${second} → ${second}: the same version` });
    expect((await publisher.pull(first))?.files).toHaveLength(2);
    expect((await publisher.pull())?.version).toBe(second);
  });

  test('say which side is not there or has errors', async () => {
    const publisher = stage.publisher();
    expect(await publisher.pull()).toBeNull();
    expect(await publisher.diff('active', { files: filesOf() })).toEqual({
      kind: 'unknown',
      version: null,
      message: 'nothing is live that was stored',
    });
    await apply(50);
    expect(await publisher.diff('active', { version: 'pol_nothing' })).toMatchObject({ version: 'pol_nothing' });
    const broken = await publisher.diff({ files: filesOf({ 'profiles/a.yaml': 'x' }) }, 'active');
    expect(broken).toMatchObject({ kind: 'faulty', message: "the policy can't be compared: it has errors" });
  });
});
