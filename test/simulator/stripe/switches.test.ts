import { describe, expect, test } from 'vitest';
import type { Authorization } from '../../../src/simulator/stripe/account.ts';
import type { AskResult } from '../../../src/simulator/stripe/transport.ts';
import { APPROVED, createStage, DECLINED, objectOf, reply, scored } from './stage.ts';

// Each switch in each of its positions, as far as it is the account's. `rolledSecret` is the delivery's.

describe('withoutFraudTools', () => {
  const settings = { hasFraudTools: false };
  async function askedWith(withoutFraudTools: 'null' | 'absent' | 'partial'): Promise<Authorization> {
    const stage = await createStage({ settings, switches: { withoutFraudTools } });
    await stage.buy(scored(12));
    return objectOf<Authorization>(stage.asks[0]?.event);
  }

  test('null: the fields are there, and null', async () => {
    const { risk_assessment, fraud_disputability_likelihood } = await askedWith('null');
    expect([risk_assessment, fraud_disputability_likelihood]).toEqual([null, null]);
  });

  test('absent: there are no such fields', async () => {
    const asked = await askedWith('absent');
    expect(asked).not.toHaveProperty('risk_assessment');
    expect(asked).not.toHaveProperty('fraud_disputability_likelihood');
  });

  test('partial: one part is null, one is not assessed, one is missing', async () => {
    expect(await askedWith('partial')).toMatchObject({
      fraud_disputability_likelihood: 'unknown',
      risk_assessment: { fraud_risk: null, merchant_dispute_risk: { level: 'not_assessed', dispute_rate: null } },
    });
    expect((await askedWith('partial')).risk_assessment).not.toHaveProperty('card_testing_risk');
  });

  test('Stripe blocks by its score all the same', async () => {
    const stage = await createStage({ settings: { ...settings, blocksScoresAbove: 80 } });
    expect((await stage.buy(scored(90))).answer.reason).toBe('suspected_fraud');
  });
});

describe('maximumFraudScore', () => {
  test.each([
    ['100', 100],
    ['99', 99],
  ] as const)('%s: no score is greater', async (maximumFraudScore, greatest) => {
    const stage = await createStage({ settings: { blocksScoresAbove: null }, switches: { maximumFraudScore } });
    const { authorization } = await stage.buy(scored(100));
    expect(authorization.risk_assessment).toMatchObject({ fraud_risk: { level: 'highest', score: greatest } });
    const { authorization: lower } = await stage.buy(scored(98.5));
    expect(lower.risk_assessment).toMatchObject({ fraud_risk: { score: 98.5 } });
  });
});

test.each([
  [null, 'not_assessed'],
  [10, 'low'],
  [10.01, 'normal'],
  [25, 'normal'],
  [25.01, 'elevated'],
  [75, 'elevated'],
  [75.01, 'highest'],
])('a fraud score of %s is sent with the level %s', async (score, level) => {
  const stage = await createStage();
  const { authorization } = await stage.buy(scored(score));
  expect(authorization.risk_assessment).toMatchObject({ fraud_risk: { level, score } });
});

describe('replyVersions', () => {
  test.each([
    ['named', '2026-10-28.endive', 'webhook_approved'],
    ['named', '2022-08-01', 'webhook_approved'],
    ['dated', '2022-08-01', 'webhook_approved'],
    ['dated', '2026-10-28.endive', 'webhook_error'],
  ] as const)('%s: %s ends as %s', async (replyVersions, version, reason) => {
    const stage = await createStage({ switches: { replyVersions } });
    const headers = { 'Content-Type': 'application/json', 'Stripe-Version': version };
    stage.answers.next = () => reply({ approved: true }, { headers });
    expect((await stage.buy()).answer.reason).toBe(reason);
  });
});

describe('reasonOfRefusal and invalidReply', () => {
  const refused = reply('busy', { status: 503 });
  const invalid = reply({ approved: 1 });

  test.each([
    ['webhook_error', 'The endpoint answered with status 503; it must be 200.'],
    ['webhook_timeout', null],
  ] as const)('an answer that is not 200 is a %s', async (reasonOfRefusal, message) => {
    const stage = await createStage({ switches: { reasonOfRefusal } });
    stage.answers.next = () => refused;
    const { answer, authorization } = await stage.buy();
    expect(answer.reason).toBe(reasonOfRefusal);
    expect(authorization.request_history[0]?.reason_message).toBe(message);
    expect(stage.asked[0]?.problem).toMatch(/status 503/);
  });

  test.each([
    ['timeout_default', 'approve', true],
    ['timeout_default', 'decline', false],
    ['decline', 'approve', false],
    ['decline', 'decline', false],
  ] as const)('%s, with time-outs set to %s: approved is %s', async (invalidReply, timeoutDefault, isApproved) => {
    const stage = await createStage({ settings: { timeoutDefault }, switches: { invalidReply } });
    for (const answer of [refused, invalid]) {
      stage.answers.next = () => answer;
      expect((await stage.buy()).answer.isApproved).toBe(isApproved);
    }
    stage.answers.next = () => ({ kind: 'timed_out' });
    expect((await stage.buy()).answer.isApproved).toBe(timeoutDefault === 'approve');
  });
});

