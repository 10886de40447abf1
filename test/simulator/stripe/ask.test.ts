import { describe, expect, test } from 'vitest';
import type { AskResult } from '../../../src/simulator/stripe/transport.ts';
import { APPROVED, createStage, DECLINED, found, objectOf, purchaseOf, reply, START_MS } from './stage.ts';

describe('while Stripe asks', () => {
  test('nothing is authorized yet, and what is asked for stands in pending_request', async () => {
    const stage = await createStage();
    await stage.buy({ cashbackMinor: 500 });
    const asked = stage.asks[0]?.event;
    expect(asked).toMatchObject({
      object: 'event',
      type: 'issuing_authorization.request',
      api_version: stage.account.settings.apiVersion,
      created: START_MS / 1000,
      livemode: false,
      data: {
        object: {
          object: 'issuing.authorization',
          amount: 0,
          merchant_amount: 0,
          approved: false,
          status: 'pending',
          request_history: [],
          card: { id: 'ic_1', cardholder: { id: 'ich_1', email: 'erika@example.com' } },
          cardholder: 'ich_1',
          pending_request: { amount: 1234, currency: 'usd', amount_details: { cashback_amount: 500 } },
        },
      },
    });
    expect(found(asked).data).not.toHaveProperty('previous_attributes');
    expect(stage.asks[0]?.withinMs).toBe(2_000);
  });

  test('the authorization can be read already, and what is asked for is held', async () => {
    const stage = await createStage({ settings: { balanceMinor: 2_000 } });
    stage.answers.next = (event) => {
      expect(stage.authorization(objectOf(event).id).status).toBe('pending');
      expect(stage.account.availableMinor('usd')).toBe(2_000 - 1_234);
      return DECLINED;
    };
    await stage.buy();
    expect(stage.account.availableMinor('usd')).toBe(2_000);
  });

  test('two purchases at once can not both spend the last of the money', async () => {
    const stage = await createStage({ settings: { balanceMinor: 2_000 } });
    const both = await Promise.all([stage.buy(), stage.buy()]);
    expect(both.map(({ answer }) => answer.reason)).toEqual(['webhook_approved', 'insufficient_funds']);
  });
});

describe('once the program answered', () => {
  test('an approval is held, written down and told as .created', async () => {
    const stage = await createStage();
    const { answer, authorization } = await stage.buy();
    expect(answer).toEqual({
      authorizationId: authorization.id,
      isApproved: true,
      reason: 'webhook_approved',
      heldMinor: 1_234,
    });
    expect(authorization).toMatchObject({ amount: 1_234, approved: true, status: 'pending', pending_request: null });
    expect(authorization.request_history).toEqual([
      {
        amount: 1_234,
        amount_details: { atm_fee: null, cashback_amount: null },
        approved: true,
        authorization_code: expect.stringMatching(/^[0-9A-Z]{6}$/),
        created: START_MS / 1000,
        currency: 'usd',
        merchant_amount: 1_234,
        merchant_currency: 'usd',
        network_risk_score: null,
        reason: 'webhook_approved',
        reason_message: null,
        requested_at: START_MS / 1000,
      },
    ]);
    expect(stage.types()).toEqual(['issuing_authorization.created']);
    expect(objectOf(stage.events[0])).toEqual(authorization);
  });

  test('a refusal closes it, shows what was rejected and holds nothing', async () => {
    const stage = await createStage();
    stage.answers.next = () => DECLINED;
    const { answer, authorization } = await stage.buy();
    expect(answer).toMatchObject({ isApproved: false, reason: 'webhook_declined', heldMinor: 0 });
    expect(authorization).toMatchObject({ amount: 1_234, approved: false, status: 'closed', pending_request: null });
    expect(authorization.request_history[0]).toMatchObject({ approved: false, authorization_code: null });
    expect(stage.types()).toEqual(['issuing_authorization.created']);
  });

  test('the metadata of the reply is kept on the authorization', async () => {
    const stage = await createStage();
    stage.answers.next = () => reply({ approved: false, metadata: { decision: 'dec_1' } });
    const { authorization } = await stage.buy();
    expect(authorization.metadata).toEqual({ decision: 'dec_1' });
    expect(stage.asked[0]?.metadata).toEqual({ decision: 'dec_1' });
  });

  test('a fuel pump gets the amount that was approved, others what they asked for', async () => {
    const stage = await createStage();
    stage.answers.next = () => reply({ approved: true, amount: 5_000 });
    const pump = await stage.buy({ isAmountControllable: true, usd: 100 });
    expect(pump.authorization).toMatchObject({ amount: 5_000, merchant_amount: 5_000 });
    expect(pump.authorization.request_history[0]?.amount).toBe(5_000);
    const shop = await stage.buy({ usd: 100 });
    expect(shop.authorization.amount).toBe(10_000);
  });

  test('the merchant hears its own currency, at the rate of the purchase', async () => {
    const stage = await createStage();
    stage.answers.next = () => reply({ approved: true, amount: 500 });
    const merchantAmount = { amountMinor: 1_500, currency: 'jpy' };
    const { authorization } = await stage.buy({ isAmountControllable: true, usd: 10, merchantAmount });
    expect(authorization).toMatchObject({ amount: 500, merchant_amount: 750, merchant_currency: 'jpy' });
  });

  test('a card is verified with an amount of zero', async () => {
    const stage = await createStage({ settings: { balanceMinor: 0 } });
    const { answer, authorization } = await stage.buy({ usd: 0 });
    expect(answer).toMatchObject({ isApproved: true, heldMinor: 0 });
    expect(authorization.request_history[0]).toMatchObject({ amount: 0, merchant_amount: 0 });
  });

  test('a pump that asks for nothing and is granted something leaves no broken number', async () => {
    const stage = await createStage();
    stage.answers.next = () => reply({ approved: true, amount: 500 });
    const { authorization } = await stage.buy({ isAmountControllable: true, usd: 0 });
    expect(authorization).toMatchObject({ amount: 500, merchant_amount: 0 });
  });

  test('who watches is told of the ask and how it ended', async () => {
    let elapsed = 0;
    const stage = await createStage({ elapsedMs: () => elapsed });
    stage.answers.next = () => {
      elapsed += 37;
      return APPROVED;
    };
    const { answer } = await stage.buy();
    expect(stage.asked).toEqual([
      {
        event: stage.asks[0]?.event,
        authorizationId: answer.authorizationId,
        result: APPROVED,
        problem: null,
        isApproved: true,
        reason: 'webhook_approved',
        metadata: {},
        tookMs: 37,
      },
    ]);
  });

  test('an account without a synchronous endpoint approves by itself', async () => {
    const stage = await createStage({ settings: { hasSyncEndpoint: false } });
    const { answer } = await stage.buy();
    expect(answer).toMatchObject({ isApproved: true, reason: 'card_active' });
    expect(stage.asks).toEqual([]);
    expect(stage.types()).toEqual(['issuing_authorization.created']);
  });
});

