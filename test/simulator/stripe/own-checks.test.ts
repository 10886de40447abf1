import { describe, expect, test } from 'vitest';
import { createStage, DAY_MS, MERCHANT, START_MS, type Stage, scored } from './stage.ts';

/** Nobody is asked, `.created` tells the reason. */
async function refusedWith(stage: Stage, reason: string, changes: Parameters<Stage['buy']>[0] = {}): Promise<void> {
  const before = stage.asks.length;
  stage.events.length = 0;
  const { answer, authorization } = await stage.buy(changes);
  expect(answer).toMatchObject({ isApproved: false, reason, heldMinor: 0 });
  expect(authorization).toMatchObject({ approved: false, status: 'closed', pending_request: null });
  expect(authorization.request_history).toMatchObject([{ approved: false, reason, reason_message: null }]);
  expect(stage.asks.length).toBe(before);
  expect(stage.types()).toEqual(['issuing_authorization.created']);
}

describe("Stripe's own checks decide without asking", () => {
  test('a card that is not active, or not any more', async () => {
    const stage = await createStage();
    stage.account.updateCard('ic_1', { status: 'inactive' });
    await refusedWith(stage, 'card_inactive');
    stage.account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'stolen' });
    await refusedWith(stage, 'card_canceled');
  });

  test('a card after its last month', async () => {
    const stage = await createStage();
    const { exp_year, exp_month } = stage.card();
    stage.clock.nowMs = Date.UTC(exp_year, exp_month) - 1;
    expect((await stage.buy()).answer.isApproved).toBe(true);
    stage.clock.nowMs += 1;
    await refusedWith(stage, 'card_expired');
  });

  test('a cardholder who is blocked, inactive or not verified', async () => {
    const stage = await createStage();
    stage.account.updateCardholder('ich_1', { status: 'blocked' });
    await refusedWith(stage, 'cardholder_blocked');
    stage.account.updateCardholder('ich_1', { status: 'inactive' });
    await refusedWith(stage, 'cardholder_inactive');
    const requirements = { disabled_reason: 'requirements.past_due' as const, past_due: [] };
    stage.account.updateCardholder('ich_1', { status: 'active', requirements });
    await refusedWith(stage, 'cardholder_verification_required');
  });

  test('more than the balance holds, in each currency by itself', async () => {
    const stage = await createStage({ settings: { balanceMinor: 2_000 } });
    await stage.issuer.addCard({
      id: 'ic_2',
      cardholderId: 'ich_1',
      type: 'virtual',
      brand: 'Visa',
      currency: 'eur',
      last4: '0001',
      createdAtMs: START_MS,
      metadata: {},
      dailyLimitMinor: null,
      blockedCategories: [],
    });
    await stage.buy({ usd: 15 });
    await refusedWith(stage, 'insufficient_funds', { usd: 5.01 });
    const euros = { amountMinor: 2_000, currency: 'eur' };
    const { answer } = await stage.buy({ cardId: 'ic_2', amount: euros, merchantAmount: euros });
    expect(answer.isApproved).toBe(true);
    stage.account.fund({ amountMinor: 1, currency: 'usd' });
    expect((await stage.buy({ usd: 5.01 })).answer.isApproved).toBe(true);
  });

  test('a fraud score above its threshold, and only above', async () => {
    const stage = await createStage({ settings: { blocksScoresAbove: 80 } });
    await refusedWith(stage, 'suspected_fraud', scored(80.01));
    for (const score of [80, null]) expect((await stage.buy(scored(score))).answer.reason).toBe('webhook_approved');
    const unblocked = await createStage({ settings: { blocksScoresAbove: null } });
    expect((await unblocked.buy(scored(100))).answer.reason).toBe('webhook_approved');
  });

  test('the first reason in the order of the checks is told', async () => {
    const stage = await createStage({
      settings: { balanceMinor: 0, blocksScoresAbove: 0 },
      card: { blockedCategories: [MERCHANT.category] },
    });
    stage.account.updateCard('ic_1', { status: 'inactive' });
    stage.account.updateCardholder('ich_1', { status: 'blocked' });
    await refusedWith(stage, 'card_inactive');
    stage.account.updateCard('ic_1', { status: 'active' });
    await refusedWith(stage, 'cardholder_blocked');
    stage.account.updateCardholder('ich_1', { status: 'active' });
    await refusedWith(stage, 'spending_controls');
    stage.account.updateCard('ic_1', { spendingControls: { blocked_categories: [] } });
    await refusedWith(stage, 'insufficient_funds');
    stage.account.fund({ amountMinor: 10_000, currency: 'usd' });
    await refusedWith(stage, 'suspected_fraud');
  });

  test('an increment too, which then leaves the authorization as it was', async () => {
    const stage = await createStage();
    const { authorization } = await stage.buy();
    stage.account.updateCard('ic_1', { status: 'inactive' });
    stage.events.length = 0;
    const answer = await stage.issuer.increment(authorization.id, 500);
    expect(answer).toMatchObject({ isApproved: false, reason: 'card_inactive', heldMinor: 1_234 });
    expect(stage.authorization(authorization.id)).toMatchObject({ approved: true, status: 'pending', amount: 1_234 });
    expect(stage.types()).toEqual(['issuing_authorization.updated']);
    expect(stage.asks).toHaveLength(1);
  });
});

