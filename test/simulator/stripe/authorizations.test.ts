import { describe, expect, test } from 'vitest';
import type { AskResult } from '../../../src/simulator/stripe/transport.ts';
import { APPROVED, createStage, DAY_MS, DECLINED, objectOf, purchaseOf, reply, type Stage } from './stage.ts';

async function approved(usd = 20): Promise<{ stage: Stage; id: string }> {
  const stage = await createStage({ settings: { balanceMinor: 100_000 } });
  const { authorization } = await stage.buy({ usd });
  stage.events.length = 0;
  return { stage, id: authorization.id };
}

describe('an increment', () => {
  test('asks again under the same id, over the additional amount, with the history so far', async () => {
    const { stage, id } = await approved();
    await stage.issuer.increment(id, 500);
    const asked = objectOf(stage.asks[1]?.event);
    expect(asked).toMatchObject({ id, amount: 0, approved: false, status: 'pending' });
    expect(asked.pending_request).toMatchObject({ amount: 500, merchant_amount: 500, is_amount_controllable: false });
    expect(asked.request_history).toMatchObject([{ amount: 2_000, reason: 'webhook_approved' }]);
  });

  test('that is approved adds to what is held', async () => {
    const { stage, id } = await approved();
    expect(await stage.issuer.increment(id, 500)).toMatchObject({ isApproved: true, heldMinor: 2_500 });
    expect(stage.authorization(id)).toMatchObject({ amount: 2_500, merchant_amount: 2_500, pending_request: null });
    expect(stage.account.availableMinor('usd')).toBe(97_500);
    expect(stage.events).toMatchObject([
      {
        type: 'issuing_authorization.updated',
        data: {
          object: { amount: 2_500, request_history: [{ amount: 2_000 }, { amount: 500 }] },
          previous_attributes: { amount: 2_000, merchant_amount: 2_000, request_history: [{ amount: 2_000 }] },
        },
      },
    ]);
    expect(stage.events[0]?.data.previous_attributes).not.toHaveProperty('pending_request');
  });

  test('that is declined is told, and changes nothing that is held', async () => {
    const { stage, id } = await approved();
    stage.answers.next = () => reply({ approved: false, metadata: { why: 'enough' } });
    expect(await stage.issuer.increment(id, 500)).toMatchObject({
      isApproved: false,
      reason: 'webhook_declined',
      heldMinor: 2_000,
    });
    const { approved: isApproved, status, metadata, request_history } = stage.authorization(id);
    expect({ isApproved, status, metadata }).toEqual({
      isApproved: true,
      status: 'pending',
      metadata: { why: 'enough' },
    });
    expect(request_history.map(({ approved: was }) => was)).toEqual([true, false]);
    expect(stage.types()).toEqual(['issuing_authorization.updated']);
  });

  test('never runs beside another of the same authorization', async () => {
    const { stage, id } = await approved();
    const answers: ((result: AskResult) => void)[] = [];
    stage.answers.next = () => new Promise((resolve) => answers.push(resolve));
    const first = stage.issuer.increment(id, 500);
    await expect(stage.issuer.increment(id, 500)).rejects.toThrow(/is being asked about already/);
    answers[0]?.(APPROVED);
    expect(await first).toMatchObject({ heldMinor: 2_500 });
  });

  test('that is approved after the authorization was closed is not allowed', async () => {
    const { stage, id } = await approved();
    stage.answers.next = async () => {
      await stage.issuer.capture(id, 2_000, true);
      return APPROVED;
    };
    expect(await stage.issuer.increment(id, 500)).toMatchObject({
      isApproved: false,
      reason: 'not_allowed',
      heldMinor: 0,
    });
    expect(stage.authorization(id)).toMatchObject({ status: 'closed', amount: 0 });
    expect(stage.account.availableMinor('usd')).toBe(98_000);
  });

  test('needs an approved authorization that is open, and an amount', async () => {
    const { stage, id } = await approved();
    await expect(stage.issuer.increment(id, 0)).rejects.toThrow(/at least 1/);
    await expect(stage.issuer.increment('iauth_none', 5)).rejects.toThrow("No such authorization: 'iauth_none'");
    await stage.issuer.reverse(id, null);
    await expect(stage.issuer.increment(id, 500)).rejects.toThrow(/is reversed/);
    stage.answers.next = () => DECLINED;
    const { authorization } = await stage.buy();
    await expect(stage.issuer.increment(authorization.id, 500)).rejects.toThrow(/is declined/);
  });
});