describe('askRetries', () => {
  const unreachable: AskResult = { kind: 'unreachable', problem: 'ECONNRESET' };
  async function stageWith(askRetries: 'none' | 'once', tookMs: number) {
    let elapsed = 0;
    const stage = await createStage({ switches: { askRetries }, elapsedMs: () => elapsed });
    stage.answers.next = () => {
      elapsed += tookMs;
      return stage.asks.length === 1 ? unreachable : APPROVED;
    };
    return stage;
  }

  test('none: a broken connection is a time-out', async () => {
    const stage = await stageWith('none', 5);
    expect((await stage.buy()).answer.reason).toBe('webhook_timeout');
    expect(stage.asks).toHaveLength(1);
  });

  test('once: the same event is sent again, within what is left of the two seconds', async () => {
    const stage = await stageWith('once', 300);
    expect((await stage.buy()).answer.reason).toBe('webhook_approved');
    expect(stage.asks.map(({ withinMs }) => withinMs)).toEqual([2_000, 1_700]);
    expect(stage.asks[1]?.event).toBe(stage.asks[0]?.event);
    expect(stage.asked).toMatchObject([{ tookMs: 600, problem: null }]);
  });

  test('once: not when the two seconds are over, nor after a time-out', async () => {
    const late = await stageWith('once', 2_000);
    expect((await late.buy()).answer.reason).toBe('webhook_timeout');
    const silent = await createStage({ switches: { askRetries: 'once' } });
    silent.answers.next = () => ({ kind: 'timed_out' });
    await silent.buy();
    expect([late.asks.length, silent.asks.length]).toEqual([1, 1]);
  });
});

describe('accountForm', () => {
  test.each(['account', 'context'] as const)('%s names the connected account in every event', async (accountForm) => {
    const stage = await createStage({ settings: { account: 'acct_1' }, switches: { accountForm } });
    await stage.buy();
    const other = accountForm === 'account' ? 'context' : 'account';
    for (const event of [stage.asks[0]?.event, ...stage.events]) {
      expect(event).toHaveProperty(accountForm, 'acct_1');
      expect(event).not.toHaveProperty(other);
    }
  });

  test('an account of its own is not named', async () => {
    const stage = await createStage();
    await stage.buy();
    expect(stage.events[0]).not.toHaveProperty('account');
  });
});

describe('challengeUpdates and refusedChallenge', () => {
  async function answered(switches: Parameters<typeof createStage>[0], isConfirmed: boolean) {
    const stage = await createStage(switches);
    stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
    const { authorization } = await stage.buy();
    stage.events.length = 0;
    stage.account.respondToChallenge(authorization.id, isConfirmed);
    return {
      types: stage.types(),
      challenges: stage.authorization(authorization.id).fraud_challenges,
      card: stage.card(),
    };
  }

  test.each([
    ['emitted', ['issuing_authorization.updated']],
    ['silent', []],
  ] as const)('%s: an answer is written down and tells %j', async (challengeUpdates, types) => {
    const after = await answered({ switches: { challengeUpdates } }, true);
    expect(after.types).toEqual(types);
    expect(after.challenges).toMatchObject([{ status: 'verified' }]);
  });

  test.each([
    ['marks_card', 'user_indicated_fraud', ['issuing_authorization.updated', 'issuing_card.updated']],
    ['marks_nothing', null, ['issuing_authorization.updated']],
  ] as const)('%s: a NO leaves the warning %s on the card', async (refusedChallenge, type, types) => {
    const after = await answered({ switches: { refusedChallenge } }, false);
    expect(after.card.latest_fraud_warning?.type).toBe(type);
    expect(after.types).toEqual(types);
    expect(after.challenges).toMatchObject([{ status: 'rejected' }]);
  });
});

describe('cancelAgain', () => {
  test('refused: a card that is canceled stays so, and nobody says it twice', async () => {
    const { account } = await createStage({ switches: { cancelAgain: 'refused' } });
    account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'stolen' });
    expect(() => account.updateCard('ic_1', { status: 'canceled' })).toThrow(/is canceled, which is final/);
    expect(() => account.updateCard('ic_1', { status: 'active' })).toThrow(/is canceled, which is final/);
  });

  test('accepted: saying it twice changes nothing and tells nothing', async () => {
    const { account, events } = await createStage({ switches: { cancelAgain: 'accepted' } });
    account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'stolen' });
    events.length = 0;
    const card = account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'lost' });
    expect(card).toMatchObject({ status: 'canceled', cancellation_reason: 'stolen' });
    expect(events).toEqual([]);
    expect(() => account.updateCard('ic_1', { status: 'active' })).toThrow(/is canceled, which is final/);
  });
});

test('a decline is a decline in every position', async () => {
  const stage = await createStage({
    switches: { invalidReply: 'decline', reasonOfRefusal: 'webhook_timeout', askRetries: 'once' },
  });
  stage.answers.next = () => DECLINED;
  expect((await stage.buy()).answer).toMatchObject({ isApproved: false, reason: 'webhook_declined' });
});
