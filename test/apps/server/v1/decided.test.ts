import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../../src/adapters/counters/memory-timelines.ts';
import { activate } from '../../../../src/adapters/store/database/policy-activations.ts';
import { storeVersion } from '../../../../src/adapters/store/database/policy-versions.ts';
import { breakRule } from '../../../../src/adapters/store/database/rule-breaks.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { runCases } from '../../../../src/core/decision/run-cases.ts';
import type { Policy } from '../../../../src/core/policy/policy.ts';
import type { DecisionFeatures } from '../../../../src/sdk/index.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { type LivedPast, livedPast } from '../../../support/lived.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { openStage, type Stage } from './stage.ts';

const FILES = {
  ...shippedFiles(),
  'rules/more.yaml': `rules:
  - { id: busy, rule: "Block if :total_authorizations_per_card_hourly: > 2" }
  - { id: mailbox, rule: "Review if :cardholder_email: like '%@example.org'" }
  - { id: watched, mode: shadow, rule: "Block if :fraud_risk_score: > 20" }
`,
};
const asList = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([name, text]) => ({ name, text }));

let stage: Stage;
let policy: Policy;
let past: LivedPast;
beforeAll(async () => {
  stage = await openStage();
  const { pool } = stage.database;
  policy = policyOf(FILES);
  past = await livedPast(policy, { seed: 'decided', days: 3, cardholders: 40, fraudShare: 0.4 });
  await storeVersion(pool, { version: policy.version, files: asList(FILES), author: 'a', note: null });
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(pool, past.texts.slice(at, at + 100));
  await takeToAsks(pool, { nowMs: Date.UTC(2026, 6, 1) });
}, 60_000);
afterAll(() => stage.close());

/** Every so many-th decision. */
const some = (every: number) => past.decisions.filter((_, index) => index % every === 0);
const of = (outcome: string) => past.decisions.find((record) => record.outcome === outcome)?.id ?? '';

describe('a case of a decision', () => {
  test('passes under the version that decided', async () => {
    let texts: Record<string, string> = {};
    for (const [index, { id, outcome, reasons }] of some(12).entries()) {
      const made = await stage.client.decisions.case(id);
      expect(made).toMatchObject({
        decision: id,
        version: policy.version,
        file: 'cases/decided.yaml',
        differences: [],
      });
      expect(made.case).toMatchObject({ name: made.name, expect: { outcome, reasons } });
      texts = { ...texts, [`cases/made_${index}.yaml`]: made.text };
    }
    const results = await runCases(
      policyOf({ ...FILES, ...texts }),
      { readAuthorization, openTimelines },
      { only: 'cases/made_' },
    );
    expect(results.length).toBeGreaterThan(15);
    expect(results.filter(({ isPassed }) => !isPassed)).toEqual([]);
  });

  test('passes, too, while the circuit breaker has one of its rules in shadow', async () => {
    const { pool } = stage.database;
    const { id, reasons } = past.decisions.find((record) => record.reasons.includes('busy')) ?? {};
    const { version } = policy;
    await activate(pool, { version, kind: 'apply', author: 'a', note: null, expiresAtMs: null });
    await breakRule(pool, { version, rule: 'busy', reason: 'it declines too much', author: 'system' });
    await stage.live.refresh();
    expect(stage.live.status()).toMatchObject({ version, broken: ['busy'] });
    const made = await stage.client.decisions.case(id ?? '');
    expect(made).toMatchObject({ differences: [], case: { expect: { reasons } } });
    await pool.query('truncate rule_breaks, policy_activations');
    await stage.live.refresh();
  });

  test('is not made of what no policy decided', async () => {
    const [record] = past.decisions;
    const stood = {
      ...record,
      id: 'dec_stand_in',
      event: 'evt_s',
      ask: 'iauth_s:0:1',
      answered_by: 'stand_in',
      counted: null,
    };
    await writeRecords(stage.database.pool, [JSON.stringify(stood)]);
    await expect(stage.client.decisions.case('dec_stand_in')).rejects.toMatchObject({ code: 'refused' });
    await expect(stage.client.decisions.again('dec_stand_in')).rejects.toMatchObject({ code: 'refused' });
    const { note } = await stage.client.decisions.features('dec_stand_in');
    expect(note).toBe('the stand-in answered, which reads no features');
  });
});

