import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files, openStage, type Stage, stricter } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const TWO = files({
  'portfolios.yaml': `portfolios:
  - { name: virtual, when: ":card_type:='virtual'", profile: strict }
  - { name: everyone, profile: only }
`,
  'profiles/strict.yaml':
    'thresholds: { fraud_risk_score: { decline: 25 } }\non_missing: { fraud_risk_score: review }\n',
});

describe('the risk appetites of a version', () => {
  it('are its profiles with all settings, and the portfolios that are under each', async () => {
    await stage.client.policy.apply({ files: TWO });
    const { data } = await stage.client.profiles.list();
    expect(data.map(({ name, portfolios }) => [name, portfolios])).toEqual([
      ['only', ['everyone']],
      ['strict', ['virtual']],
    ]);
    expect(data[1]?.settings).toMatchObject({
      thresholds: { fraud_risk_score: { decline: 25 } },
      on_missing: { fraud_risk_score: 'review' },
      on_error: 'review',
      deadline_ms: 1200,
    });
  });

  it('own cards by the portfolios in their order, page by page', async () => {
    const first = await stage.client.portfolios.list({ limit: 1 });
    expect(first.data).toEqual([{ name: 'virtual', when: ":card_type: = 'virtual'", profile: 'strict' }]);
    const all: string[] = [];
    for await (const { name } of stage.client.portfolios.each({ limit: 1 })) all.push(name);
    expect(all).toEqual(['virtual', 'everyone']);
  });

  it('can be had of any stored version', async () => {
    const { rollback_to: before } = await stage.client.policy.current();
    const { data } = await stage.client.profiles.list({ version: before ?? '' });
    expect(data.map(({ name }) => name)).toEqual(['only']);
  });
});

describe('the version in force', () => {
  it('says to which one a rollback would go, and none where nothing was live before', async () => {
    const other = await openStage();
    try {
      const { version: first, rollback_to: nothing } = await other.client.policy.current();
      expect(nothing).toBeNull();
      await other.client.policy.apply({ files: stricter(60) });
      expect((await other.client.policy.current()).rollback_to).toBe(first);
      await other.client.policy.rollback();
      expect(await other.client.policy.current()).toMatchObject({ version: first, rollback_to: null });
    } finally {
      await other.close();
    }
  });

  it('is compared to another one as data, setting by setting', async () => {
    const { changes } = await stage.client.policy.diff({ to: (await stage.client.policy.current()).rollback_to ?? '' });
    expect(changes.parts).toContainEqual({
      kind: 'portfolio',
      name: 'virtual',
      change: 'removed',
      fields: [
        { field: 'when', before: ":card_type: = 'virtual'", after: null },
        { field: 'profile', before: 'strict', after: null },
      ],
    });
    expect(changes.portfolioOrder).toEqual({ before: ['virtual', 'everyone'], after: ['everyone'] });
  });
});
