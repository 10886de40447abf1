import { describe, expect, test } from 'vitest';
import type { StripeText } from '../../../src/simulator/stripe/challenge-texts.ts';
import {
  APPROVED,
  createStage,
  DAY_MS,
  HOLDER,
  HOUR_MS,
  MERCHANT,
  objectOf,
  reply,
  type StageOptions,
  scored,
} from './stage.ts';

async function challenged(options: StageOptions = {}) {
  const stage = await createStage(options);
  stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
  const { authorization } = await stage.buy();
  stage.answers.next = () => APPROVED;
  stage.events.length = 0;
  return { stage, id: authorization.id, challenges: authorization.fraud_challenges };
}

describe('a fraud challenge', () => {
  test.each([
    ['+15555550123', 'pending', null],
    ['+447700900123', 'pending', null],
    ['+4915555550123', 'undeliverable', 'unsupported_phone_number'],
    [null, 'undeliverable', 'no_phone_number'],
  ])('to the phone %s is %s', async (phone, status, reason) => {
    const { challenges } = await challenged({ holder: { phone } });
    expect(challenges).toEqual([{ channel: 'sms', status, undeliverable_reason: reason }]);
  });

  test('is there from .created on, and without one the field is null', async () => {
    const stage = await createStage();
    const { authorization } = await stage.buy();
    expect(authorization.fraud_challenges).toBeNull();
    stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
    await stage.buy();
    expect(objectOf(stage.events[1]).fraud_challenges).toMatchObject([{ status: 'pending' }]);
  });

  test('that is answered tells so, with what it was', async () => {
    const { stage, id } = await challenged();
    const answered = stage.account.respondToChallenge(id, true);
    expect(answered.fraud_challenges).toMatchObject([{ status: 'verified' }]);
    expect(stage.events).toMatchObject([
      {
        type: 'issuing_authorization.updated',
        data: {
          object: { id, fraud_challenges: [{ status: 'verified' }] },
          previous_attributes: { fraud_challenges: [{ status: 'pending' }] },
        },
      },
    ]);
  });

  test('is answered once', async () => {
    const { stage, id } = await challenged();
    stage.account.respondToChallenge(id, false);
    expect(() => stage.account.respondToChallenge(id, true)).toThrow(/no fraud challenge that is pending/);
    const { authorization } = await stage.buy();
    expect(() => stage.account.respondToChallenge(authorization.id, true)).toThrow(/no fraud challenge/);
    expect(() => stage.account.respondToChallenge('iauth_none', true)).toThrow("No such authorization: 'iauth_none'");
  });

  test('can be answered for an hour, then it expires by itself', async () => {
    const { stage, id } = await challenged();
    stage.clock.nowMs += HOUR_MS - 1;
    await stage.buy();
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'pending' }]);
    stage.clock.nowMs += 1;
    expect(() => stage.account.respondToChallenge(id, true)).toThrow(/no fraud challenge that is pending/);
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'expired' }]);
    expect(stage.types()).toEqual(['issuing_authorization.created', 'issuing_authorization.updated']);
  });
});

test('each ask of one authorization may have its own challenge, and each its own hour', async () => {
  const stage = await createStage();
  const wanted = reply({ approved: false, send_fraud_challenges: ['sms'] });
  const { authorization: stay } = await stage.buy();
  stage.answers.next = () => wanted;
  await stage.issuer.increment(stay.id, 100);
  const { authorization: other } = await stage.buy();
  stage.account.respondToChallenge(stay.id, false);
  stage.clock.nowMs += HOUR_MS / 2;
  await stage.issuer.increment(stay.id, 100);
  stage.clock.nowMs += HOUR_MS / 2;
  await stage.buy();
  const statusesOf = (id: string) => stage.authorization(id).fraud_challenges?.map(({ status }) => status);
  expect(statusesOf(stay.id)).toEqual(['rejected', 'pending']);
  expect(statusesOf(other.id)).toEqual(['expired']);
});

test('a second question while the first is open renews the hour for both, and holds up nobody else', async () => {
  const stage = await createStage();
  const { authorization: stay } = await stage.buy();
  stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
  await stage.issuer.increment(stay.id, 100);
  const { authorization: other } = await stage.buy();
  stage.clock.nowMs += HOUR_MS / 2;
  await stage.issuer.increment(stay.id, 100);
  stage.clock.nowMs += HOUR_MS / 2;
  await stage.buy();
  expect(stage.authorization(stay.id).fraud_challenges).toMatchObject([{ status: 'pending' }, { status: 'pending' }]);
  expect(stage.authorization(other.id).fraud_challenges).toMatchObject([{ status: 'expired' }]);
});

