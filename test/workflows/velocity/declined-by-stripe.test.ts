import { expect, test } from 'vitest';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { createStage, purchaseOf, scored } from '../../simulator/stripe/stage.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';
import { reportOf } from '../../support/reports.ts';
import { askAt, openVelocity } from './stage.ts';

const POLICY = policyOf(shippedFiles());

/** The shipped features of the next ask with this card and at this merchant. */
async function featuresOf(velocity: ReturnType<typeof openVelocity>['velocity'], ask: Authorization, nowMs: number) {
  const { features } = await velocity.count(ask, POLICY, nowMs);
  return features;
}

function nextAsk(atMs: number): Authorization {
  const ask = askAt('iauth_next', atMs);
  return { ...ask, card: { ...ask.card, id: 'ic_1' }, merchant: { ...ask.merchant, networkId: '1234567890' } };
}

test('card testing that Stripe blocks by itself, without asking us, shows at the next ask', async () => {
  const { velocity, ready } = openVelocity();
  ready.resolve();
  await velocity.prepare(POLICY, 5_000);
  const stage = await createStage();
  for (let tries = 0; tries < 7; tries += 1) {
    await stage.issuer.authorize({ ...purchaseOf({ usd: 1 }), ...scored(99) });
    stage.clock.nowMs += 20_000;
  }
  expect(stage.asks).toEqual([]);
  for (const event of stage.events) await velocity.report(reportOf(event, stage.clock.nowMs), POLICY);
  const features = await featuresOf(velocity, nextAsk(stage.clock.nowMs), stage.clock.nowMs);
  expect(features.get('declined_by_stripe_authorizations_per_card_hourly')).toBe(7);
  expect(features.get('declined_by_stripe_authorizations_per_merchant_hourly')).toBe(7);
  expect(features.get('total_authorizations_per_card_hourly')).toBe(7);
  expect(features.get('declined_authorizations_per_card_hourly')).toBe(0);
  velocity.close();
});

test.each([
  'suspected_fraud',
  'insufficient_funds',
  'spending_controls',
  'card_inactive',
  'card_canceled',
  'card_expired',
  'cardholder_inactive',
  'cardholder_blocked',
  'cardholder_verification_required',
  'account_disabled',
  'insecure_authorization_method',
  'verification_failed',
  'pin_blocked',
  'not_allowed',
  'a_reason_of_next_year',
])('a decline for %s counts as one of Stripe, and not as one of ours', async (reason) => {
  const { velocity, ready, clock } = openVelocity();
  ready.resolve();
  await velocity.prepare(POLICY, 5_000);
  const seconds = Math.floor(clock.nowMs() / 1000) - 60;
  const report = {
    ...{ type: 'issuing_authorization.created', livemode: false, account: null, object_id: 'iauth_other' },
    received_at: clock.nowMs(),
    fields: {
      ...{ card: 'ic_1', cardholder: 'ich_1', merchant_data: { network_id: '1234567890' } },
      request_history: [{ approved: false, reason, created: seconds, amount: 100, currency: 'usd' }],
    },
  };
  await velocity.report(report, POLICY);
  const features = await featuresOf(velocity, nextAsk(clock.nowMs()), clock.nowMs());
  expect(features.get('declined_by_stripe_authorizations_per_card_hourly')).toBe(1);
  expect(features.get('declined_authorizations_per_card_hourly')).toBe(0);
  // Nor does it count in another account.
  const elsewhere = { ...nextAsk(clock.nowMs()), scope: { livemode: false, account: 'acct_1' } };
  expect((await featuresOf(velocity, elsewhere, clock.nowMs())).get('total_authorizations_per_card_hourly')).toBe(0);
  velocity.close();
});
