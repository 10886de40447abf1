import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckReport, CountersignError } from '../../../../src/sdk/index.ts';
import { files, openStage, type Stage, stricter } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof CountersignError)) throw new Error(`no problem: ${error}`);
  return error;
}

/** The text that a diagnostic is about. */
function textAt(
  all: readonly { readonly name: string; readonly text: string }[],
  { path, line, column, end_line, end_column }: CheckReport['diagnostics'][number],
): string {
  const lines = (all.find(({ name }) => name === path)?.text ?? '').split('\n').slice(line - 1, end_line);
  const last = lines.at(-1)?.slice(0, end_column - 1) ?? '';
  return [...lines.slice(0, -1), last].join('\n').slice(column - 1);
}

describe('a policy, from check to rollback', () => {
  it('is the folder’s until one is applied', async () => {
    const current = await stage.client.policy.current();
    expect(current).toMatchObject({ from: 'folder', activation: null, shadow: null, broken_rules: [] });
    expect(current.portfolios).toEqual([{ name: 'everyone', profile: 'only' }]);
  });

  it('is checked without being stored, with the place of every fault', async () => {
    const sound = await stage.client.policy.check({ files: stricter(60) });
    expect(sound).toMatchObject({ sound: true, version: expect.stringMatching(/^pol_/) });
    const broken = files({ 'rules/lists.yaml': "rules:\n  - { id: x, rule: 'Block if :amout: > 5' }\n" });
    const report = await stage.client.policy.check({ files: broken });
    expect(report).toMatchObject({ sound: false, version: null });
    expect(report.diagnostics[0]).toMatchObject({
      severity: 'error',
      path: 'rules/lists.yaml',
      line: 2,
      hint: expect.stringContaining('amount'),
    });
    expect(report.diagnostics.map((found) => textAt(broken, found))).toEqual([':amout:']);
    const { data } = await stage.client.policy.versions();
    expect(data.map(({ version }) => version)).not.toContain(sound.version);
  });

  it('is checked with the text of every fault, whatever it is spelled in', async () => {
    const rules = [
      'rules:',
      '  - id: quoted',
      '    rule: "Block if :merchant_country: = \'Germany\' and :amout: > 5"',
      '  - id: folded',
      '    rule: >-',
      '      Block if :amount: > 5',
      "      and :fraud_risk_level: = 'severe'",
      '    modus: live',
    ];
    const broken = files({
      'rules/lists.yaml': `${rules.join('\n')}\n`,
      'features/a.scowl': 'event authorization\nx := Cuont(by card last 1 day)\n',
      'portfolios.yaml': 'portfolios: [{ name: everyone, profile: onyl }]\n',
    });
    const { diagnostics } = await stage.client.policy.check({ files: broken });
    expect(diagnostics.map((found) => [found.path, textAt(broken, found)])).toEqual([
      ['features/a.scowl', 'Cuont'],
      ['portfolios.yaml', 'onyl'],
      ['rules/lists.yaml', "'Germany'"],
      ['rules/lists.yaml', ':amout:'],
      ['rules/lists.yaml', "'severe'"],
      ['rules/lists.yaml', 'modus'],
    ]);
    const without = broken.filter(({ name }) => name !== 'portfolios.yaml');
    const missing = await stage.client.policy.check({ files: without });
    expect(missing.diagnostics).toContainEqual(expect.objectContaining({ path: 'portfolios.yaml', line: 1 }));
  });

  it('is checked with its cases, each with its place, or without them', async () => {
    const cases =
      'cases:\n  - { name: passes, expect: { outcome: approve } }\n  - { name: fails, expect: { outcome: decline } }\n';
    const all = files({ 'cases/a.yaml': cases });
    const whole = await stage.client.policy.check({ files: all });
    expect(whole.sound).toBe(false);
    expect(whole.cases).toMatchObject([
      { name: 'passes', path: 'cases/a.yaml', line: 2, passed: true, differences: [] },
      { name: 'fails', path: 'cases/a.yaml', line: 3, passed: false, differences: [expect.stringMatching(/decline/)] },
    ]);
    const quick = await stage.client.policy.check({ files: all, cases: false });
    expect(quick).toMatchObject({ sound: true, cases: [], version: whole.version });
  });

  it('is applied, live in this process at once, and said with who did it', async () => {
    const before = await stage.client.policy.current();
    const applied = await stage.client.policy.apply({ files: stricter(60), note: 'a stricter spring' });
    expect(applied).toMatchObject({ state: 'live', activation: { kind: 'apply', note: 'a stricter spring' } });
    expect(applied.activation?.by).toEqual({ id: stage.admin.id, name: 'someone with admin' });
    const after = await stage.client.policy.current();
    expect([after.version, after.from]).toEqual([applied.version, 'applied']);
    expect(stage.live.current().version).toBe(applied.version);
    const whole = await stage.client.policy.version(applied.version);
    expect(whole.files.find(({ name }) => name === 'profiles/only.yaml')?.text).toContain('60');
    const diff = await stage.client.policy.diff({ from: before.version });
    expect(diff).toMatchObject({ from: before.version, to: applied.version, same: false });
    expect(diff.text).toMatch(/75.*60/s);
    expect((await stage.client.policy.diffFiles({ files: stricter(60) })).same).toBe(true);
  });

  it('is not applied with an error, with all that is wrong in the problem', async () => {
    const error = await problemOf(
      stage.client.policy.apply({ files: files({ 'profiles/only.yaml': 'thresholds: 5' }) }),
    );
    expect(error).toMatchObject({ code: 'faulty_policy', status: 422 });
    expect(error.problem?.diagnostics?.length).toBeGreaterThan(0);
  });

  it('is not applied over what somebody activated meanwhile', async () => {
    const expected_active = 'pol_0000000000000000';
    const error = await problemOf(stage.client.policy.apply({ files: stricter(55), expected_active }));
    expect(error).toMatchObject({ code: 'conflict', status: 409 });
  });

  it('says that there is nothing to apply', async () => {
    const again = await stage.client.policy.apply({ files: stricter(60) });
    expect(again.state).toBe('unchanged');
  });

  it('goes back by one step, and forward by activating', async () => {
    const { version: latest } = await stage.client.policy.apply({ files: stricter(50) });
    const back = await stage.client.policy.rollback({ note: 'too strict' });
    expect(back).toMatchObject({ state: 'live', activation: { kind: 'rollback' } });
    expect(back.version).not.toBe(latest);
    const forward = await stage.client.policy.activate(latest);
    expect(forward).toMatchObject({ state: 'live', version: latest });
    const { data } = await stage.client.policy.activations({ limit: 2 });
    expect(data.map(({ version }) => version)).toEqual([latest, back.version]);
    expect(await problemOf(stage.client.policy.activate('pol_0000000000000000'))).toMatchObject({ code: 'not_found' });
  });

  it('has a shadow that is set, seen and ended', async () => {
    const { version } = await stage.client.policy.current();
    const set = await stage.client.policy.setShadow({ files: stricter(20) });
    expect(set.shadow?.by.id).toBe(stage.admin.id);
    expect((await stage.client.policy.current()).shadow).toBe(set.shadow?.version);
    const none = { data: [], next: null, total: 0, decisions: 0, outcomes: [] };
    expect(await stage.client.policy.shadowDifferences()).toEqual(none);
    expect(await problemOf(stage.client.policy.setShadow({ version }))).toMatchObject({ code: 'refused' });
    expect((await stage.client.policy.endShadow()).shadow).toBeNull();
    expect(await problemOf(stage.client.policy.shadowDifferences())).toMatchObject({ code: 'not_found' });
  });

  it('break-glass wants the scope admin', async () => {
    const { client } = await stage.keyed(['policy']);
    const error = await problemOf(client.policy.apply({ files: stricter(10), break_glass: {} }));
    expect(error).toMatchObject({ code: 'refused', status: 403 });
    const { activation } = await stage.client.policy.apply({ files: stricter(10), break_glass: {} });
    expect(activation).toMatchObject({ kind: 'break_glass', expires_at: expect.stringMatching(/^20/) });
  });

  it('rules of any version are listed by id, page by page', async () => {
    const rules = ['c', 'a', 'b'].map((id) => `  - { id: ${id}, rule: 'Block if :amount: > 5', mode: shadow }\n`);
    const { version } = await stage.client.policy.apply({
      files: files({ 'rules/lists.yaml': `rules:\n${rules.join('')}` }),
    });
    const first = await stage.client.rules.list({ version, limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(['a', 'b']);
    const ids: string[] = [];
    for await (const { id } of stage.client.rules.each({ limit: 1 })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(first.data[0]).toMatchObject({ action: 'block', rule: 'Block if :amount: > 5', mode: 'shadow' });
  });

  it('every act stands in the audit, newest first', async () => {
    const { data } = await stage.client.audit.list({ limit: 100 });
    const acts = new Set(data.map(({ act }) => act));
    for (const act of ['policy.apply', 'policy.rollback', 'policy.shadow']) expect(acts).toContain(act);
    expect(data.every(({ by }) => by !== null)).toBe(true);
  });
});

describe('four eyes', () => {
  it('lets the author store, and somebody else make it live who may approve', async () => {
    const other = await openStage({ isFourEyes: true });
    try {
      const author = await other.keyed(['policy', 'read']);
      const stored = await author.client.policy.apply({ files: stricter(40), note: 'for two' });
      expect(stored).toMatchObject({ state: 'waiting', activation: null });
      const before = await author.client.policy.current();
      expect(before.version).not.toBe(stored.version);
      expect(before).toMatchObject({
        four_eyes: true,
        waiting: [{ version: stored.version, by: { id: author.id }, note: 'for two' }],
      });
      expect(await problemOf(author.client.policy.activate(stored.version))).toMatchObject({ code: 'refused' });
      const { client: second } = await other.keyed(['policy', 'read']);
      expect(await problemOf(second.policy.activate(stored.version))).toMatchObject({ code: 'refused' });
      const { client: approver } = await other.keyed(['policy', 'approve']);
      const { state } = await approver.policy.activate(stored.version);
      expect(state).toBe('live');
      expect((await author.client.policy.current()).waiting).toEqual([]);
      await author.client.policy.setShadow({ files: stricter(30) });
      expect((await author.client.policy.current()).waiting).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
