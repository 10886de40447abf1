import { describe, expect, test } from 'vitest';
import { MERCHANT_CATEGORIES } from '../../../src/core/domain/merchant-categories.ts';
import { merchantCode } from '../../../src/simulator/api/merchant-codes.ts';
import { MERCHANT_KINDS } from '../../../src/simulator/world/merchant-kinds.ts';
import { issueCard, openStage, refusalOf } from './stage.ts';

describe('the account', () => {
  test('says who it is', async () => {
    const { stripe } = await openStage();
    expect(await stripe.accounts.retrieveCurrent()).toMatchObject({
      object: 'account',
      id: expect.stringMatching(/^acct_/),
      capabilities: { card_issuing: 'active' },
      default_currency: 'usd',
    });
  });

  test('has the id of the connected account where there is one', async () => {
    const { stripe } = await openStage({ settings: { account: 'acct_1Connected' } });
    expect((await stripe.accounts.retrieveCurrent({}, { stripeAccount: 'acct_1Connected' })).id).toBe(
      'acct_1Connected',
    );
  });

  test('names the endpoints that events go to', async () => {
    const webhooks = [{ url: 'http://127.0.0.1:4242/webhooks/stripe/events', enabledEvents: ['*'] }];
    const { stripe } = await openStage({ webhooks });
    const { data } = await stripe.webhookEndpoints.list();
    expect(data).toMatchObject([{ object: 'webhook_endpoint', url: webhooks[0]?.url, enabled_events: ['*'] }]);
  });
});

describe('the issuing balance', () => {
  test('is what was funded less what is held and spent, and what is too much is declined', async () => {
    const stage = await openStage({ settings: { balanceMinor: 1_000 } });
    const { stripe, send } = stage;
    const available = async () => (await stripe.balance.retrieve()).issuing?.available;
    const card = await issueCard(stage);
    const authorize = () => stripe.testHelpers.issuing.authorizations.create({ card: card.id, amount: 1_500 });
    expect(await available()).toEqual([{ amount: 1_000, currency: 'usd' }]);
    expect((await authorize()).request_history).toMatchObject([{ reason: 'insufficient_funds' }]);
    const funded = await send('POST', '/v1/test_helpers/issuing/fund_balance', 'amount=700&currency=usd');
    expect(funded.body).toMatchObject({
      object: 'balance',
      issuing: { available: [{ amount: 1_700, currency: 'usd' }] },
    });
    expect(await authorize()).toMatchObject({ approved: true });
    expect(await available()).toEqual([{ amount: 200, currency: 'usd' }]);
  });

  test('is funded with more than nothing', async () => {
    const { send } = await openStage();
    const { status, body } = await send('POST', '/v1/test_helpers/issuing/fund_balance', 'amount=0&currency=usd');
    expect([status, body.error?.param]).toEqual([400, 'amount']);
  });
});

describe('a transaction', () => {
  test('is captured by force, refunded in part, and read back', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const { transactions } = stage.stripe.testHelpers.issuing;
    const merchant = { merchant_data: { name: 'Ferry', category: 'commuter_transport_and_ferries' } } as const;
    const forced = await transactions.createForceCapture({ card: card.id, amount: 900, ...merchant });
    expect(forced).toMatchObject({
      amount: -900,
      authorization: null,
      type: 'capture',
      merchant_data: { name: 'Ferry' },
    });
    expect(await transactions.refund(forced.id, { refund_amount: 400 })).toMatchObject({ id: forced.id });
    const { data } = await stage.stripe.issuing.transactions.list({ type: 'refund' });
    expect(data).toMatchObject([{ amount: 400, card: card.id }]);
    expect(await refusalOf(transactions.refund(forced.id, { refund_amount: 501 }))).toMatchObject({ statusCode: 400 });
    expect(await stage.stripe.issuing.transactions.retrieve(forced.id, { expand: ['card'] })).toMatchObject({
      card: { id: card.id, object: 'issuing.card' },
    });
    expect(await refusalOf(stage.stripe.issuing.transactions.retrieve('ipi_none'))).toMatchObject({ statusCode: 404 });
    expect(await refusalOf(transactions.createForceCapture({ card: 'ic_none', amount: 1 }))).toMatchObject({
      param: 'card',
    });
  });
});

describe('a dispute', () => {
  test('is made of a transaction, once, and marks the card', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const { disputes } = stage.stripe.issuing;
    const amount = { card: card.id, amount: 900 };
    const transaction = await stage.stripe.testHelpers.issuing.transactions.createForceCapture(amount);
    const evidence = { reason: 'fraudulent', fraudulent: { explanation: 'Not me' } } as const;
    const dispute = await disputes.create({ transaction: transaction.id, evidence });
    expect(dispute).toMatchObject({
      object: 'issuing.dispute',
      transaction: transaction.id,
      evidence: { reason: 'fraudulent' },
    });
    expect(await disputes.submit(dispute.id)).toMatchObject({ status: 'submitted' });
    expect((await disputes.list({ transaction: transaction.id, status: 'submitted' })).data).toHaveLength(1);
    expect(await refusalOf(disputes.create({ transaction: transaction.id, evidence }))).toMatchObject({
      statusCode: 400,
    });
    const { latest_fraud_warning: warning } = await stage.stripe.issuing.cards.retrieve(card.id);
    expect(warning?.type).toBe('fraud_dispute_filed');
    await stage.account.issuer.closeDispute(dispute.id, 'lost');
    expect(await disputes.retrieve(dispute.id)).toMatchObject({ status: 'lost' });
    expect(await refusalOf(disputes.submit(dispute.id))).toMatchObject({ statusCode: 400 });
  });

  test('needs a transaction and a reason that the world knows', async () => {
    const { stripe } = await openStage();
    const evidence = { reason: 'fraudulent' } as const;
    const nothing = await refusalOf(stripe.issuing.disputes.create({ transaction: 'ipi_none', evidence }));
    expect(nothing).toMatchObject({ code: 'resource_missing', param: 'transaction' });
    const other = stripe.issuing.disputes.create({ transaction: 'ipi_1', evidence: { reason: 'duplicate' } });
    expect(await refusalOf(other)).toMatchObject({ param: 'evidence[reason]' });
    expect(await refusalOf(stripe.issuing.disputes.retrieve('idp_none'))).toMatchObject({ statusCode: 404 });
  });
});

test('a merchant category has the code of the card networks', () => {
  const codes = [
    'ac_refrigeration_repair',
    'fast_food_restaurants',
    'motorcycle_shops_dealers',
    'wrecking_and_salvage_yards',
  ];
  expect(codes.map(merchantCode)).toEqual(['7623', '5814', '5561', '5935']);
  for (const { category, categoryCode } of MERCHANT_KINDS.values()) expect(merchantCode(category)).toBe(categoryCode);
  for (const category of MERCHANT_CATEGORIES) expect(merchantCode(category)).toMatch(/^\d{4}$/);
  expect(() => merchantCode('moon_trips')).toThrow(RangeError);
});
