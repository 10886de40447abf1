import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import { readCardProgram } from '../../../src/simulator/test-mode/program.ts';
import { type Answered, recorder } from '../../support/recorder.ts';

async function programOf(answered: Answered) {
  const { host } = await recorder(() => answered);
  return readCardProgram(createStripeClient({ secretKey: 'rk_test_1', apiHost: host, apiVersion: Stripe.API_VERSION }));
}

it("is the account's country with its currency", async () => {
  expect(await programOf({ json: { country: 'GB' } })).toEqual({ country: 'GB', currency: 'gbp' });
  expect(await programOf({ json: { country: 'IE' } })).toEqual({ country: 'IE', currency: 'eur' });
});

it('is American for a key that may not read the account', async () => {
  const denied = { status: 403, json: { error: { type: 'invalid_request_error', message: 'no' } } };
  expect(await programOf(denied)).toEqual({ country: 'US', currency: 'usd' });
});

it('is not guessed when the key is wrong', async () => {
  const wrong = { status: 401, json: { error: { type: 'invalid_request_error', message: 'no' } } };
  await expect(programOf(wrong)).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
});
