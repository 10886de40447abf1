import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SWITCHES, OTHER_SWITCHES } from '../../../src/simulator/stripe/settings.ts';
import { HOLDER, issueCard, openStage, refusalOf, type Stage } from './stage.ts';

type Reason = 'damaged' | 'expired' | 'lost' | 'stolen';

function replace({ stripe }: Stage, old: Stripe.Issuing.Card, reason: Reason, changes: object = {}) {
  return stripe.issuing.cards.create({
    cardholder: old.cardholder.id,
    currency: old.currency,
    type: old.type,
    replacement_for: old.id,
    replacement_reason: reason,
    ...changes,
  });
}

describe('a replacement', () => {
  test('of a stolen card links both, and has a number of its own', async () => {
    const stage = await openStage();
    const old = await issueCard(stage);
    await stage.stripe.issuing.cards.update(old.id, { status: 'canceled', cancellation_reason: 'stolen' });
    const card = await replace(stage, old, 'stolen', { status: 'active' });
    expect(card).toMatchObject({ replacement_for: old.id, replacement_reason: 'stolen', status: 'active' });
    expect(card.last4).not.toBe(old.last4);
    const replaced = await stage.stripe.issuing.cards.retrieve(old.id, { expand: ['replaced_by'] });
    expect(replaced.replaced_by).toMatchObject({ id: card.id, object: 'issuing.card' });
    const types = stage.events.slice(-2).map(({ type }) => type);
    expect(types).toEqual(['issuing_card.created', 'issuing_card.updated']);
  });

  test.each([
    ['is not canceled', {}],
    ['was canceled without a reason', { status: 'canceled' }],
    ['was canceled for another reason', { status: 'canceled', cancellation_reason: 'lost' }],
  ] as const)('is refused for a stolen card that %s', async (_name, change) => {
    const stage = await openStage();
    const old = await issueCard(stage);
    await stage.stripe.issuing.cards.update(old.id, change);
    expect(await refusalOf(replace(stage, old, 'stolen'))).toMatchObject({
      statusCode: 400,
      param: 'replacement_reason',
    });
    expect(stage.account.objects.cards.size).toBe(1);
  });

  test('is made once', async () => {
    const stage = await openStage();
    const old = await issueCard(stage);
    await stage.stripe.issuing.cards.update(old.id, { status: 'canceled', cancellation_reason: 'lost' });
    await replace(stage, old, 'lost');
    expect(await refusalOf(replace(stage, old, 'lost'))).toMatchObject({ param: 'replacement_for' });
  });

  test('of an expired card keeps its number, and ends it once it is activated', async () => {
    const stage = await openStage();
    const old = await issueCard(stage);
    const card = await replace(stage, old, 'expired');
    expect(card.last4).toBe(old.last4);
    expect((await stage.stripe.issuing.cards.retrieve(old.id)).status).toBe('active');
    await stage.stripe.issuing.cards.update(card.id, { status: 'active' });
    expect((await stage.stripe.issuing.cards.retrieve(old.id)).status).toBe('canceled');
  });

  test('is refused as damaged for a card that is virtual', async () => {
    const stage = await openStage();
    expect(await refusalOf(replace(stage, await issueCard(stage), 'damaged'))).toMatchObject({
      param: 'replacement_reason',
    });
  });

  test('stays with the cardholder, the currency and the type', async () => {
    const stage = await openStage();
    const old = await issueCard(stage);
    const other = await stage.stripe.issuing.cardholders.create(HOLDER);
    expect(await refusalOf(replace(stage, old, 'expired', { cardholder: other.id }))).toMatchObject({
      param: 'cardholder',
    });
    expect(await refusalOf(replace(stage, old, 'expired', { currency: 'eur' }))).toMatchObject({ param: 'currency' });
    expect(await refusalOf(replace(stage, old, 'expired', { replacement_for: 'ic_none' }))).toMatchObject({
      code: 'resource_missing',
      param: 'replacement_for',
    });
  });

  test.each([
    ['not inherited', DEFAULT_SWITCHES, []],
    ['inherited', OTHER_SWITCHES, [{ amount: 100, categories: null, interval: 'daily' }]],
  ])('finds the controls of the old card %s, by the switch', async (_name, switches, expected) => {
    const stage = await openStage({ settings: { switches } });
    const old = await issueCard(stage, {
      spending_controls: { spending_limits: [{ amount: 100, interval: 'daily' }] },
    });
    const card = await replace(stage, old, 'expired');
    expect(card.spending_controls.spending_limits).toEqual(expected);
  });
});
