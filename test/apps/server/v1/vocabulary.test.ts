import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteSeenInputs } from '../../../../src/adapters/store/database/event-types.ts';
import type { Vocabulary } from '../../../../src/sdk/index.ts';
import { files, openStage, type Stage } from './stage.ts';

const FEATURES = `event authorization
tries_daily := Count(by card last 1 day exclusive)
logins := Count<login>(by cardholder_metadata["user_id"] as user last 1 day)

event login
user := $.who.id as string
is_late := hour > 20
`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function event({ events }: Vocabulary, wanted: string) {
  return events.find(({ name }) => name === wanted);
}

describe('the vocabulary', () => {
  it('has what every policy can say, with what it means', async () => {
    const { attributes, rule_language, scowl, schemas } = await stage.client.policy.vocabulary();
    expect(attributes.find(({ name }) => name === 'fraud_risk_level')).toMatchObject({
      type: 'enum',
      values: ['low', 'normal', 'elevated', 'highest'],
      ordered: true,
      source: expect.stringContaining('risk_assessment'),
      aliases: ['risk_level'],
    });
    expect(rule_language.actions.map(({ word }) => word)).toEqual([
      'Allow if',
      'Block if',
      'Challenge if',
      'Review if',
    ]);
    expect(rule_language.operators.find(({ word }) => word === '<=')?.types).toEqual(['number', 'metadata']);
    expect(scowl.functions.find(({ name }) => name === 'Round')).toMatchObject({
      signature: 'Round(number[, digits])',
      family: 'Numbers',
    });
    expect(scowl.aggregates.map(({ word }) => word)).toContain('CountUnique');
    expect(Object.keys(schemas)).toEqual(['portfolios', 'profile', 'rates', 'rules', 'list', 'texts', 'cases']);
  });

  it('has what the live version declares, and of another what that one does', async () => {
    const before = await stage.client.policy.vocabulary();
    expect(before).toMatchObject({
      lists: [{ name: 'blocked', type: 'merchant' }],
      portfolios: [{ name: 'everyone', profile: 'only', when: null }],
      profiles: [{ name: 'only' }],
      rules: ['listed', 'fraud_risk_score.decline'],
    });
    await stage.client.policy.apply({ files: files({ 'features/a.scowl': FEATURES }) });
    const after = await stage.client.policy.vocabulary();
    expect(after.attributes.find(({ name }) => name === 'tries_daily')).toMatchObject({
      type: 'number',
      family: 'feature',
      meaning: '`Count(by card last 1 day exclusive)`',
    });
    expect(event(after, 'authorization')?.features).toContainEqual(
      expect.objectContaining({ name: 'tries_daily', attribute: true }),
    );
    expect(event(after, 'login')).toMatchObject({ built_in: false, features: [{ name: 'is_late', type: 'bool' }] });
    const old = await stage.client.policy.vocabulary({ version: before.version });
    expect(old).toEqual(before);
  });

  it('has the inputs of events that are declared, read or were seen', async () => {
    const seen = [
      { type: 'login', input: 'device', kind: 'string' },
      { type: 'login', input: 'hour', kind: 'int' },
      { type: 'signup', input: 'age', kind: 'int' },
    ] as const;
    await noteSeenInputs(stage.database.pool, { livemode: false, account: null }, seen);
    const now = await stage.client.policy.vocabulary();
    expect(event(now, 'login')?.inputs.map(({ name, type, basis }) => [name, type, basis])).toEqual([
      ['user', 'string', 'declared'],
      ['hour', 'float', 'read'],
      ['device', 'string', 'seen'],
    ]);
    expect(event(now, 'signup')).toMatchObject({ features: [], inputs: [{ name: 'age', type: 'int', basis: 'seen' }] });
  });

  it('has the claims of what became of an authorization', async () => {
    const claims = event(await stage.client.policy.vocabulary(), 'authorization')?.claims;
    expect(claims?.map(({ name }) => name)).toContain('is_declined_by_stripe');
  });
});