describe('spending controls', () => {
  test.each([
    ['blocked categories', { blocked_categories: ['taxicabs_limousines' as const] }],
    ['allowed categories', { allowed_categories: ['bakeries' as const] }],
    ['blocked countries', { blocked_merchant_countries: ['US'] }],
    ['allowed countries', { allowed_merchant_countries: ['DE', 'FR'] }],
    ['blocked presences', { blocked_card_presences: ['not_present' as const] }],
    ['allowed presences', { allowed_card_presences: ['present' as const] }],
    [
      'a limit for one authorization',
      { spending_limits: [{ amount: 1_233, categories: [], interval: 'per_authorization' as const }] },
    ],
  ])('forbid by %s, of the card and of the cardholder', async (_name, controls) => {
    const stage = await createStage();
    expect((await stage.buy()).answer.isApproved).toBe(true);
    stage.account.updateCard('ic_1', { spendingControls: controls });
    await refusedWith(stage, 'spending_controls');
    const other = await createStage();
    const ofHolder = other.account.objects.cardholders.get('ich_1')?.spending_controls;
    if (!ofHolder) throw new Error('there are no controls');
    other.account.updateCardholder('ich_1', { spending_controls: { ...ofHolder, ...controls } });
    await refusedWith(other, 'spending_controls');
  });

  test('a daily limit counts what was approved since midnight UTC', async () => {
    const stage = await createStage({ card: { dailyLimitMinor: 3_000 } });
    await stage.buy({ usd: 20 });
    await refusedWith(stage, 'spending_controls', { usd: 10.01 });
    expect((await stage.buy({ usd: 10 })).answer.isApproved).toBe(true);
    stage.clock.nowMs = START_MS + DAY_MS / 2 - 1;
    await refusedWith(stage, 'spending_controls', { usd: 0.01 });
    stage.clock.nowMs += 1;
    expect((await stage.buy({ usd: 30 })).answer.isApproved).toBe(true);
    await refusedWith(stage, 'spending_controls', { usd: 0.01 });
  });

  test('a limit counts what was captured, and gives back what was reversed', async () => {
    const stage = await createStage({ card: { dailyLimitMinor: 3_000 } });
    const { authorization } = await stage.buy({ usd: 20 });
    await stage.issuer.capture(authorization.id, 2_500, true);
    await refusedWith(stage, 'spending_controls', { usd: 5.01 });
    const { authorization: other } = await stage.buy({ usd: 5 });
    await stage.issuer.reverse(other.id, null);
    expect((await stage.buy({ usd: 5 })).answer.isApproved).toBe(true);
  });

  test('two purchases at once can not both use up a limit', async () => {
    const stage = await createStage({ card: { dailyLimitMinor: 2_000 } });
    const both = await Promise.all([stage.buy(), stage.buy()]);
    expect(both.map(({ answer }) => answer.reason)).toEqual(['webhook_approved', 'spending_controls']);
  });

  test.each([
    ['weekly', Date.UTC(2026, 9, 18)],
    ['monthly', Date.UTC(2026, 10)],
    ['yearly', Date.UTC(2027, 0)],
    ['all_time', null],
  ] as const)('a %s limit begins anew in its time', async (interval, anewMs) => {
    const stage = await createStage();
    const limit = { amount: 1_500, categories: ['taxicabs_limousines' as const], interval };
    stage.account.updateCard('ic_1', { spendingControls: { spending_limits: [limit] } });
    const { authorization } = await stage.buy();
    await stage.issuer.capture(authorization.id, 1_234, true);
    stage.clock.nowMs = (anewMs ?? START_MS + 1_000 * DAY_MS) - 1;
    await refusedWith(stage, 'spending_controls');
    const bakery = { ...MERCHANT, category: 'bakeries' };
    expect((await stage.buy({ merchant: bakery })).answer.isApproved).toBe(true);
    stage.clock.nowMs += 1;
    if (anewMs !== null) expect((await stage.buy()).answer.isApproved).toBe(true);
  });
});