describe('without an answer that counts', () => {
  const silences: [string, AskResult | Error][] = [
    ['a time-out', { kind: 'timed_out' }],
    ['an endpoint that is not there', { kind: 'unreachable', problem: 'ECONNREFUSED' }],
    ['a transport that breaks', new Error('broken')],
  ];
  test.each(silences)('%s is decided by the setting for time-outs', async (_name, silence) => {
    for (const timeoutDefault of ['approve', 'decline'] as const) {
      const stage = await createStage({ settings: { timeoutDefault } });
      stage.answers.next = () => {
        if (silence instanceof Error) throw silence;
        return silence;
      };
      const { answer, authorization } = await stage.buy();
      expect(answer).toMatchObject({ isApproved: timeoutDefault === 'approve', reason: 'webhook_timeout' });
      expect(authorization.request_history[0]?.reason_message).toBeNull();
      expect(stage.asked[0]?.problem).toEqual(expect.any(String));
    }
  });

  test('an invalid reply says in the history what is wrong with it', async () => {
    const stage = await createStage({ settings: { timeoutDefault: 'approve' } });
    stage.answers.next = () => reply({ approved: 'yes' });
    const { answer, authorization } = await stage.buy();
    expect(answer).toMatchObject({ isApproved: true, reason: 'webhook_error' });
    const problem = 'The parameter approved must be true or false.';
    expect(authorization.request_history[0]?.reason_message).toBe(problem);
    expect(stage.asked[0]?.problem).toBe(problem);
  });
});

test('what is no purchase of this account is refused before anybody is asked', async () => {
  const { issuer, asks, events } = await createStage();
  await expect(issuer.authorize(purchaseOf({ cardId: 'ic_none' }))).rejects.toThrow("No such card: 'ic_none'");
  const euros = { amountMinor: 100, currency: 'eur' };
  await expect(issuer.authorize(purchaseOf({ amount: euros }))).rejects.toThrow(/held in usd, not in eur/);
  await expect(issuer.authorize(purchaseOf({ usd: -1 }))).rejects.toThrow(/at least 0/);
  expect([asks, events]).toEqual([[], []]);
});

test.each([true, false])(
  'in an outage nobody is asked, and Stripe or the network answers (approved: %s)',
  async (isApproved) => {
    const stage = await createStage({ outage: () => ({ reason: 'network_fallback', isApproved }) });
    const { authorization } = await stage.buy({ usd: 5 });
    expect(stage.asks).toEqual([]);
    expect(authorization).toMatchObject({ approved: isApproved, status: isApproved ? 'pending' : 'closed' });
    expect(authorization.request_history).toMatchObject([{ approved: isApproved, reason: 'network_fallback' }]);
  },
);

test('in live mode every event says so, and its object too', async () => {
  const stage = await createStage({ settings: { livemode: true } });
  await stage.buy({ usd: 5 });
  const told = [...stage.asks.map(({ event }) => event), ...stage.events];
  expect(told.map(({ livemode, data }) => [livemode, (data.object as { livemode: boolean }).livemode])).toEqual(
    told.map(() => [true, true]),
  );
});
