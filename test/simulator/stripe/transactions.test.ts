import type { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { createStage, DECLINED, MERCHANT, objectOf } from './stage.ts';

async function captured() {
  const stage = await createStage({ settings: { balanceMinor: 100_000 } });
  const { authorization } = await stage.buy({ usd: 20, wallet: 'google_pay' });
  const transactionId = await stage.issuer.capture(authorization.id, 2_000, true);
  stage.events.length = 0;
  return { stage, transactionId, authorizationId: authorization.id };
}

describe('a capture without an authorization', () => {
  test('takes the money and is linked to nothing', async () => {
    const stage = await createStage({ settings: { balanceMinor: 1_000 } });
    const id = await stage.issuer.forceCapture('ic_1', MERCHANT, { amountMinor: 1_500, currency: 'usd' });
    expect(stage.transaction(id)).toMatchObject({ amount: -1_500, authorization: null, type: 'capture', wallet: null });
    expect(stage.types()).toEqual(['issuing_transaction.created']);
    expect(stage.account.availableMinor('usd')).toBe(-500);
    expect((await stage.buy({ usd: 0.01 })).answer.reason).toBe('insufficient_funds');
  });

  test('needs a card of its currency, and an amount', async () => {
    const { issuer } = await createStage();
    const amount = { amountMinor: 5, currency: 'usd' };
    await expect(issuer.forceCapture('ic_none', MERCHANT, amount)).rejects.toThrow("No such card: 'ic_none'");
    for (const wrong of [
      { ...amount, currency: 'eur' },
      { ...amount, amountMinor: 0 },
    ]) {
      await expect(issuer.forceCapture('ic_1', MERCHANT, wrong)).rejects.toThrow(/can't be captured from a usd card/);
    }
  });

  test('can be refunded and disputed as any other', async () => {
    const stage = await createStage();
    const id = await stage.issuer.forceCapture('ic_1', MERCHANT, { amountMinor: 1_500, currency: 'usd' });
    await stage.issuer.refund(id, 500);
    expect(stage.dispute(await stage.issuer.dispute(id, 'fraudulent')).amount).toBe(1_000);
  });
});

describe('a refund', () => {
  test('gives back in parts, linked to the authorization', async () => {
    const { stage, transactionId, authorizationId } = await captured();
    await stage.issuer.refund(transactionId, 500);
    expect(stage.types()).toEqual(['issuing_transaction.created', 'issuing_authorization.updated']);
    expect(objectOf<Stripe.Issuing.Transaction>(stage.events[0])).toMatchObject({
      amount: 500,
      merchant_amount: 500,
      type: 'refund',
      authorization: authorizationId,
      wallet: 'google_pay',
    });
    expect(stage.authorization(authorizationId).transactions.map(({ amount }) => amount)).toEqual([-2_000, 500]);
    expect(stage.account.availableMinor('usd')).toBe(98_500);
    await stage.issuer.refund(transactionId, 1_500);
    expect(stage.account.availableMinor('usd')).toBe(100_000);
  });

  test('gives back no more than was captured, and of nothing but a capture', async () => {
    const { stage, transactionId } = await captured();
    await stage.issuer.refund(transactionId, 500);
    const refund = objectOf<Stripe.Issuing.Transaction>(stage.events[0]);
    await expect(stage.issuer.refund(transactionId, 1_501)).rejects.toThrow(/1500 can be refunded, not 1501/);
    await expect(stage.issuer.refund(refund.id, 1)).rejects.toThrow(/can be refunded, not 1/);
    await expect(stage.issuer.refund('ipi_none', 1)).rejects.toThrow("No such transaction: 'ipi_none'");
  });
});

describe('a dispute', () => {
  test('is made, shown on the transaction and submitted; fraud is marked on the card', async () => {
    const { stage, transactionId, authorizationId } = await captured();
    const id = await stage.issuer.dispute(transactionId, 'fraudulent');
    expect(stage.events).toMatchObject([
      { type: 'issuing_dispute.created', data: { object: { id, status: 'unsubmitted', amount: 2_000 } } },
      {
        type: 'issuing_transaction.updated',
        data: { object: { id: transactionId, dispute: id }, previous_attributes: { dispute: null } },
      },
      {
        type: 'issuing_dispute.submitted',
        data: { object: { id, status: 'submitted', transaction: transactionId, evidence: { reason: 'fraudulent' } } },
      },
      {
        type: 'issuing_card.updated',
        data: {
          object: { latest_fraud_warning: { type: 'fraud_dispute_filed' } },
          previous_attributes: { latest_fraud_warning: { started_at: null, type: null } },
        },
      },
    ]);
    expect(stage.authorization(authorizationId).transactions).toMatchObject([{ dispute: id }]);
  });

  test.each(['not_received', 'canceled'] as const)('that is %s says nothing of fraud', async (reason) => {
    const { stage, transactionId } = await captured();
    const { evidence } = stage.dispute(await stage.issuer.dispute(transactionId, reason));
    expect(evidence.reason).toBe(reason);
    expect(Object.keys(evidence).sort()).toEqual([reason, 'reason'].sort());
    expect(stage.types()).not.toContain('issuing_card.updated');
  });

  test('that is won brings the money back, a lost one says why', async () => {
    const { stage, transactionId } = await captured();
    const id = await stage.issuer.dispute(transactionId, 'not_received');
    stage.events.length = 0;
    await stage.issuer.closeDispute(id, 'won');
    expect(stage.types()).toEqual(['issuing_dispute.closed', 'issuing_dispute.funds_reinstated']);
    expect(stage.dispute(id)).toMatchObject({ status: 'won' });
    expect(stage.account.availableMinor('usd')).toBe(100_000);

    const lost = await captured();
    const lostId = await lost.stage.issuer.dispute(lost.transactionId, 'not_received');
    lost.stage.events.length = 0;
    await lost.stage.issuer.closeDispute(lostId, 'lost');
    expect(lost.stage.types()).toEqual(['issuing_dispute.closed']);
    expect(lost.stage.dispute(lostId)).toMatchObject({
      status: 'lost',
      loss_reason: 'merchandise_delivered_or_shipped',
    });
    expect(lost.stage.account.availableMinor('usd')).toBe(98_000);
  });

  test('brings back no more than the merchant left', async () => {
    const { stage, transactionId } = await captured();
    const id = await stage.issuer.dispute(transactionId, 'canceled');
    await stage.issuer.refund(transactionId, 1_500);
    await stage.issuer.closeDispute(id, 'won');
    expect(stage.account.availableMinor('usd')).toBe(100_000);
    await expect(stage.issuer.refund(transactionId, 1)).rejects.toThrow(/0 can be refunded/);
  });

  test('is made once, over money that is still gone, and closed once', async () => {
    const { stage, transactionId } = await captured();
    const id = await stage.issuer.dispute(transactionId, 'canceled');
    await expect(stage.issuer.dispute(transactionId, 'canceled')).rejects.toThrow(/is disputed already/);
    await stage.issuer.closeDispute(id, 'lost');
    await expect(stage.issuer.closeDispute(id, 'won')).rejects.toThrow(/is lost, not submitted/);
    await expect(stage.issuer.closeDispute('idp_none', 'won')).rejects.toThrow("No such dispute: 'idp_none'");
    const refunded = await captured();
    await refunded.stage.issuer.refund(refunded.transactionId, 2_000);
    await expect(refunded.stage.issuer.dispute(refunded.transactionId, 'canceled')).rejects.toThrow(/nothing left/);
  });
});

describe('a capture that nothing is held for', () => {
  test('takes the money of what was declined, and is linked to it', async () => {
    const stage = await createStage({ settings: { balanceMinor: 1_000 } });
    stage.answers.next = () => DECLINED;
    const { authorization } = await stage.buy({ usd: 5 });
    stage.events.length = 0;
    const id = stage.account.captureRegardless(authorization.id, 700);
    expect(stage.types()).toEqual(['issuing_transaction.created', 'issuing_authorization.updated']);
    expect(stage.authorization(authorization.id)).toMatchObject({ approved: false, status: 'closed' });
    expect(stage.authorization(authorization.id).transactions.map(({ id: own, amount }) => [own, amount])).toEqual([
      [id, -700],
    ]);
    expect(stage.account.availableMinor('usd')).toBe(300);
  });

  test('is none where something is held', async () => {
    const stage = await createStage();
    const { authorization } = await stage.buy({ usd: 5 });
    expect(() => stage.account.captureRegardless(authorization.id, 700)).toThrow(/is open: capture it/);
  });
});