describe('a decision asked again', () => {
  test('by the version that decided is what it was', async () => {
    for (const { id, outcome, review, reasons } of some(5)) {
      const again = await stage.client.decisions.again(id);
      expect(again, id).toMatchObject({ known: true, same: true, outcome, review, reasons, version: policy.version });
      expect(again.changes, id).toEqual({ reasons_added: [], reasons_removed: [], rules: [] });
    }
  });

  test('by another profile tells what that one would have said, and why', async () => {
    const strict = past.decisions.find(
      ({ outcome, attributes }) => outcome === 'approve' && Number(attributes.fraud_risk_score) > 25,
    );
    const again = await stage.client.decisions.again(strict?.id ?? '', { profile: 'minimize-fraud' });
    expect(again).toMatchObject({ profile: 'minimize-fraud', outcome: 'decline', same: false });
    expect(again.changes.reasons_added).toContain('fraud_risk_score.decline');
    const [rule] = again.changes.rules.filter(({ id }) => id === 'fraud_risk_score.decline');
    expect(rule).toMatchObject({ action: 'block', from: 'not_matched', to: 'matched' });
    await expect(stage.client.decisions.again(strict?.id ?? '', { profile: 'none' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test('by a version that reads more names what was not recorded and says that it can not tell', async () => {
    const id = of('approve');
    const rules = 'rules:\n  - { id: new, rule: "Block if :asks: > 100 and is_missing(:merchant_city:)" }\n';
    const features = 'event authorization\nasks := Count(by card last 3 hours exclusive)\n';
    const files = { ...FILES, 'rules/new.yaml': rules, 'features/new.scowl': features };
    const { version } = policyOf(files);
    await storeVersion(stage.database.pool, { version, files: asList(files), author: 'a', note: null });
    const again = await stage.client.decisions.again(id, { version });
    expect(again).toMatchObject({ known: false, same: null });
    expect(again.unknown).toEqual(expect.arrayContaining(['asks', 'merchant_city']));
    // A folder is read where it keeps no answer waiting: stored, or in a check.
    const folder = { files: asList(files) } as object;
    await expect(stage.client.decisions.again(id, folder)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('wants the scope decide, and belongs to its world', async () => {
    const reader = await stage.keyed(['read']);
    await expect(reader.client.decisions.again(of('approve'))).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = await stage.keyed(['read', 'decide'], { livemode: false, account: 'acct_2' });
    for (const look of ['case', 'again', 'features', 'signals'] as const) {
      await expect(stranger.client.decisions[look](of('approve'))).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('the features of a decision', () => {
  const valueIn = ({ features }: DecisionFeatures, name: string) => features.find((each) => each.name === name)?.value;

  test('are told with their definitions, keys and windows', async () => {
    const record = past.decisions.at(-1);
    const said = await stage.client.decisions.features(record?.id ?? '');
    const hourly = said.features.find(({ name }) => name === 'total_authorizations_per_card_hourly');
    expect(hourly).toMatchObject({
      text: 'Count(by card last 1 hour exclusive)',
      read: true,
      value: record?.attributes.total_authorizations_per_card_hourly,
      counts: [
        { function: 'Count', by: [{ name: 'card', value: record?.card }], window_seconds: 3600, exclusive: true },
      ],
    });
    expect(said.behind).toBeNull();
    const made = said.features.find(({ name }) => name === 'usual_daily_amount_on_card');
    expect(made).toMatchObject({ counts: [], of: expect.arrayContaining(['total_amount_approved_on_card_weekly']) });
  });

  test('are told with the events that were counted, newest first', async () => {
    const feature = 'total_authorizations_per_card_weekly';
    const busy = past.decisions.at(-1)?.id ?? '';
    const said = await stage.client.decisions.features(busy, { feature });
    const [count] = said.behind?.counts ?? [];
    expect(count).toMatchObject({
      told: true,
      note: null,
      value: valueIn(said, feature),
      total: valueIn(said, feature),
    });
    expect(count?.events.length).toBe(valueIn(said, feature));
    const times = count?.events.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted().reverse());
    expect(count?.events[0]).toMatchObject({
      kind: 'authorization',
      decision: expect.stringMatching(/^dec_/),
      own: false,
    });
    await expect(stage.client.decisions.features(busy, { feature: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('are not listed where their events alone do not tell them', async () => {
    const said = await stage.client.decisions.features(of('approve'), { feature: 'failed_logins_by_user_5d' });
    expect(said.behind?.counts).toMatchObject([{ told: false, total: null, events: [], note: 'nothing to count by' }]);
  });
});

test('the signals of a decision stand beside the thresholds of its profile', async () => {
  const id = of('decline');
  const { signals, profile, known } = await stage.client.decisions.signals(id);
  expect([profile, known, signals.length]).toEqual(['balanced', true, 9]);
  const record = past.decisions.find((each) => each.id === id);
  expect(signals[0]).toMatchObject({
    signal: 'fraud_risk_score',
    scale: 'above',
    value: record?.attributes.fraud_risk_score,
    thresholds: [{ rule: 'fraud_risk_score.decline', action: 'block', at: 50 }],
  });
  const testing = signals.find(({ signal }) => signal === 'card_testing_risk_level');
  expect(testing).toMatchObject({
    scale: 'at_least',
    levels: ['low', 'normal', 'elevated', 'highest'],
    on_missing: 'ignore',
  });
});