describe('a capture', () => {
  test('takes the money, closes the authorization and tells both', async () => {
    const { stage, id } = await approved();
    stage.clock.nowMs += DAY_MS;
    const transactionId = await stage.issuer.capture(id, 2_000, true);
    expect(stage.transaction(transactionId)).toMatchObject({
      object: 'issuing.transaction',
      amount: -2_000,
      authorization: id,
      card: 'ic_1',
      cardholder: 'ich_1',
      currency: 'usd',
      dispute: null,
      merchant_amount: -2_000,
      merchant_data: { network_id: '1234567890' },
      network_data: { processing_date: '2026-10-15' },
      type: 'capture',
    });
    expect(stage.authorization(id)).toMatchObject({
      status: 'closed',
      amount: 0,
      transactions: [{ id: transactionId }],
    });
    expect(stage.account.availableMinor('usd')).toBe(98_000);
    expect(stage.events).toMatchObject([
      { type: 'issuing_transaction.created', data: { object: { id: transactionId } } },
      {
        type: 'issuing_authorization.updated',
        data: { previous_attributes: { amount: 2_000, merchant_amount: 2_000, status: 'pending', transactions: [] } },
      },
    ]);
  });

  test.each([
    ['less', 500],
    ['more', 5_000],
  ])('may take %s than was held', async (_name, amountMinor) => {
    const { stage, id } = await approved();
    await stage.issuer.capture(id, amountMinor, true);
    expect(stage.account.availableMinor('usd')).toBe(100_000 - amountMinor);
    expect(stage.authorization(id)).toMatchObject({ status: 'closed', amount: 0 });
  });

  test('that is not final leaves the rest held', async () => {
    const { stage, id } = await approved();
    await stage.issuer.capture(id, 500, false);
    expect(stage.authorization(id)).toMatchObject({ status: 'pending', amount: 1_500, merchant_amount: 1_500 });
    expect(stage.account.availableMinor('usd')).toBe(98_000);
    await stage.issuer.capture(id, 3_000, false);
    expect(stage.authorization(id)).toMatchObject({ status: 'pending', amount: 0 });
    await stage.issuer.capture(id, 1, true);
    expect(stage.authorization(id)).toMatchObject({ status: 'closed', transactions: [{}, {}, {}] });
    expect(stage.account.availableMinor('usd')).toBe(100_000 - 3_501);
  });

  test('succeeds after the hold ran out', async () => {
    const { stage, id } = await approved();
    await stage.issuer.expire(id);
    await stage.issuer.capture(id, 2_000, true);
    expect(stage.authorization(id).status).toBe('closed');
    expect(stage.account.availableMinor('usd')).toBe(98_000);
  });

  test('is refused where nothing was approved, or all is over', async () => {
    const { stage, id } = await approved();
    await stage.issuer.capture(id, 1, true);
    await expect(stage.issuer.capture(id, 1, true)).rejects.toThrow(/is closed and can't be captured/);
    await expect(stage.issuer.capture(id, 0, true)).rejects.toThrow(/positive whole number/);
    stage.answers.next = () => DECLINED;
    const { authorization } = await stage.buy();
    await expect(stage.issuer.capture(authorization.id, 1, true)).rejects.toThrow(/is declined and can't be captured/);
  });
});

describe('a hold', () => {
  test('is given back in part or whole', async () => {
    const { stage, id } = await approved();
    await stage.issuer.reverse(id, 500);
    expect(stage.authorization(id)).toMatchObject({ status: 'pending', amount: 1_500, merchant_amount: 1_500 });
    await stage.issuer.reverse(id, null);
    expect(stage.authorization(id)).toMatchObject({ status: 'reversed', amount: 0, approved: true });
    expect(stage.account.availableMinor('usd')).toBe(100_000);
    expect(stage.types()).toEqual(['issuing_authorization.updated', 'issuing_authorization.updated']);
  });

  test('that is given back to the last cent is reversed, and closed where something was captured', async () => {
    const { stage, id } = await approved();
    await stage.issuer.reverse(id, 2_000);
    expect(stage.authorization(id).status).toBe('reversed');
    const { authorization } = await stage.buy();
    await stage.issuer.capture(authorization.id, 1, false);
    await stage.issuer.reverse(authorization.id, null);
    expect(stage.authorization(authorization.id).status).toBe('closed');
    const { authorization: expiring } = await stage.buy();
    await stage.issuer.capture(expiring.id, 1, false);
    await stage.issuer.expire(expiring.id);
    expect(stage.authorization(expiring.id).status).toBe('closed');
  });

  test('expires when the merchant never comes', async () => {
    const { stage, id } = await approved();
    await stage.issuer.expire(id);
    expect(stage.authorization(id)).toMatchObject({ status: 'expired', amount: 0 });
    expect(stage.account.availableMinor('usd')).toBe(100_000);
    await expect(stage.issuer.expire(id)).rejects.toThrow(/is expired, not open/);
  });

  test('expires by itself after 31 days', async () => {
    const { stage, id } = await approved();
    stage.clock.nowMs += 31 * DAY_MS - 1_000;
    await stage.buy();
    expect(stage.authorization(id).status).toBe('pending');
    stage.clock.nowMs += 1_000;
    await stage.buy();
    expect(stage.authorization(id).status).toBe('expired');
  });

  test('is what a fuel pump says in the end, be it more or less', async () => {
    const { stage, id } = await approved();
    for (const amountMinor of [700, 4_000]) {
      expect(stage.account.finalizeAmount(id, amountMinor)).toMatchObject({ amount: amountMinor, status: 'pending' });
      expect(stage.account.availableMinor('usd')).toBe(100_000 - amountMinor);
    }
    expect(stage.types()).toEqual(['issuing_authorization.updated', 'issuing_authorization.updated']);
  });

  test('gives back no more than it is', async () => {
    const { stage, id } = await approved();
    await expect(stage.issuer.reverse(id, 2_001)).rejects.toThrow(/holds 2000, less than 2001/);
    await expect(stage.issuer.reverse(id, -1)).rejects.toThrow(/positive whole number/);
    expect(() => stage.account.finalizeAmount(id, 0)).toThrow(/positive whole number/);
    expect(stage.events).toEqual([]);
  });
});

test('abroad every amount is told in both currencies, at the rate of the purchase', async () => {
  const stage = await createStage();
  const { authorization } = await stage.buy({ usd: 10, merchantAmount: { amountMinor: 1_500, currency: 'jpy' } });
  await stage.issuer.increment(authorization.id, 200);
  const asked = objectOf(stage.asks[1]?.event).pending_request;
  expect(asked).toMatchObject({ amount: 200, merchant_amount: 300, merchant_currency: 'jpy' });
  const transactionId = await stage.issuer.capture(authorization.id, 600, false);
  expect(stage.transaction(transactionId)).toMatchObject({ amount: -600, merchant_amount: -900 });
  expect(stage.authorization(authorization.id)).toMatchObject({ amount: 600, merchant_amount: 900 });
  await stage.issuer.refund(transactionId, 400);
  const refund = stage.authorization(authorization.id).transactions[1];
  expect(refund).toMatchObject({ amount: 400, merchant_amount: 600, merchant_currency: 'jpy' });
});

test('metadata is set, taken away by an empty value, and told', async () => {
  const { stage, id } = await approved();
  stage.account.updateAuthorization(id, { a: '1', b: '2' });
  expect(stage.account.updateAuthorization(id, { a: '', c: '3' }).metadata).toEqual({ b: '2', c: '3' });
  expect(stage.events.at(-1)?.data.previous_attributes).toEqual({ metadata: { a: '1', c: null } });
  stage.account.updateAuthorization(id, {});
  expect(stage.events).toHaveLength(2);
});

test('what the caller of the API states replaces what the purchase says', async () => {
  const stage = await createStage();
  const { answer } = await stage.buy();
  const plain = stage.authorization(answer.authorizationId);
  const stated = await stage.account.authorizeStated(purchaseOf({ wallet: 'apple_pay' }), {
    wallet: 'samsung_pay',
    amount_details: { atm_fee: 50 },
    merchant_data: { url: 'https://shop.example.com' },
    network_data: { acquiring_institution_id: 'a1' },
    verification_data: { authentication_exemption: { claimed_by: 'acquirer', type: 'unknown' } },
  });
  const authorization = stage.authorization(stated.authorizationId);
  expect(authorization).toMatchObject({
    wallet: 'samsung_pay',
    amount_details: { atm_fee: 50, cashback_amount: null },
    merchant_data: { ...plain.merchant_data, url: 'https://shop.example.com' },
    network_data: { acquiring_institution_id: 'a1', transaction_id: null },
    verification_data: { cvc_check: 'match', authentication_exemption: { claimed_by: 'acquirer' } },
  });
  expect(objectOf(stage.asks[1]?.event).pending_request?.amount_details).toEqual({
    atm_fee: 50,
    cashback_amount: null,
  });
});
