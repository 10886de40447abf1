import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import { SANDBOX_LIMITS } from '../../../src/simulator/api/rate-limits.ts';
import type { AskResult, SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import { createTestModeIssuer } from '../../../src/simulator/test-mode/issuer.ts';
import type { CardProgram } from '../../../src/simulator/test-mode/program.ts';
import { realClock } from '../../support/clock.ts';
import { cardDetails, holderDetails, purchaseWith } from '../../support/purchases.ts';
import { hastyClock, reply, replying, serveStripe } from '../../support/served-stripe.ts';

const HOME: CardProgram = { country: 'US', currency: 'usd' };

/** An issuer over a served Stripe, with one cardholder and one card, and every ask that came of it. */
async function open(
  answer: (event: SimulatedEvent) => Promise<AskResult> = replying(reply('approve')),
  program: CardProgram = HOME,
) {
  const asks: SimulatedEvent[] = [];
  const served = await serveStripe(async (event) => {
    asks.push(event);
    return answer(event);
  });
  const issuer = createTestModeIssuer({ stripe: served.stripe, program, clock: hastyClock, runId: 'run' });
  await issuer.addCardholder(holderDetails());
  await issuer.addCard(cardDetails());
  return { ...served, issuer, asks };
}

describe("the world's people at Stripe", () => {
  it('are cardholders with first and last name, address and accepted terms, known by their id in the world', async () => {
    const { account } = await open();
    const [cardholder, ...others] = account.objects.cardholders.values();
    expect(others).toEqual([]);
    expect(cardholder).toMatchObject({
      name: 'Erika Mustermann',
      email: 'erika@example.com',
      phone_number: '+12025550123',
      individual: {
        first_name: 'Erika',
        last_name: 'Mustermann',
        card_issuing: { user_terms_acceptance: { ip: '203.0.113.7', date: expect.any(Number) } },
      },
      billing: { address: { line1: '12 Sample Lane', city: 'Springfield', state: 'IL', country: 'US' } },
      metadata: { tier: 'gold', simulated_id: 'ich_world' },
    });
  });

  it('hold active cards with their spending controls and portfolio, physical ones shipped to them', async () => {
    const { account, issuer } = await open();
    const limits = { dailyLimitMinor: 50_000, blockedCategories: ['betting_casino_gambling'] };
    await issuer.addCard(cardDetails({ id: 'ic_2', type: 'physical', ...limits }));
    const [virtual, physical] = account.objects.cards.values();
    expect(virtual).toMatchObject({
      status: 'active',
      type: 'virtual',
      metadata: { program: 'travel', simulated_id: 'ic_world' },
    });
    expect(physical).toMatchObject({
      status: 'active',
      type: 'physical',
      shipping: { name: 'Erika Mustermann', address: { city: 'Springfield' } },
      spending_controls: {
        spending_limits: [{ amount: 50_000, interval: 'daily' }],
        blocked_categories: ['betting_casino_gambling'],
      },
    });
  });

  it('are made once, however often they are added', async () => {
    const { account, issuer } = await open();
    await issuer.addCardholder(holderDetails());
    await issuer.addCard(cardDetails());
    expect([account.objects.cardholders.size, account.objects.cards.size]).toEqual([1, 1]);
  });

  it("live in the program's country and have cards in its currency", async () => {
    const { account, issuer, asks } = await open(replying(reply('approve')), { country: 'GB', currency: 'gbp' });
    const [cardholder] = account.objects.cardholders.values();
    expect(cardholder?.billing.address).toMatchObject({ line1: '12 Sample Lane', city: 'London', country: 'GB' });
    await issuer.authorize(purchaseWith());
    expect(asks[0]?.data.object).toMatchObject({ pending_request: { amount: 1234, currency: 'gbp' } });
  });

  it('retire, with their cards, when all is over', async () => {
    const { account, issuer } = await open();
    await issuer.tidyUp();
    expect([...account.objects.cards.values()].map(({ status }) => status)).toEqual(['canceled']);
    expect([...account.objects.cardholders.values()].map(({ status }) => status)).toEqual(['inactive']);
  });
});

describe('a purchase in test mode', () => {
  it('is asked about with the chosen signals, and our own reader reads them back', async () => {
    const { issuer, asks } = await open();
    const answer = await issuer.authorize(
      purchaseWith({ method: 'online', wallet: 'apple_pay', threeDSecure: 'authenticated', cashbackMinor: 0 }),
    );
    expect(answer).toMatchObject({ isApproved: true, reason: 'webhook_approved', heldMinor: 1234 });
    const [ask] = asks;
    const reading = readAuthorization(ask?.data.object, { livemode: false, account: null }, null);
    if (!reading.isReadable) throw new Error(reading.problem);
    expect(ask?.data.object).toMatchObject({
      merchant_data: { name: 'Sample Rides', category: 'taxicabs_limousines', category_code: '4121', country: 'US' },
      risk_assessment: {
        fraud_risk: { level: 'low', score: 3.5 },
        card_testing_risk: { level: 'normal', invalid_credentials_decline_rate_past_hour: 2 },
        merchant_dispute_risk: { level: 'elevated', dispute_rate: 4 },
      },
      fraud_disputability_likelihood: 'neutral',
      verification_data: {
        address_line1_check: 'match',
        address_postal_code_check: 'mismatch',
        expiry_check: 'not_provided',
        three_d_secure: { result: 'authenticated' },
      },
      wallet: 'apple_pay',
    });
  });

  it("in another currency than the card's is asked for in the merchant's", async () => {
    const { issuer, asks } = await open();
    await issuer.authorize(purchaseWith({ merchantAmount: { amountMinor: 2_000, currency: 'jpy' } }));
    expect(asks[0]?.data.object).toMatchObject({
      pending_request: { currency: 'usd', merchant_amount: 2_000, merchant_currency: 'jpy' },
    });
  });

  it('without a fraud score is not assessed', async () => {
    const { issuer, asks } = await open();
    const { signals } = purchaseWith();
    await issuer.authorize(purchaseWith({ signals: { ...signals, fraudScore: null } }));
    expect(asks[0]?.data.object).toMatchObject({ risk_assessment: { fraud_risk: { level: 'not_assessed' } } });
  });

  it('leaves our decision in the record of Stripe', async () => {
    const { issuer } = await open(replying(reply('decline', 'fraud_risk_score.decline')));
    const { authorizationId, isApproved } = await issuer.authorize(purchaseWith());
    expect(isApproved).toBe(false);
    expect(await issuer.record(authorizationId)).toEqual({
      authorizationId,
      asked: { amountMinor: 1234, currency: 'usd' },
      isApproved: false,
      reason: 'webhook_declined',
      reasonMessage: null,
      ours: { decision: 'dec_1', outcome: 'decline', reason: 'fraud_risk_score.decline' },
    });
  });

  it('grows, is given back in part, captured in parts and closed', async () => {
    const { issuer, account, asks } = await open();
    const { authorizationId } = await issuer.authorize(purchaseWith());
    expect(await issuer.increment(authorizationId, 500)).toMatchObject({ isApproved: true, heldMinor: 1734 });
    expect(asks).toHaveLength(2);
    await issuer.reverse(authorizationId, 234);
    const first = await issuer.capture(authorizationId, 1_000, false);
    const second = await issuer.capture(authorizationId, 500, true);
    const amounts = [first, second].map((id) => account.objects.transactions.get(id)?.amount);
    expect(amounts).toEqual([-1_000, -500]);
    expect(account.objects.authorizations.get(authorizationId)?.status).toBe('closed');
  });

  it("stays below the rate of Stripe's sandbox, however fast the world is", async () => {
    const served = await serveStripe(replying(reply('approve')), { limits: SANDBOX_LIMITS });
    const issuer = createTestModeIssuer({ stripe: served.stripe, program: HOME, clock: realClock, runId: 'run' });
    await issuer.addCardholder(holderDetails());
    await issuer.addCard(cardDetails());
    const all = Array.from({ length: 40 }, () => issuer.authorize(purchaseWith()));
    expect((await Promise.all(all)).every(({ isApproved }) => isApproved)).toBe(true);
  });

  it('is given back whole, or expires', async () => {
    const { issuer, account } = await open();
    const reversed = await issuer.authorize(purchaseWith());
    await issuer.reverse(reversed.authorizationId, null);
    const expired = await issuer.authorize(purchaseWith());
    await issuer.expire(expired.authorizationId);
    const statuses = [reversed, expired].map((one) => account.objects.authorizations.get(one.authorizationId)?.status);
    expect(statuses).toEqual(['reversed', 'expired']);
  });
});

describe('what test mode refuses', () => {
  it('is thrown by name, with what was asked and what Stripe says', async () => {
    const { issuer } = await open();
    const { authorizationId } = await issuer.authorize(purchaseWith());
    await issuer.reverse(authorizationId, null);
    await expect(issuer.capture(authorizationId, 100, true)).rejects.toMatchObject({
      name: 'TestModeRefusal',
      message: expect.stringMatching(/^Stripe's test mode refuses a capture: ./),
    });
  });

  it('includes closing a dispute, for which there is no helper', async () => {
    const { issuer } = await open();
    await expect(issuer.closeDispute('idp_1', 'won')).rejects.toMatchObject({ name: 'TestModeRefusal' });
  });

  it('is never a bad key: that is thrown as Stripe says it', async () => {
    const { apiHost } = await open();
    const stripe = createStripeClient({ secretKey: 'sk_test_other', apiHost, apiVersion: Stripe.API_VERSION });
    const issuer = createTestModeIssuer({ stripe, program: HOME, clock: hastyClock, runId: 'run' });
    await expect(issuer.addCardholder(holderDetails())).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  });
});
