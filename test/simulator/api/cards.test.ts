import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { OTHER_SWITCHES } from '../../../src/simulator/stripe/settings.ts';
import { HOLDER, issueCard, openStage, refusalOf, START_SECONDS } from './stage.ts';

const SHIPPING = { name: 'Test Holder', address: HOLDER.billing.address };

describe('creating a card', () => {
  test('gives a whole card that is inactive until it is asked for, and emits its event', async () => {
    const { stripe, events } = await openStage();
    const cardholder = await stripe.issuing.cardholders.create(HOLDER);
    const card = await stripe.issuing.cards.create({
      cardholder: cardholder.id,
      currency: 'USD',
      type: 'virtual',
      metadata: { program: 'travel', 7: 'seven' },
      spending_controls: {
        spending_limits: [{ amount: 5000, interval: 'daily' }],
        blocked_categories: ['bail_and_bond_payments'],
      },
    });
    expect(card).toMatchObject({
      object: 'issuing.card',
      status: 'inactive',
      currency: 'usd',
      created: START_SECONDS,
      livemode: false,
      metadata: { program: 'travel', 7: 'seven' },
      cardholder: { id: cardholder.id },
      replaced_by: null,
      spending_controls: {
        blocked_categories: ['bail_and_bond_payments'],
        allowed_categories: null,
        spending_limits: [{ amount: 5000, categories: null, interval: 'daily' }],
        spending_limits_currency: 'usd',
      },
    });
    expect(card.last4).toMatch(/^\d{4}$/);
    expect(events.map(({ type }) => type)).toEqual(['issuing_cardholder.created', 'issuing_card.created']);
    expect(await stripe.issuing.cards.retrieve(card.id)).toEqual(card);
  });

  test('takes a list of every merchant category', async () => {
    const stage = await openStage();
    const { MERCHANT_CATEGORIES } = await import('../../../src/core/domain/merchant-categories.ts');
    const all = [...MERCHANT_CATEGORIES] as Stripe.Issuing.CardCreateParams.SpendingControls.BlockedCategory[];
    const card = await issueCard(stage, { spending_controls: { blocked_categories: all } });
    expect(card.spending_controls.blocked_categories).toEqual(all);
  });

  test('ships a physical card, and needs to know where to', async () => {
    const stage = await openStage();
    const refusal = await refusalOf(issueCard(stage, { type: 'physical' }));
    expect(refusal).toMatchObject({ code: 'parameter_missing', param: 'shipping' });
    const card = await issueCard(stage, { type: 'physical', shipping: SHIPPING });
    expect(card.shipping).toMatchObject({ name: 'Test Holder', status: 'pending', address: { line2: null } });
  });

  test('keeps to one side of each kind of control', async () => {
    const stage = await openStage();
    const both = { allowed_merchant_countries: ['US'], blocked_merchant_countries: ['FR'] };
    const refusal = await refusalOf(issueCard(stage, { spending_controls: both }));
    expect(refusal).toMatchObject({ statusCode: 400, param: 'spending_controls[allowed_merchant_countries]' });
  });

  test('is refused as active while its holder can not make purchases', async () => {
    const { stripe } = await openStage();
    const cardholder = await stripe.issuing.cardholders.create({ ...HOLDER, status: 'inactive' });
    const params = { cardholder: cardholder.id, currency: 'usd', type: 'virtual' } as const;
    expect(await refusalOf(stripe.issuing.cards.create({ ...params, status: 'active' }))).toMatchObject({
      param: 'status',
    });
    expect((await stripe.issuing.cards.create(params)).status).toBe('inactive');
  });

  test.each([
    [
      'no such cardholder',
      { cardholder: 'ich_none' },
      { code: 'resource_missing', param: 'cardholder', statusCode: 400 },
    ],
    [
      'a type that is none',
      { type: 'wooden' },
      { param: 'type', message: 'Invalid type: must be one of physical, virtual' },
    ],
    ['an empty currency', { currency: '' }, { code: 'parameter_invalid_empty', param: 'currency' }],
    ['a month that is none', { exp_month: 13 }, { code: 'parameter_invalid_integer', param: 'exp_month' }],
    ['an unknown parameter', { colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    [
      'an unknown parameter inside',
      { spending_controls: { colour: 'red' } },
      { code: 'parameter_unknown', param: 'spending_controls[colour]' },
    ],
    [
      'half a limit',
      { spending_controls: { spending_limits: [{ amount: 1 }] } },
      { code: 'parameter_missing', param: 'spending_controls[spending_limits][0][interval]' },
    ],
    ['a long metadata key', { metadata: { ['k'.repeat(41)]: 'v' } }, { param: 'metadata' }],
    ['a long metadata value', { metadata: { k: 'v'.repeat(501) } }, { param: 'metadata' }],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      { param: 'metadata' },
    ],
  ])('is refused with %s', async (_name, params, expected) => {
    const stage = await openStage();
    const refusal = await refusalOf(issueCard(stage, params as Stripe.Issuing.CardCreateParams));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(refusal).toMatchObject(expected);
  });
});

describe('changing a card', () => {
  test('activates, merges metadata, and emits what was before', async () => {
    const stage = await openStage();
    const card = await issueCard(stage, { status: 'inactive', metadata: { a: '1', b: '2' } });
    const updated = await stage.stripe.issuing.cards.update(card.id, { status: 'active', metadata: { b: '', c: '3' } });
    expect(updated).toMatchObject({ status: 'active', metadata: { a: '1', c: '3' } });
    expect(updated.metadata).not.toHaveProperty('b');
    const { type, data } = stage.events.at(-1) ?? {};
    expect(type).toBe('issuing_card.updated');
    expect(data?.previous_attributes).toMatchObject({ status: 'inactive' });
    const cleared = await stage.stripe.issuing.cards.update(card.id, { metadata: '' });
    expect(cleared.metadata).toEqual({});
  });

  test('replaces the controls that are named and unsets those that are empty', async () => {
    const stage = await openStage();
    const card = await issueCard(stage, {
      spending_controls: { blocked_categories: ['florists'], spending_limits: [{ amount: 1, interval: 'weekly' }] },
    });
    const form = 'spending_controls[spending_limits]=&spending_controls[blocked_merchant_countries][]=FR';
    const { body } = await stage.send('POST', `/v1/issuing/cards/${card.id}`, form);
    expect(body.spending_controls).toMatchObject({
      blocked_categories: ['florists'],
      blocked_merchant_countries: ['FR'],
      spending_limits: [],
      spending_limits_currency: null,
    });
  });

  test('cancels for good', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const { cards } = stage.stripe.issuing;
    const canceled = await cards.update(card.id, { status: 'canceled', cancellation_reason: 'stolen' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'stolen' });
    expect(await refusalOf(cards.update(card.id, { status: 'active' }))).toMatchObject({ param: 'status' });
    expect(await refusalOf(cards.update(card.id, { status: 'canceled' }))).toMatchObject({ param: 'status' });
    expect((await cards.update(card.id, { metadata: { still: 'noted' } })).metadata).toEqual({ still: 'noted' });
  });

  test('lets a canceled card be canceled again where the switch says so, and changes nothing', async () => {
    const stage = await openStage({ settings: { switches: OTHER_SWITCHES } });
    const card = await issueCard(stage);
    const { cards } = stage.stripe.issuing;
    await cards.update(card.id, { status: 'canceled', cancellation_reason: 'lost' });
    const again = await cards.update(card.id, { status: 'canceled', cancellation_reason: 'stolen' });
    expect(again).toMatchObject({ status: 'canceled', cancellation_reason: 'lost' });
    expect(await refusalOf(cards.update(card.id, { status: 'active' }))).toMatchObject({ param: 'status' });
  });

  test('takes no cancellation reason without a cancellation', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const call = stage.stripe.issuing.cards.update(card.id, { cancellation_reason: 'lost' });
    expect(await refusalOf(call)).toMatchObject({ param: 'cancellation_reason' });
  });

  test('says so where the simulator leaves something out', async () => {
    const stage = await openStage();
    const card = await issueCard(stage);
    const call = stage.stripe.issuing.cards.update(card.id, { personalization_design: 'ipcd_1' });
    expect(await refusalOf(call)).toMatchObject({ code: 'not_simulated', param: 'personalization_design' });
  });
});
