import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { HOLDER, issueCard, openStage, refusalOf, replied, type Stage } from './stage.ts';

type Params = Parameters<Stripe['testHelpers']['issuing']['authorizations']['create']>[0];

async function authorize(stage: Stage, params: Partial<Params> = {}) {
  const card = params.card ?? (await issueCard(stage)).id;
  return stage.stripe.testHelpers.issuing.authorizations.create({ amount: 1000, ...params, card });
}

describe('a test authorization', () => {
  test('is asked about, and is answered as it was decided', async () => {
    const stage = await openStage();
    stage.answer = () => replied({ approved: true, metadata: { seen: 'yes' } });
    const authorization = await authorize(stage);
    expect(stage.asks).toHaveLength(1);
    expect(authorization).toMatchObject({
      object: 'issuing.authorization',
      amount: 1000,
      approved: true,
      status: 'pending',
      metadata: { seen: 'yes' },
      request_history: [{ reason: 'webhook_approved', approved: true }],
    });
    expect(await stage.stripe.issuing.authorizations.retrieve(authorization.id)).toEqual(authorization);
    stage.answer = () => replied({ approved: false });
    expect((await authorize(stage)).request_history).toMatchObject([{ reason: 'webhook_declined' }]);
  });

  test('says everything that Stripe lets it say', async () => {
    const stage = await openStage();
    const authorization = await authorize(stage, {
      amount_details: { atm_fee: 100, cashback_amount: 200 },
      authorization_method: 'chip',
      currency: 'usd',
      fleet: { purchase_type: 'fuel_purchase', cardholder_prompt_data: { odometer: 42 } },
      fraud_disputability_likelihood: 'very_likely',
      fuel: { type: 'diesel', unit: 'liter' },
      merchant_data: {
        category: 'fast_food_restaurants',
        city: 'Berlin',
        country: 'DE',
        name: 'Noodles',
        network_id: 'n1',
        postal_code: '10115',
        state: 'BE',
        terminal_id: 't1',
        url: 'https://example.com',
      },
      network_data: { acquiring_institution_id: 'a1' },
      risk_assessment: {
        card_testing_risk: { level: 'unknown', invalid_credentials_decline_rate_past_hour: 12.5 },
        fraud_risk: { level: 'elevated', score: 61.25 },
        merchant_dispute_risk: { level: 'highest', dispute_rate: 3 },
      },
      verification_data: {
        address_line1_check: 'match',
        address_postal_code_check: 'mismatch',
        authentication_exemption: { claimed_by: 'issuer', type: 'low_value_transaction' },
        cvc_check: 'match',
        expiry_check: 'not_provided',
        three_d_secure: { result: 'required' },
      },
      wallet: 'samsung_pay',
    });
    const fields = {
      amount_details: { atm_fee: 100, cashback_amount: 200 },
      authorization_method: 'chip',
      fleet: { purchase_type: 'fuel_purchase', cardholder_prompt_data: { odometer: 42, driver_id: null } },
      fraud_disputability_likelihood: 'very_likely',
      fuel: { type: 'diesel', unit: 'liter', quantity_decimal: null },
      merchant_data: {
        category: 'fast_food_restaurants',
        category_code: '5814',
        city: 'Berlin',
        country: 'DE',
        name: 'Noodles',
        network_id: 'n1',
        postal_code: '10115',
        state: 'BE',
        terminal_id: 't1',
        url: 'https://example.com',
      },
      network_data: { acquiring_institution_id: 'a1' },
      risk_assessment: {
        card_testing_risk: { level: 'unknown', invalid_credentials_decline_rate_past_hour: 12.5 },
        fraud_risk: { level: 'elevated', score: 61.25 },
        merchant_dispute_risk: { level: 'highest', dispute_rate: 3 },
      },
      verification_data: {
        address_line1_check: 'match',
        address_postal_code_check: 'mismatch',
        authentication_exemption: { claimed_by: 'issuer', type: 'low_value_transaction' },
        three_d_secure: { result: 'required' },
      },
      wallet: 'samsung_pay',
    };
    expect(authorization).toMatchObject(fields);
    expect(stage.asks[0]?.data.object).toMatchObject(fields);
  });

  test('that looks too risky is declined by Stripe itself, unasked', async () => {
    const stage = await openStage();
    const risk = { fraud_risk: { level: 'highest', score: 99 } } as const;
    const authorization = await authorize(stage, { risk_assessment: risk });
    expect(authorization).toMatchObject({ approved: false, request_history: [{ reason: 'suspected_fraud' }] });
    expect(stage.asks).toEqual([]);
  });

  test('has no risk fields but the switch ones where the account has no fraud tools', async () => {
    const stage = await openStage({ settings: { hasFraudTools: false } });
    const authorization = await authorize(stage, { risk_assessment: { fraud_risk: { level: 'low', score: 1 } } });
    expect(authorization).toMatchObject({ risk_assessment: null });
  });

  test("has the merchant's currency, and the amount that follows from it", async () => {
    const stage = await openStage();
    const { id } = await issueCard(stage);
    const create = (params: object) => stage.stripe.testHelpers.issuing.authorizations.create({ card: id, ...params });
    expect(await create({ merchant_amount: 1000, merchant_currency: 'jpy' })).toMatchObject({
      currency: 'usd',
      amount: 670,
      merchant_amount: 1000,
      merchant_currency: 'jpy',
    });
    expect(await create({ amount: 670, merchant_currency: 'jpy' })).toMatchObject({ merchant_amount: 1000 });
    expect(await refusalOf(create({ merchant_amount: 1, merchant_currency: 'xxx' }))).toMatchObject({
      param: 'merchant_currency',
    });
  });

  test.each([
    ['no amount', { amount: undefined }, { code: 'parameter_missing', param: 'amount' }],
    ['no such card', { card: 'ic_none' }, { code: 'resource_missing', param: 'card', statusCode: 400 }],
    ["a currency that isn't the card's", { currency: 'eur' }, { param: 'currency' }],
    ['a negative amount', { amount: -1 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['half an amount', { amount: 1.5 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    [
      'more cash back than money',
      { amount_details: { cashback_amount: 1001 } },
      { param: 'amount_details[cashback_amount]' },
    ],
    [
      'a score out of range',
      { risk_assessment: { fraud_risk: { level: 'low', score: 101 } } },
      { param: 'risk_assessment[fraud_risk][score]' },
    ],
    [
      'a level that is none',
      { risk_assessment: { fraud_risk: { level: 'huge' } } },
      { param: 'risk_assessment[fraud_risk][level]' },
    ],
    ['an unknown parameter', { tip: 5 }, { code: 'parameter_unknown', param: 'tip' }],
    ['a category that is none', { merchant_data: { category: 'moon_trips' } }, { param: 'merchant_data[category]' }],
    ['a flag that is none', { is_amount_controllable: 'perhaps' }, { param: 'is_amount_controllable' }],
  ])('is refused with %s, and nobody is asked', async (_name, params, expected) => {
    const stage = await openStage();
    expect(await refusalOf(authorize(stage, params as Partial<Params>))).toMatchObject(expected);
    expect(stage.asks).toEqual([]);
  });
});

describe('an authorization afterwards', () => {
  test('is captured in parts, and closed by the last', async () => {
    const stage = await openStage();
    const { id } = await authorize(stage);
    const { authorizations } = stage.stripe.testHelpers.issuing;
    const part = await authorizations.capture(id, { capture_amount: 400, close_authorization: false });
    expect(part).toMatchObject({ status: 'pending', transactions: [{ amount: -400, type: 'capture' }] });
    const whole = await authorizations.capture(id);
    expect(whole).toMatchObject({ status: 'closed', transactions: [{ amount: -400 }, { amount: -600 }] });
    expect(await refusalOf(authorizations.capture(id, { capture_amount: 1 }))).toMatchObject({ statusCode: 400 });
  });

  test('is asked about again when it grows', async () => {
    const stage = await openStage();
    const { id } = await authorize(stage);
    const grown = await stage.stripe.testHelpers.issuing.authorizations.increment(id, { increment_amount: 500 });
    expect(grown).toMatchObject({ amount: 1500, request_history: [{ amount: 1000 }, { amount: 500 }] });
    expect(stage.asks).toHaveLength(2);
  });

  test('is reversed in part and whole, expires, and takes its final amount', async () => {
    const stage = await openStage();
    const { authorizations } = stage.stripe.testHelpers.issuing;
    const { id } = await authorize(stage);
    expect(await authorizations.reverse(id, { reverse_amount: 300 })).toMatchObject({ amount: 700, status: 'pending' });
    expect(await authorizations.finalizeAmount(id, { final_amount: 900 })).toMatchObject({ amount: 900 });
    expect(await authorizations.reverse(id)).toMatchObject({ amount: 0, status: 'reversed' });
    expect(await authorizations.expire((await authorize(stage)).id)).toMatchObject({ status: 'expired' });
    expect(await refusalOf(authorizations.expire(id))).toMatchObject({ statusCode: 400 });
  });

  test.each([
    [true, 'verified'],
    [false, 'rejected'],
  ])('has its fraud challenge answered: %s', async (confirmed, status) => {
    const stage = await openStage();
    stage.answer = () => replied({ approved: false, send_fraud_challenges: ['sms'] });
    const asked = await authorize(stage);
    expect(asked.fraud_challenges).toMatchObject([{ channel: 'sms', status: 'pending' }]);
    const { authorizations } = stage.stripe.testHelpers.issuing;
    const answered = await authorizations.respond(asked.id, { confirmed });
    expect(answered.fraud_challenges).toMatchObject([{ status }]);
    expect(await refusalOf(authorizations.respond(asked.id, { confirmed }))).toMatchObject({ statusCode: 400 });
    const { latest_fraud_warning: warning } = await stage.stripe.issuing.cards.retrieve(asked.card.id);
    expect(warning?.type ?? null).toBe(confirmed ? null : 'user_indicated_fraud');
  });

  test("takes metadata, by Stripe's rules", async () => {
    const stage = await openStage();
    const { id } = await authorize(stage);
    const { authorizations } = stage.stripe.issuing;
    await authorizations.update(id, { metadata: { a: '1', b: '2' } });
    expect((await authorizations.update(id, { metadata: { a: '' } })).metadata).toEqual({ b: '2' });
    expect((await authorizations.update(id, { metadata: '' })).metadata).toEqual({});
    expect((await authorizations.update(id)).metadata).toEqual({});
  });

  test('is expanded where it names others', async () => {
    const stage = await openStage();
    const { id, card } = await authorize(stage);
    const expanded = await stage.stripe.issuing.authorizations.retrieve(id, {
      expand: ['card.cardholder', 'cardholder'],
    });
    expect(expanded.cardholder).toMatchObject({ object: 'issuing.cardholder', name: HOLDER.name });
    const plain = await stage.stripe.issuing.authorizations.retrieve(id, { expand: ['token'] });
    expect(plain.cardholder).toBe(card.cardholder.id);
    const wrong = stage.stripe.issuing.authorizations.retrieve(id, { expand: ['amount'] });
    expect(await refusalOf(wrong)).toMatchObject({ statusCode: 400, param: 'expand' });
  });

  test('that is not there is a 404 for everything that could be done to it', async () => {
    const { stripe } = await openStage();
    const { authorizations } = stripe.testHelpers.issuing;
    for (const call of [
      stripe.issuing.authorizations.retrieve('iauth_none'),
      stripe.issuing.authorizations.update('iauth_none', {}),
      authorizations.capture('iauth_none'),
      authorizations.expire('iauth_none'),
      authorizations.increment('iauth_none', { increment_amount: 1 }),
      authorizations.reverse('iauth_none'),
      authorizations.finalizeAmount('iauth_none', { final_amount: 1 }),
      authorizations.respond('iauth_none', { confirmed: true }),
    ]) {
      expect(await refusalOf(call)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });
});
