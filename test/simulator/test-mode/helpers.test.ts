import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import { createTestModeIssuer } from '../../../src/simulator/test-mode/issuer.ts';
import { createManualClock } from '../../support/clock.ts';
import { cardDetails, holderDetails, purchaseWith } from '../../support/purchases.ts';
import { recorder } from '../../support/recorder.ts';

// Calls that the simulated Stripe does not serve: here it is looked at what is sent.

async function open() {
  const { host, requests } = await recorder(({ call }, number) => ({
    json: { id: `id_${number}`, request_history: [], metadata: {}, transactions: [], call },
  }));
  const clock = createManualClock();
  const stripe = createStripeClient({ secretKey: 'sk_test_1', apiHost: host, apiVersion: Stripe.API_VERSION });
  const program = { country: 'US', currency: 'usd' };
  const issuer = createTestModeIssuer({ stripe, program, clock, runId: 'run' });

  /** Lets the pace's timers run until it is done. */
  async function done<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const watched = work.finally(() => {
      isDone = true;
    });
    watched.catch(() => {});
    while (!isDone) {
      await clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return watched;
  }

  await done(issuer.addCardholder(holderDetails()).then(() => issuer.addCard(cardDetails())));
  return { issuer, done, last: (count = 1) => requests.slice(-count), requests };
}

describe('calls of test mode', () => {
  it('dispute a transaction with the evidence that its reason wants, and submit it', async () => {
    const { issuer, done, last } = await open();
    await done(issuer.dispute('ipi_1', 'fraudulent'));
    const [created, submitted] = last(2);
    expect(created).toMatchObject({
      call: 'POST /v1/issuing/disputes',
      form: {
        transaction: 'ipi_1',
        'evidence[reason]': 'fraudulent',
        'evidence[fraudulent][explanation]': expect.any(String),
      },
    });
    expect(submitted?.call).toMatch(/^POST \/v1\/issuing\/disputes\/id_\d+\/submit$/);
    await done(issuer.dispute('ipi_2', 'not_received'));
    expect(last(2)[0]?.form).toMatchObject({
      'evidence[reason]': 'not_received',
      'evidence[not_received][expected_at]': expect.any(String),
      'evidence[not_received][product_type]': 'merchandise',
    });
    await done(issuer.dispute('ipi_3', 'canceled'));
    expect(last(2)[0]?.form).toMatchObject({
      'evidence[reason]': 'canceled',
      'evidence[canceled][canceled_at]': expect.any(String),
      'evidence[canceled][cancellation_policy_provided]': 'true',
    });
  });

  it('capture without an authorization, and refund', async () => {
    const { issuer, done, last } = await open();
    const { merchant, amount } = purchaseWith();
    expect(await done(issuer.forceCapture('ic_world', merchant, amount))).toBe('id_3');
    expect(last()[0]).toMatchObject({
      call: 'POST /v1/test_helpers/issuing/transactions/create_force_capture',
      form: { card: 'id_2', amount: '1234', currency: 'usd', 'merchant_data[name]': 'Sample Rides' },
    });
    await done(issuer.refund('ipi_1', 300));
    expect(last()[0]).toMatchObject({
      call: 'POST /v1/test_helpers/issuing/transactions/ipi_1/refund',
      form: { refund_amount: '300' },
    });
  });

  it('each have an idempotency key of this run', async () => {
    const { issuer, done, requests } = await open();
    await done(issuer.expire('iauth_1'));
    expect(requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['run:1', 'run:2', 'run:3']);
  });

  it('throw by name where a capture brings no transaction', async () => {
    const { issuer, done } = await open();
    await expect(done(issuer.capture('iauth_1', 100, true))).rejects.toMatchObject({ name: 'TestModeRefusal' });
  });

  it('throw for a card that was never added, before anything is sent', async () => {
    const { issuer, done, requests } = await open();
    const before = requests.length;
    await expect(done(issuer.authorize(purchaseWith({ cardId: 'ic_none' })))).rejects.toThrow('ic_none was not added');
    expect(requests).toHaveLength(before);
  });
});
