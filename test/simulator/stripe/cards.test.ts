import { describe, expect, test } from 'vitest';
import { previousAttributes } from '../../../src/simulator/stripe/previous.ts';
import { APPROVED, CARD, createStage, found, HOLDER, objectOf, START_MS } from './stage.ts';

describe('cardholders and cards', () => {
  test('are told of when they are made, whole, with the ids and times that the world gave them', async () => {
    const stage = await createStage();
    await stage.issuer.addCardholder({ ...HOLDER, id: 'ich_2', phone: null });
    const limited = { id: 'ic_2', cardholderId: 'ich_2', dailyLimitMinor: 5_000, blockedCategories: ['bakeries'] };
    await stage.issuer.addCard({ ...CARD, ...limited, type: 'physical' });
    expect(stage.events).toMatchObject([
      {
        type: 'issuing_cardholder.created',
        created: START_MS / 1000,
        data: { object: { id: 'ich_2', created: HOLDER.createdAtMs / 1000, phone_number: null, status: 'active' } },
      },
      {
        type: 'issuing_card.created',
        data: {
          object: {
            id: 'ic_2',
            cardholder: { id: 'ich_2' },
            status: 'active',
            shipping: { status: 'delivered' },
            metadata: { program: 'travel' },
            spending_controls: {
              blocked_categories: ['bakeries'],
              spending_limits: [{ amount: 5_000, interval: 'daily' }],
              spending_limits_currency: 'usd',
            },
          },
        },
      },
    ]);
  });

  test('are made once, and a card for somebody', async () => {
    const { issuer, account, card } = await createStage();
    await expect(issuer.addCardholder(HOLDER)).rejects.toThrow('There is a cardholder ich_1 already.');
    await expect(issuer.addCard(CARD)).rejects.toThrow('There is a card ic_1 already.');
    await expect(issuer.addCard({ ...CARD, id: 'ic_2', cardholderId: 'ich_none' })).rejects.toThrow(
      'No such cardholder',
    );
    const stranger = { ...card(), id: 'ic_3', cardholder: { ...card().cardholder, id: 'ich_none' } };
    expect(() => account.addCardObject(stranger)).toThrow("No such cardholder: 'ich_none'");
  });

  test('that came through the API are told of as well', async () => {
    const stage = await createStage();
    const holder = { ...found(stage.account.objects.cardholders.get('ich_1')), id: 'ich_2' };
    stage.account.addCardholderObject(holder);
    stage.account.addCardObject({ ...stage.card(), id: 'ic_2', cardholder: holder });
    expect(stage.types()).toEqual(['issuing_cardholder.created', 'issuing_card.created']);
    expect((await stage.buy({ cardId: 'ic_2' })).answer.isApproved).toBe(true);
  });
});

describe('a change', () => {
  test('of a card is told with what was before', async () => {
    const stage = await createStage();
    const spendingControls = { blocked_categories: ['bakeries' as const] };
    const changes = { metadata: { a: '1', program: '' }, spendingControls, replacedBy: 'ic_2' };
    const card = stage.account.updateCard('ic_1', changes);
    expect(card).toMatchObject({ metadata: { a: '1' }, replaced_by: 'ic_2', spending_controls: spendingControls });
    expect(card).toEqual(stage.card());
    expect(stage.events).toMatchObject([{ type: 'issuing_card.updated' }]);
    expect(stage.events[0]?.data.previous_attributes).toEqual({
      metadata: { a: null, program: 'travel' },
      replaced_by: null,
      spending_controls: { blocked_categories: null },
    });
  });

  test('of a cardholder shows on the cards and authorizations', async () => {
    const stage = await createStage();
    const { authorization } = await stage.buy();
    stage.events.length = 0;
    stage.account.updateCardholder('ich_1', { email: 'new@example.com', metadata: { tier: 'silver' } });
    expect(stage.card().cardholder.email).toBe('new@example.com');
    expect(stage.authorization(authorization.id).card.cardholder.email).toBe('new@example.com');
    expect(stage.events).toMatchObject([
      {
        type: 'issuing_cardholder.updated',
        data: { previous_attributes: { email: 'erika@example.com', metadata: { tier: 'gold' } } },
      },
    ]);
  });

  test('that changes nothing is not told', async () => {
    const stage = await createStage();
    stage.account.updateCard('ic_1', { status: 'active', metadata: { program: 'travel' } });
    stage.account.updateCardholder('ich_1', { status: 'active' });
    expect(stage.events).toEqual([]);
  });

  test('of what is not there names it', async () => {
    const { account } = await createStage();
    expect(() => account.updateCard('ic_none', {})).toThrow("No such card: 'ic_none'");
    expect(() => account.updateCardholder('ich_none', {})).toThrow("No such cardholder: 'ich_none'");
    expect(() => account.warn('ic_none', 'third_party_reported')).toThrow("No such card: 'ic_none'");
  });
});

test('a warning marks the card, is told, and shows in the next ask', async () => {
  const stage = await createStage();
  stage.account.warn('ic_1', 'card_testing_exposure');
  const warning = { started_at: START_MS / 1000, type: 'card_testing_exposure' };
  expect(stage.events).toMatchObject([
    {
      type: 'issuing_card.updated',
      data: {
        object: { latest_fraud_warning: warning },
        previous_attributes: { latest_fraud_warning: { started_at: null, type: null } },
      },
    },
  ]);
  await stage.buy();
  expect(objectOf(stage.asks[0]?.event).card.latest_fraud_warning).toEqual(warning);
});

test('a card that changes while Stripe asks is shown as it is in .created', async () => {
  const stage = await createStage();
  stage.answers.next = () => {
    stage.account.warn('ic_1', 'third_party_reported');
    return APPROVED;
  };
  const { authorization } = await stage.buy();
  expect(authorization.card.latest_fraud_warning?.type).toBe('third_party_reported');
  expect(objectOf(stage.asks[0]?.event).card.latest_fraud_warning?.type).toBeNull();
});

test('an event stays as it was, whatever happens later', async () => {
  const stage = await createStage();
  const { authorization } = await stage.buy();
  const sent = JSON.stringify([stage.asks, stage.events]);
  const [asks, events] = [[...stage.asks], [...stage.events]];
  await stage.issuer.increment(authorization.id, 5);
  const transactionId = await stage.issuer.capture(authorization.id, 500, true);
  await stage.issuer.dispute(transactionId, 'fraudulent');
  stage.account.updateAuthorization(authorization.id, { a: '1' });
  stage.account.updateCardholder('ich_1', { metadata: { a: '1' } });
  stage.account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'stolen' });
  expect(JSON.stringify([asks, events])).toBe(sent);
});

test('previous attributes name the changed keys of hashes and lists as a whole', () => {
  const same = { deep: [1] };
  expect(
    previousAttributes(
      { kept: 1, same, hash: { a: 1, b: 2 }, list: [1, 2], gone: 'x', filled: null },
      { kept: 1, same, hash: { a: 1, b: 3, c: 4 }, list: [1], filled: { a: 1 } },
    ),
  ).toEqual({ hash: { b: 2, c: null }, list: [1, 2], gone: 'x', filled: null });
});