describe('the text of a challenge', () => {
  test('asks in words, and a YES by text lets the card buy', async () => {
    const texts: StripeText[] = [];
    const { stage, id } = await challenged({ onText: (text) => void texts.push(text) });
    expect(texts).toEqual([
      { authorizationId: id, to: HOLDER.phone, body: expect.stringMatching(/12\.34.*Sample Rides/) },
    ]);
    stage.account.replyToChallenge(id, ' yes ');
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'verified' }]);
    expect(texts.map(({ body }) => /try again/.test(body))).toEqual([false, true]);
    stage.account.replyToChallenge(id, 'NO');
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'verified' }]);
    expect(texts).toHaveLength(2);
    expect((await stage.buy(scored(99))).answer.reason).toBe('webhook_approved');
  });

  test.each(['yes please', 'YES!', 'ja', '', 'N'])('is not answered by %j', async (body) => {
    const { stage, id } = await challenged();
    stage.account.replyToChallenge(id, body);
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'pending' }]);
    stage.account.replyToChallenge('iauth_none', 'YES');
  });

  test('is not answered after the hour', async () => {
    const { stage, id } = await challenged();
    stage.clock.nowMs += HOUR_MS;
    stage.account.replyToChallenge(id, 'YES');
    expect(stage.authorization(id).fraud_challenges).toMatchObject([{ status: 'expired' }]);
  });

  test('no longer comes after a STOP, until START, and the question runs out', async () => {
    const texts: StripeText[] = [];
    const { stage, id } = await challenged({ onText: (text) => void texts.push(text) });
    stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
    stage.account.replyToChallenge(id, 'STOP');
    const { authorization } = await stage.buy();
    expect(authorization.fraud_challenges).toMatchObject([{ status: 'pending' }]);
    expect(texts).toHaveLength(1);
    stage.account.replyToChallenge(id, 'START');
    await stage.buy();
    expect(texts).toHaveLength(2);
  });

  test('goes to nobody without a telephone that Stripe sends to', async () => {
    const texts: StripeText[] = [];
    await challenged({ holder: { phone: null }, onText: (text) => void texts.push(text) });
    expect(texts).toEqual([]);
  });
});

describe("Stripe's own block", () => {
  test.each([
    [true, [{ channel: 'sms', status: 'pending', undeliverable_reason: null }]],
    [false, null],
  ])('is asked about where the Dashboard says so: %s', async (challengesOwnBlocks, challenges) => {
    const texts: StripeText[] = [];
    const stage = await createStage({ settings: { challengesOwnBlocks }, onText: (text) => void texts.push(text) });
    const { answer, authorization } = await stage.buy(scored(99));
    expect(answer.reason).toBe('suspected_fraud');
    expect(authorization.fraud_challenges).toEqual(challenges);
    expect(texts).toHaveLength(challenges?.length ?? 0);
    if (challenges === null) return;
    stage.account.replyToChallenge(authorization.id, 'YES');
    expect((await stage.buy(scored(99))).answer.reason).toBe('webhook_approved');
  });

  test('of another kind is never asked about', async () => {
    const stage = await createStage({ settings: { challengesOwnBlocks: true, balanceMinor: 0 } });
    const { answer, authorization } = await stage.buy(scored(10));
    expect(answer.reason).toBe('insufficient_funds');
    expect(authorization.fraud_challenges).toBeNull();
  });
});

test("a cardholder's new telephone is the one that is asked from then on", async () => {
  const texts: StripeText[] = [];
  const { stage } = await challenged({ onText: (text) => void texts.push(text) });
  await stage.issuer.changePhone('ich_1', '+12025550177');
  expect(stage.events.at(-1)).toMatchObject({
    type: 'issuing_cardholder.updated',
    data: { object: { phone_number: '+12025550177' }, previous_attributes: { phone_number: HOLDER.phone } },
  });
  stage.answers.next = () => reply({ approved: false, send_fraud_challenges: ['sms'] });
  await stage.buy();
  expect(texts.map(({ to }) => to)).toEqual([HOLDER.phone, '+12025550177']);
});

describe('a YES', () => {
  test('lets the card buy at this merchant for seven days without blocks, and is told while asking', async () => {
    const { stage, id } = await challenged();
    stage.account.respondToChallenge(id, true);
    const { answer, authorization } = await stage.buy(scored(99));
    expect(answer.reason).toBe('webhook_approved');
    expect(objectOf(stage.asks.at(-1)?.event).verified_by_fraud_challenge).toBe(true);
    expect(authorization.verified_by_fraud_challenge).toBe(true);
    stage.clock.nowMs += 7 * DAY_MS - 1;
    expect((await stage.buy(scored(99))).answer.reason).toBe('webhook_approved');
    stage.clock.nowMs += 1;
    expect((await stage.buy(scored(99))).answer.reason).toBe('suspected_fraud');
  });

  test('counts at no other merchant, and a NO counts nowhere', async () => {
    const { stage, id } = await challenged();
    stage.account.respondToChallenge(id, true);
    const elsewhere = await stage.buy({ ...scored(99), merchant: { ...MERCHANT, networkId: '2' } });
    expect(elsewhere.answer.reason).toBe('suspected_fraud');
    expect(elsewhere.authorization.verified_by_fraud_challenge).toBeNull();
    const { stage: other, id: refused } = await challenged();
    other.account.respondToChallenge(refused, false);
    expect((await other.buy(scored(99))).answer.reason).toBe('suspected_fraud');
  });
});
